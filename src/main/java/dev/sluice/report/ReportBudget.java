package dev.sluice.report;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.LongSupplier;

/**
 * How many failures may be reported. The first of each kind is reported at once, another of the same kind not before {@link
 * #APART} has passed, and then with the number of those that were held back in between; all kinds together share {@link #BURST}
 * reports, of which one comes back every {@link #REFILL}. So a failing dependency costs one report, and the worst day a few
 * thousand. Thread-safe.
 */
final class ReportBudget {
    static final Duration APART = Duration.ofMinutes(10);
    static final int BURST = 30;
    static final Duration REFILL = Duration.ofSeconds(20);
    /** Kinds that are remembered; the one that was met longest ago is forgotten first. */
    static final int KINDS = 500;

    private final LongSupplier nanos;
    private final Map<String, Kind> kinds = new LinkedHashMap<>(16, 0.75f, true);
    private double left = BURST;
    private long lastNanos;

    private static final class Kind {
        private long nextNanos;
        private int held;
    }

    /** @param nanos of any one clock, as {@link System#nanoTime} */
    ReportBudget(LongSupplier nanos) {
        this.nanos = nanos;
        this.lastNanos = nanos.getAsLong();
    }

    /** How many of this kind were held back since its last report, if this one may be reported; empty if it may not. */
    synchronized OptionalInt admit(String kind) {
        long now = nanos.getAsLong();
        left = Math.min(BURST, left + (double) (now - lastNanos) / REFILL.toNanos());
        lastNanos = now;
        Kind known = kinds.get(kind);
        if (known == null) {
            known = new Kind();
            known.nextNanos = now;
            kinds.put(kind, known);
            forgetTheOldest();
        }
        if (now - known.nextNanos < 0 || left < 1) {
            known.held = Math.min(known.held + 1, Integer.MAX_VALUE - 1);
            return OptionalInt.empty();
        }
        left--;
        int held = known.held;
        known.held = 0;
        known.nextNanos = now + APART.toNanos();
        return OptionalInt.of(held);
    }

    private void forgetTheOldest() {
        if (kinds.size() > KINDS) {
            var oldest = kinds.keySet().iterator();
            oldest.next();
            oldest.remove();
        }
    }
}
