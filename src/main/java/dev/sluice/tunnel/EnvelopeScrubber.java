package dev.sluice.tunnel;

import dev.sluice.capture.JsonMembers;
import dev.sluice.json.ByteSink;
import dev.sluice.json.Edits;
import dev.sluice.json.JsonSkip;
import dev.sluice.json.MalformedJsonException;
import dev.sluice.json.Utf8;
import dev.sluice.scrub.EventScrubber;
import dev.sluice.scrub.Findings;
import dev.sluice.scrub.ScrubFailedException;
import dev.sluice.scrub.SentryItems;
import dev.sluice.tunnel.EnvelopeReader.Item;
import dev.sluice.tunnel.EnvelopeReader.Parts;
import dev.sluice.tunnel.TunnelFigures.ItemOutcome;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The firewall for a whole envelope: each item by its type, and the header. An item that cannot be scrubbed is withheld, the
 * others go on. Belongs to one thread.
 */
final class EnvelopeScrubber {
    private final SentryItems items;
    private final TunnelRules rules;
    private final ItemSettings settings = new ItemSettings();
    private final Pruning pruning = new Pruning();
    private final Edits edits = new Edits();

    EnvelopeScrubber(EventScrubber scrubber, TunnelRules rules) {
        items = new SentryItems(scrubber);
        this.rules = rules;
    }

    /**
     * What became of one item.
     *
     * @param type empty for one that the tunnel does not know
     * @param safe its header and payload, empty where the item is not sent
     */
    @SuppressWarnings("ArrayRecordComponent") // Never compared as a whole.
    record Examined(Optional<ItemType> type, ItemOutcome outcome, byte[] safe) {
        private static final byte[] NOTHING = {};

        Examined(Optional<ItemType> type, ItemOutcome outcome) {
            this(type, outcome, NOTHING);
        }

        boolean isKept() {
            return outcome == ItemOutcome.STORED;
        }
    }

    /** What becomes of each item, in their order. */
    List<Examined> items(Parts envelope, String project, LimitsInForce limits, Stamps stamps, Findings findings) {
        List<Examined> examined = new ArrayList<>(envelope.items().size());
        boolean isReplayWhole = true;
        for (Item item : envelope.items()) {
            Examined one = examine(item, project, limits, stamps, findings);
            isReplayWhole &= one.isKept() || !one.type().map(ItemType::isReplay).orElse(false);
            examined.add(one);
        }
        if (!isReplayWhole) {
            // Sentry wants both halves of a replay or none.
            examined.replaceAll(
                    one -> one.isKept() && one.type().map(ItemType::isReplay).orElse(false)
                            ? new Examined(one.type(), ItemOutcome.WITHHELD)
                            : one);
        }
        return examined;
    }

    /**
     * The envelope's header without the DSN: where it goes is not the sender's to say.
     *
     * @throws ScrubFailedException if nothing of the envelope may be sent
     */
    byte[] header(HeaderLine header, String project, Findings findings) throws ScrubFailedException {
        try {
            return pruning.without("dsn", items.scrubHeader(header.toByteArray(), project, findings));
        } catch (MalformedJsonException e) {
            throw new ScrubFailedException("a header is not JSON");
        }
    }

    private Examined examine(Item item, String project, LimitsInForce limits, Stamps stamps, Findings findings) {
        Optional<ItemType> known = ItemType.of(item.type());
        if (known.isEmpty() || !isTaken(known.get(), item)) {
            return new Examined(known, ItemOutcome.DROPPED);
        }
        if (known.get().isLimited(limits)) {
            return new Examined(known, ItemOutcome.LIMITED);
        }
        try {
            byte[] payload = payload(known.get(), item, project, stamps, findings);
            byte[] header =
                    withLength(items.scrubHeader(item.header().toByteArray(), project, findings), payload.length);
            ByteSink safe = new ByteSink(header.length + payload.length + 2);
            safe.append(header).append((byte) '\n').append(payload).append((byte) '\n');
            return new Examined(known, ItemOutcome.STORED, safe.toByteArray());
        } catch (ScrubFailedException | MalformedJsonException e) {
            return new Examined(known, ItemOutcome.WITHHELD);
        }
    }

    private boolean isTaken(ItemType type, Item item) {
        if (type == ItemType.ATTACHMENT) {
            // The two halves of a trace attachment are told apart by a length in its header.
            return rules.attachments() && !item.header().has("meta_length");
        }
        return !type.isReplay() || rules.replays();
    }

    private byte[] payload(ItemType type, Item item, String project, Stamps stamps, Findings findings)
            throws ScrubFailedException, MalformedJsonException {
        byte[] payload = item.payload();
        if (type == ItemType.ATTACHMENT || type == ItemType.REPLAY_RECORDING) {
            return items.scrub(type.label(), payload, project, findings);
        }
        if (Utf8.firstInvalid(payload, 0, payload.length) >= 0) {
            throw new ScrubFailedException("an item is not valid UTF-8");
        }
        return settings.write(
                type, items.scrub(type.label(), payload, project, findings), rules.tellsVisitor(), stamps);
    }

    private byte[] withLength(byte[] header, int length) throws MalformedJsonException {
        edits.clear();
        int open = JsonSkip.space(header, 0, header.length);
        byte[] number = Integer.toString(length).getBytes(StandardCharsets.US_ASCII);
        boolean isThere = false;
        JsonMembers members = new JsonMembers(header, open, header.length);
        while (members.next()) {
            int end = members.skip();
            if (members.isKey("length")) {
                isThere = true;
                edits.replace(members.valueStart(), end, number);
            }
        }
        if (!isThere) {
            // There is a type, so a comma follows.
            edits.insert(open + 1, ("\"length\":" + length + ",").getBytes(StandardCharsets.US_ASCII));
        }
        ByteSink out = new ByteSink(header.length + 32);
        edits.apply(header, 0, header.length, out);
        return out.toByteArray();
    }
}
