package dev.sluice.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * One run: every peer under every load, interleaved, several times over. Peers are started anew for each round, because a
 * gateway that remembers events can be sent the prepared ones only once.
 */
final class Bench implements AutoCloseable {
    static final List<String> PEERS = List.of(NginxPeer.NAME, SluicePeer.JVM, SluicePeer.NATIVE, SluicePeer.JVM_TRACED, SluicePeer.NATIVE_TRACED, NginxPeer.CONSTANT);

    /** A run that takes longer stops after the measurement at hand and reports what it has. */
    private static final Duration TIME_LIMIT = Duration.ofSeconds(570);

    private final Progress progress = new Progress();
    private final Options options;
    private final Upstream upstream = Upstream.start();
    private final Collector collector = Collector.start();
    private final Measurement measurement;
    private final Contest contest;
    private final List<StartUp> startUps = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();

    private Bench(Options options) {
        this.options = options;
        this.measurement = new Measurement(upstream, options.connections());
        this.contest = new Contest(
                measurement,
                progress,
                new Contest.Durations(options.closed(), options.open(), options.warmUp(), TIME_LIMIT));
    }

    public static void main(String[] arguments) throws IOException {
        Path root = Path.of(System.getProperty("bench.root"));
        Path work = Path.of(System.getProperty("bench.work"));
        Options options;
        try {
            options = Options.parse(root, work, Path.of(System.getProperty("bench.nginx")), arguments);
        } catch (IllegalArgumentException e) {
            System.err.println("bench/" + Report.NAME + ": " + e.getMessage());
            System.exit(2);
            return;
        }
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(Child::endAll));
        try (Bench bench = new Bench(options)) {
            System.exit(bench.run() ? 0 : 1);
        } catch (IllegalArgumentException | IllegalStateException e) {
            System.err.println("bench/" + Report.NAME + ": " + e.getMessage());
            System.exit(1);
        }
    }

    /** True when every figure is sound. */
    private boolean run() throws IOException {
        DiskCalibration disk = DiskCalibration.of(options.work());
        List<String> peers = buildable();
        progress.say("preparing %s", String.join(", ", options.loads()));
        List<Load> loads = options.loads().stream()
                .map(name -> Load.named(name, options.secondsPerLoad()))
                .toList();
        calibrate(loads);
        boolean complete = measured(peers, loads);
        contest.stoppedEarly().ifPresent(notes::add);
        Report report = new Report(options, disk, loads, contest.samples(), startUps, notes);
        String text = report.markdown();
        System.out.println(text);
        Path file = report.save(text);
        progress.say("written to %s", options.root().relativize(file));
        return complete && contest.samples().stream().allMatch(sample -> sample.fault().isEmpty());
    }

    private static boolean isSluice(String peer) {
        return peer.startsWith(SluicePeer.JVM) || peer.startsWith(SluicePeer.NATIVE);
    }

    private List<String> buildable() {
        List<String> found = new ArrayList<>();
        for (String peer : options.peers()) {
            if (isSluice(peer) && options.command(peer).isEmpty()) {
                String how = peer.startsWith(SluicePeer.JVM) ? "./mvnw package -Dquick" : "./mvnw package -Dnative -Dquick";
                notes.add(peer + " was not measured: it is not built (`" + how + "`).");
                progress.say("%s", notes.getLast());
            } else {
                found.add(peer);
            }
        }
        return found;
    }

    /** Warms up the rig itself, and measures what it costs with nothing in between. */
    private void calibrate(List<Load> loads) throws IOException {
        try (Direct direct = new Direct(upstream.address())) {
            for (Load load : loads) {
                measurement.warmUp(direct, load.requests(false), Duration.ofSeconds(1), Long.MAX_VALUE);
                contest.add(
                        1,
                        direct,
                        measurement.closedLoop(
                                load, direct, load.requests(false), Duration.ofSeconds(1), Long.MAX_VALUE));
            }
        }
    }

    /** A peer that breaks ends the measuring, but what was measured until then is still reported. */
    private boolean measured(List<String> peers, List<Load> loads) {
        try {
            starts(peers);
            for (int round = 1; round <= options.rounds() && contest.inTime(); round++) {
                round(round, peers, loads);
            }
            if (peers.stream().anyMatch(SluicePeer::isTraced) && collector.exports() == 0) {
                notes.add("No trace was exported: the figures of what tracing costs mean nothing.");
                return false;
            }
            return true;
        } catch (IOException | UncheckedIOException | IllegalStateException e) {
            notes.add("Ended early: " + e.getMessage());
            progress.say("%s", notes.getLast());
            return false;
        }
    }

    private void starts(List<String> peers) {
        for (String peer : peers) {
            if (isSluice(peer) && options.starts() > 0) {
                progress.say("%d starts of %s", options.starts(), peer);
                List<String> command = options.command(peer).orElseThrow();
                startUps.add(StartUp.of(peer, command, options.work(), upstreamPort(), options.starts()));
            }
        }
    }

    private void round(int round, List<String> names, List<Load> loads) throws IOException {
        // Whoever goes first finds the machine as the last round left it, so that is another one in each.
        List<String> inTurn = new ArrayList<>(names);
        Collections.rotate(inTurn, 1 - round);
        List<Peer> peers = new ArrayList<>();
        try {
            inTurn.forEach(name -> peers.add(start(name)));
            contest.round(round, peers, loads);
        } finally {
            peers.forEach(Peer::close);
        }
    }

    private Peer start(String name) {
        return switch (name) {
            case NginxPeer.NAME -> NginxPeer.proxy(options.nginx(), options.work(), upstreamPort());
            case NginxPeer.CONSTANT -> NginxPeer.constant(options.nginx(), options.work(), upstreamPort());
            case SluicePeer.JVM, SluicePeer.NATIVE ->
                SluicePeer.start(name, options.command(name).orElseThrow(), options.work(), upstreamPort());
            case SluicePeer.JVM_TRACED, SluicePeer.NATIVE_TRACED ->
                SluicePeer.start(
                        name,
                        options.command(name).orElseThrow(),
                        options.work(),
                        upstreamPort(),
                        collector.settings(),
                        List::of);
            default -> throw new IllegalArgumentException("no peer is called " + name);
        };
    }

    private int upstreamPort() {
        return upstream.address().getPort();
    }

    @Override
    public void close() {
        upstream.close();
        collector.close();
    }
}
