package dev.sluice.tunnel;

import dev.sluice.json.ByteSink;
import dev.sluice.tunnel.EnvelopeReader.Item;
import dev.sluice.tunnel.EnvelopeReader.Parts;
import java.util.List;
import java.util.Optional;

/** Leaves out of an envelope what Sentry does not want for the moment: sending it would only make the limit last. */
final class WantedItems {
    private WantedItems() {}

    /**
     * The envelope without the items that are limited: the same bytes where none is; empty where nothing is left.
     *
     * @throws MalformedEnvelopeException if it is no envelope
     */
    static Optional<byte[]> of(byte[] envelope, LimitsInForce limits) throws MalformedEnvelopeException {
        if (limits.header().isEmpty()) {
            return Optional.of(envelope);
        }
        Parts parts = EnvelopeReader.read(envelope);
        List<Item> wanted =
                parts.items().stream().filter(item -> isWanted(item, limits)).toList();
        if (wanted.size() == parts.items().size()) {
            return Optional.of(envelope);
        }
        if (wanted.isEmpty()) {
            return Optional.empty();
        }
        ByteSink rest = new ByteSink(envelope.length)
                .append(envelope, 0, parts.header().end())
                .append((byte) '\n');
        wanted.forEach(
                item -> rest.append(envelope, item.header().start(), item.to()).append((byte) '\n'));
        return Optional.of(rest.toByteArray());
    }

    private static boolean isWanted(Item item, LimitsInForce limits) {
        return ItemType.of(item.type())
                .map(type -> !type.isLimited(limits))
                .orElseGet(() -> !limits.isLimited("default"));
    }
}
