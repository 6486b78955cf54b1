package dev.sluice.tunnel;

import jakarta.inject.Singleton;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BiConsumer;

/** What became of envelopes and of their items, up to the stored envelope. Thread-safe. */
@Singleton
final class TunnelFigures {
    static final String UNKNOWN_TYPE = "unknown";

    private final Map<String, LongAdder> envelopes = new ConcurrentHashMap<>();
    private final Map<Item, LongAdder> items = new ConcurrentHashMap<>();

    private record Item(String type, ItemOutcome outcome) {}

    /** What became of one item. */
    enum ItemOutcome {
        STORED,
        /** By the configuration: attachments, replays, types that the tunnel does not know. */
        DROPPED,
        /** Sentry wants none of its kind for the moment. */
        LIMITED,
        /** The firewall could not finish. */
        WITHHELD;

        String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** The envelope is stored. */
    void stored() {
        envelope("stored");
    }

    /** It was taken, and nothing of it is sent. */
    void empty() {
        envelope("empty");
    }

    void refused(TunnelRefusal.Reason reason) {
        envelope(reason.code());
    }

    private void envelope(String outcome) {
        envelopes.computeIfAbsent(outcome, o -> new LongAdder()).increment();
    }

    /** @param type empty for one that the tunnel does not know, whose name is the sender's */
    void item(Optional<ItemType> type, ItemOutcome outcome) {
        items.computeIfAbsent(
                        new Item(type.map(ItemType::label).orElse(UNKNOWN_TYPE), outcome), item -> new LongAdder())
                .increment();
    }

    void forEachEnvelopeOutcome(BiConsumer<String, Long> each) {
        envelopes.forEach((outcome, count) -> each.accept(outcome, count.sum()));
    }

    long items(String type, ItemOutcome outcome) {
        LongAdder count = items.get(new Item(type, outcome));
        return count == null ? 0 : count.sum();
    }
}
