package dev.sluice.tunnel.relay;

import dev.sluice.json.ByteSink;
import dev.sluice.tunnel.EnvelopeReader;
import dev.sluice.tunnel.EnvelopeReader.Item;
import dev.sluice.tunnel.EnvelopeReader.Parts;
import dev.sluice.tunnel.ItemType;
import dev.sluice.tunnel.LimitsInForce;
import dev.sluice.tunnel.MalformedEnvelopeException;
import java.util.List;

/**
 * An envelope without what Sentry does not want for the moment: sending it would only make the limit last.
 *
 * @param bytes the envelope; the same array where nothing is left out
 * @param isEmpty whether none of its items is left
 * @param leftOut how many are not
 */
@SuppressWarnings("ArrayRecordComponent") // never compared as a whole
record WantedItems(byte[] bytes, boolean isEmpty, int leftOut) {

    /** @throws MalformedEnvelopeException if it is no envelope; not noticed where nothing is limited */
    static WantedItems of(byte[] envelope, LimitsInForce limits) throws MalformedEnvelopeException {
        if (limits.header().isEmpty()) {
            return new WantedItems(envelope, false, 0);
        }
        Parts parts = EnvelopeReader.read(envelope);
        List<Item> wanted =
                parts.items().stream().filter(item -> isWanted(item, limits)).toList();
        int leftOut = parts.items().size() - wanted.size();
        if (leftOut == 0) {
            return new WantedItems(envelope, false, 0);
        }
        ByteSink rest = new ByteSink(envelope.length)
                .append(envelope, 0, parts.header().end())
                .append((byte) '\n');
        wanted.forEach(
                item -> rest.append(envelope, item.header().start(), item.to()).append((byte) '\n'));
        return new WantedItems(rest.toByteArray(), wanted.isEmpty(), leftOut);
    }

    private static boolean isWanted(Item item, LimitsInForce limits) {
        return ItemType.of(item.type())
                .map(type -> !type.isLimited(limits))
                .orElseGet(() -> !limits.isLimited("default"));
    }
}
