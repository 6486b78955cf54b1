package dev.sluice.tunnel.relay;

import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;

/** How many stored envelopes ended how, since the start. Holds as many numbers as there are destinations. Thread-safe. */
final class RelayCounts {
    private final Map<String, AtomicLongArray> byDestination = new ConcurrentHashMap<>();
    private final LongAdder leftOut = new LongAdder();

    /** A destination that nothing was sent to yet has numbers too: the first envelope is seen as an increase. */
    void open(String destination) {
        ended(destination, RelayOutcome.SENT, 0);
    }

    void ended(String destination, RelayOutcome outcome, long envelopes) {
        byDestination
                .computeIfAbsent(destination, _ -> new AtomicLongArray(RelayOutcome.values().length))
                .addAndGet(outcome.ordinal(), envelopes);
    }

    /** So many items were not sent with an envelope, because Sentry has a limit for them. */
    void leftOut(int items) {
        leftOut.add(items);
    }

    long leftOut() {
        return leftOut.sum();
    }

    /** By the name of the destination. */
    Map<String, Map<RelayOutcome, Long>> snapshot() {
        Map<String, Map<RelayOutcome, Long>> now = new TreeMap<>();
        byDestination.forEach((destination, counts) -> {
            Map<RelayOutcome, Long> numbers = new EnumMap<>(RelayOutcome.class);
            for (RelayOutcome outcome : RelayOutcome.values()) {
                numbers.put(outcome, counts.get(outcome.ordinal()));
            }
            now.put(destination, numbers);
        });
        return now;
    }
}
