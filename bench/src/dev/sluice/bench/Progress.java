package dev.sluice.bench;

import java.util.Locale;

/** What the person in front of the screen sees while the run goes on, on standard error. */
final class Progress {
    private final long started = System.nanoTime();

    long elapsedNanos() {
        return System.nanoTime() - started;
    }

    void say(String format, Object... values) {
        System.err.printf(Locale.ROOT, "%4d s  %s%n", elapsedNanos() / 1_000_000_000L, format.formatted(values));
    }

    void measured(int round, Peer peer, Sample sample) {
        LoadResult result = sample.result();
        say(
                "round %d %-8s %-14s %-6s %,9.0f requests/s %,10.0f events/s  p50 %7.2f ms  p99 %7.2f ms  CPU/event %6.2f µs  "
                        + "(stand-in %.2f, loader %.2f, other %.0f%%)",
                round,
                sample.load(),
                sample.peer(),
                sample.rate() == 0 ? "closed" : "open",
                result.requestsPerSecond(),
                sample.eventsPerSecond(),
                result.millis(0.5),
                result.millis(0.99),
                sample.peerMicrosPerEvent(),
                sample.standInMicrosPerEvent(),
                sample.loaderMicrosPerEvent(),
                sample.otherShare() * 100);
        if (!sample.fault().isEmpty()) {
            System.err.println("        FAULT: " + sample.fault() + "\n  " + peer.lastWords());
        }
    }
}
