package dev.sluice.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * A backlog, taken in while the stand-in answers 503, and delivered once it is back.
 *
 * @param events of the backlog
 * @param takenInPerSecond events, while nothing could be delivered
 * @param secondsToFirst from when the stand-in was back to when it got the first delivery
 * @param eventsPerSecond from then to the last delivery; seen by the stand-in, since a gateway may count its pending events late
 * @param microsPerEvent CPU time of the gateway for delivering one
 * @param neighbourMicrosPerEvent CPU time of what works for it
 * @param fault what makes the figures worthless; empty when nothing does
 */
record Drain(
        String peer,
        long events,
        double takenInPerSecond,
        double secondsToFirst,
        double eventsPerSecond,
        double microsPerEvent,
        double neighbourMicrosPerEvent,
        String fault) {
    private static final int PER_REQUEST = 50;
    private static final long FIRST_EVENT = 1L << 40;
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final long POLL_NANOS = 20_000_000;

    /** What one gateway can be given once in its life. */
    static BatchPool backlog(long events) {
        return BatchPool.of(
                EventShapes.ofBackend(700), Heads.SERVER, FIRST_EVENT, PER_REQUEST, (int) (events / PER_REQUEST));
    }

    static Drain of(SluicePeer gateway, Upstream upstream, BatchPool backlog, int connections) throws IOException {
        Requests requests = backlog.fromTheStart(false);
        upstream.reset(true);
        upstream.away(true);
        LoadResult in = new Loader()
                .closedLoop(gateway.address(), requests, connections, LIMIT.toNanos(), Long.MAX_VALUE);
        long events = in.answered() * PER_REQUEST;

        // A gateway whose books are kept elsewhere is late to know them, and would be called done before it has begun.
        long taken = System.nanoTime();
        while (gateway.pending() < events && System.nanoTime() - taken < LIMIT.toNanos()) {
            LockSupport.parkNanos(POLL_NANOS);
        }
        upstream.away(false);
        List<ProcessHandle> processes = gateway.processes();
        long cpu = Cost.cpuNanos(processes);
        long neighbourCpu = Cost.cpuNanosAsFarAsTheyRun(gateway.neighbours());
        long back = System.nanoTime();
        while (upstream.requests() == 0 && System.nanoTime() - back < LIMIT.toNanos()) {
            LockSupport.parkNanos(POLL_NANOS);
        }
        double toFirst = (System.nanoTime() - back) / 1e9;
        boolean delivered = gateway.awaitDelivered(LIMIT, POLL_NANOS);
        double micros = (Cost.cpuNanos(processes) - cpu) / 1e3 / events;
        double neighbourMicros =
                (Cost.cpuNanosAsFarAsTheyRun(gateway.neighbours()) - neighbourCpu) / 1e3 / events;
        String fault = fault(in, delivered, events, upstream.verify(FIRST_EVENT, requests.nextEvent()));
        return new Drain(
                gateway.name(),
                events,
                in.requestsPerSecond() * PER_REQUEST,
                toFirst,
                events / upstream.secondsOfRequests(),
                micros,
                neighbourMicros,
                fault);
    }

    private static String fault(LoadResult in, boolean delivered, long events, Upstream.Verdict verdict) {
        StringBuilder fault = new StringBuilder();
        if (in.refused() + in.lost() > 0) {
            fault.append("%,d requests not answered with 200; ".formatted(in.refused() + in.lost()));
        }
        if (!delivered) {
            fault.append("not delivered after %d s; ".formatted(LIMIT.toSeconds()));
        }
        if (verdict.distinct() < events || verdict.repeated() + verdict.foreign() + verdict.unread() > 0) {
            fault.append("%,d events acknowledged, %,d delivered, %,d of them again, %,d of another load, %,d bodies not read; "
                    .formatted(
                            events, verdict.distinct(), verdict.repeated(), verdict.foreign(), verdict.unread()));
        }
        return fault.toString().replaceFirst("; $", "");
    }
}
