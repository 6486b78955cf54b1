package dev.sluice.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Peers under the same loads, in turns, round after round; keeps what was measured. */
final class Contest {
    /** Share of the slowest peer's closed-loop rate at which latency is measured. */
    private static final double OPEN_LOOP_SHARE = 0.5;

    private final Measurement measurement;
    private final Progress progress;
    private final Durations durations;
    private final List<Sample> samples = new ArrayList<>();
    private final Map<String, Double> openRates = new HashMap<>();
    private Optional<String> stoppedEarly = Optional.empty();

    /**
     * @param closed of a load as fast as it goes
     * @param open of a load at a fixed rate
     * @param warmUp with the first load, for a peer that is compiled as it runs; a quarter of it with each other load
     * @param limit of the whole run: once it is over, nothing more is begun
     */
    record Durations(Duration closed, Duration open, Duration warmUp, Duration limit) {}

    Contest(Measurement measurement, Progress progress, Durations durations) {
        this.measurement = measurement;
        this.progress = progress;
        this.durations = durations;
    }

    List<Sample> samples() {
        return samples;
    }

    /** Why the run is shorter than it was meant to be. */
    Optional<String> stoppedEarly() {
        return stoppedEarly;
    }

    /** Peers that were started for this round: one that remembers events can be sent the prepared ones only once. */
    void round(int round, List<Peer> peers, List<Load> loads) throws IOException {
        Map<String, Requests> requests = new HashMap<>();
        for (Peer peer : peers) {
            progress.say("round %d, warming up %s", round, peer.name());
            for (Load load : loads) {
                Requests fresh = load.requests(peer.storesAndForwards());
                requests.put(load.name() + peer.name(), fresh);
                measurement.warmUp(peer, fresh, warmUp(peer, load == loads.getFirst()), load.share(Load.WARM_UP_SHARE));
            }
        }
        for (Load load : loads) {
            closedLoops(round, load, peers, requests);
            openLoops(round, load, peers, requests);
        }
    }

    private void closedLoops(int round, Load load, List<Peer> peers, Map<String, Requests> requests)
            throws IOException {
        for (Peer peer : peers) {
            if (!inTime()) {
                return;
            }
            Requests next = requests.get(load.name() + peer.name());
            long limit = peer.storesAndForwards() ? load.share(Load.CLOSED_SHARE) : Long.MAX_VALUE;
            add(round, peer, measurement.closedLoop(load, peer, next, durations.closed(), limit));
        }
        // Fixed in the first round, so that the latencies of all rounds are those of one rate.
        samples.stream()
                .filter(sample -> sample.load().equals(load.name()) && sample.rate() == 0)
                .filter(sample -> !sample.peer().equals(Direct.NAME))
                .mapToDouble(sample -> sample.settledEventsPerSecond() / sample.eventsPerRequest())
                .min()
                .ifPresent(slowest -> openRates.putIfAbsent(load.name(), Math.floor(slowest * OPEN_LOOP_SHARE)));
    }

    private void openLoops(int round, Load load, List<Peer> peers, Map<String, Requests> requests) throws IOException {
        for (Peer peer : peers) {
            Double rate = openRates.get(load.name());
            if (rate == null || !inTime()) {
                return;
            }
            Requests next = requests.get(load.name() + peer.name());
            add(round, peer, measurement.openLoop(load, peer, next, durations.open(), rate));
        }
    }

    /** Compiled ahead of time, the others need only their caches and connections. */
    private Duration warmUp(Peer peer, boolean isFirst) {
        if (!peer.isCompiledAsItRuns()) {
            return Duration.ofMillis(300);
        }
        // On two busy cores the JVM needs most of a minute until it stops compiling; the loads share most of the code.
        return isFirst ? durations.warmUp() : durations.warmUp().dividedBy(4);
    }

    void add(int round, Peer peer, Sample sample) {
        samples.add(sample);
        progress.measured(round, peer, sample);
    }

    boolean inTime() {
        boolean inTime = progress.elapsedNanos() < durations.limit().toNanos();
        if (!inTime && stoppedEarly.isEmpty()) {
            stoppedEarly = Optional.of(
                    "Stopped after %d s with %d measurements.".formatted(durations.limit().toSeconds(), samples.size()));
        }
        return inTime;
    }
}
