package dev.sluice.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** Puts one load on one peer and accounts for the time, the CPU and the events of it. */
final class Measurement {
    private static final Duration DRAIN_LIMIT = Duration.ofSeconds(30);
    private static final List<ProcessHandle> SELF = List.of(ProcessHandle.current());

    private final Loader loader = new Loader();
    private final Upstream upstream;
    private final int connections;

    Measurement(Upstream upstream, int connections) {
        this.upstream = upstream;
        this.connections = connections;
    }

    /** Lets the peer and the rig compile what they need; nothing of it is kept. */
    void warmUp(Peer peer, Requests requests, Duration duration, long maxRequests) throws IOException {
        upstream.reset(false);
        loader.closedLoop(peer.address(), requests, connections, duration.toNanos(), maxRequests);
        if (!peer.awaitDelivered(DRAIN_LIMIT)) {
            throw new IllegalStateException(
                    peer.name() + " did not deliver its warm-up in " + DRAIN_LIMIT.toSeconds() + " s");
        }
    }

    Sample closedLoop(Load load, Peer peer, Requests requests, Duration duration, long maxRequests) throws IOException {
        return measure(
                load,
                peer,
                requests,
                0,
                () -> loader.closedLoop(peer.address(), requests, connections, duration.toNanos(), maxRequests));
    }

    /** Twice the connections of the closed loop: waiting for one is part of the latency, and should not be most of it. */
    Sample openLoop(Load load, Peer peer, Requests requests, Duration duration, double rate) throws IOException {
        return measure(
                load,
                peer,
                requests,
                rate,
                () -> loader.openLoop(peer.address(), requests, 2 * connections, duration.toNanos(), rate));
    }

    private Sample measure(Load load, Peer peer, Requests requests, double rate, Run run) throws IOException {
        upstream.reset(peer.storesAndForwards());
        long firstEvent = requests.nextEvent();
        List<ProcessHandle> processes = peer.processes();
        long peerBefore = Cost.cpuNanos(processes);
        long neighboursBefore = Cost.cpuNanosAsFarAsTheyRun(peer.neighbours());
        long standInBefore = Cost.cpuNanos(upstream.processes());
        long selfBefore = Cost.cpuNanos(SELF);
        long machineBefore = Cost.machineNanos();
        long start = System.nanoTime();

        LoadResult result = run.go();
        boolean delivered = peer.awaitDelivered(DRAIN_LIMIT);

        long settled = System.nanoTime() - start;
        long peerNanos = Cost.cpuNanos(processes) - peerBefore;
        long neighbourNanos = Cost.cpuNanosAsFarAsTheyRun(peer.neighbours()) - neighboursBefore;
        long standInNanos = Cost.cpuNanos(upstream.processes()) - standInBefore;
        long selfNanos = Cost.cpuNanos(SELF) - selfBefore;
        long other = Cost.machineNanos() - machineBefore - peerNanos - neighbourNanos - standInNanos - selfNanos;
        double capacity = (double) settled * Runtime.getRuntime().availableProcessors();
        long resident = Cost.residentBytes(peer.processes());
        String fault = fault(peer, result, delivered, firstEvent, requests);
        return new Sample(
                load.name(),
                peer.name(),
                rate,
                requests.eventsPerRequest(),
                result,
                settled,
                peerNanos,
                neighbourNanos,
                standInNanos,
                selfNanos,
                Math.max(0, other / capacity),
                resident,
                fault);
    }

    private String fault(Peer peer, LoadResult result, boolean delivered, long firstEvent, Requests requests) {
        StringBuilder fault = new StringBuilder();
        if (!result.statuses().isEmpty()) {
            fault.append("answers other than 200 (status=count): ")
                    .append(result.statuses())
                    .append("; ");
        }
        if (result.lost() > 0) {
            fault.append(result.lost()).append(" requests never answered; ");
        }
        if (result.unsent() > 0) {
            fault.append("could not keep up, ").append(result.unsent()).append(" requests never sent; ");
        }
        if (!delivered) {
            fault.append("backlog not delivered after ")
                    .append(DRAIN_LIMIT.toSeconds())
                    .append(" s; ");
        }
        if (peer.storesAndForwards()) {
            fault.append(deliveries(result, firstEvent, requests));
        } else if (!peer.name().equals(NginxPeer.CONSTANT) && upstream.requests() != result.answered()) {
            fault.append(
                    "upstream got %,d requests for %,d answers; ".formatted(upstream.requests(), result.answered()));
        }
        return fault.toString().replaceFirst("; $", "");
    }

    private String deliveries(LoadResult result, long firstEvent, Requests requests) {
        Upstream.Verdict verdict = upstream.verify(firstEvent, requests.nextEvent());
        long acknowledged = result.answered() * requests.eventsPerRequest();
        boolean clean = result.refused() + result.lost() == 0;
        StringBuilder fault = new StringBuilder();
        if (verdict.unread() > 0) {
            fault.append("%,d deliveries could not be read; ".formatted(verdict.unread()));
        }
        // What was refused or never answered may or may not be upstream; what was acknowledged must be.
        if (verdict.distinct() < acknowledged || clean && verdict.distinct() > acknowledged) {
            fault.append("%,d events acknowledged, %,d delivered; ".formatted(acknowledged, verdict.distinct()));
        }
        if (verdict.repeated() + verdict.foreign() > 0) {
            fault.append("%,d delivered again, %,d of another load; ".formatted(verdict.repeated(), verdict.foreign()));
        }
        return fault.toString();
    }

    private interface Run {
        LoadResult go() throws IOException;
    }
}
