package dev.sluice.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What keeps a 200 safe, engine against engine: the same Sluice, the same loads, in turns. What it prints: bench/README.md. */
final class Engines implements AutoCloseable {
    private final Progress progress = new Progress();
    private final EngineOptions options;
    private final Upstream upstream = Upstream.start();
    private final Map<Engine, Backing> backings = new EnumMap<>(Engine.class);
    private final Contest contest;
    private final List<Drain> drains = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private int databasesUsed;
    private int groupsUsed;

    private Engines(EngineOptions options) {
        this.options = options;
        this.contest = new Contest(
                new Measurement(upstream, options.connections()),
                progress,
                new Contest.Durations(options.closed(), options.open(), options.warmUp(), options.limit()));
    }

    public static void main(String[] arguments) throws IOException {
        EngineOptions options;
        try {
            options = EngineOptions.parse(
                    Path.of(System.getProperty("bench.root")), Path.of(System.getProperty("bench.work")), arguments);
        } catch (IllegalArgumentException e) {
            System.err.println("bench/engines: " + e.getMessage());
            System.exit(2);
            return;
        }
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(Child::endAll));
        try (Engines engines = new Engines(options)) {
            System.exit(engines.run() ? 0 : 1);
        } catch (IllegalArgumentException | IllegalStateException e) {
            System.err.println("bench/engines: " + e.getMessage());
            System.exit(1);
        }
    }

    /** True when every figure is sound. */
    private boolean run() throws IOException {
        DiskCalibration disk = DiskCalibration.of(options.work());
        progress.say("preparing %s", String.join(", ", EngineOptions.LOADS));
        List<Load> loads = EngineOptions.LOADS.stream()
                .map(name -> Load.named(name, options.secondsPerLoad()))
                .toList();
        BatchPool backlog = Drain.backlog(options.backlog());
        boolean complete = measured(loads, backlog);
        contest.stoppedEarly().ifPresent(notes::add);
        Map<String, String> versions = new TreeMap<>();
        backings.forEach((engine, backing) -> versions.put(engine.word(), backing.version()));
        EnginesReport report =
                new EnginesReport(options, disk, versions, loads, contest.samples(), List.copyOf(drains), notes);
        String text = report.markdown();
        System.out.println(text);
        progress.say("written to %s", options.root().relativize(report.save(text)));
        return complete && report.isSound();
    }

    private boolean measured(List<Load> loads, BatchPool backlog) {
        try {
            for (Engine engine : options.engines()) {
                if (engine.needsServer()) {
                    progress.say("starting %s", engine.word());
                    int databases = options.rounds() * options.commands().size();
                    backings.put(engine, Backing.start(engine.word(), options.work(), databases));
                }
            }
            for (int round = 1; round <= options.rounds() && contest.inTime(); round++) {
                round(round, loads, backlog);
            }
            return true;
        } catch (IOException | UncheckedIOException | IllegalStateException e) {
            notes.add("Ended early: " + e.getMessage());
            progress.say("%s", notes.getLast());
            return false;
        }
    }

    private void round(int round, List<Load> loads, BatchPool backlog) throws IOException {
        List<SluicePeer> gateways = new ArrayList<>();
        try {
            for (Engine engine : inTurn(round)) {
                options.commands().forEach((kind, command) -> gateways.add(start(engine, kind, command)));
            }
            contest.round(round, List.copyOf(gateways), loads);
            for (SluicePeer gateway : gateways) {
                if (contest.inTime()) {
                    drain(round, gateway, backlog);
                }
            }
        } finally {
            upstream.away(false);
            gateways.forEach(SluicePeer::close);
        }
    }

    /** Whoever goes first has the machine as the others have not left it. */
    private List<Engine> inTurn(int round) {
        List<Engine> engines = new ArrayList<>(options.engines());
        Collections.rotate(engines, 1 - round);
        return engines;
    }

    private SluicePeer start(Engine engine, String kind, List<String> command) {
        Map<String, String> settings = new HashMap<>(engine.settings());
        if (engine == Engine.POSTGRES) {
            settings.put("DATABASE_URL", "postgres://postgres:postgres@%s/bench_%d"
                    .formatted(backings.get(engine).address(), ++databasesUsed));
        } else if (engine == Engine.KAFKA) {
            settings.put("KAFKA_BROKERS", backings.get(engine).address());
            settings.put("KAFKA_GROUP_ID", "bench" + ++groupsUsed);
        }
        return SluicePeer.start(
                options.commands().size() == 1 ? engine.word() : engine.word() + " " + kind,
                command,
                options.work(),
                upstream.address().getPort(),
                settings,
                () -> engine.needsServer() ? backings.get(engine).processes() : List.of());
    }

    private void drain(int round, SluicePeer gateway, BatchPool backlog) throws IOException {
        Drain drain = Drain.of(gateway, upstream, backlog, options.connections());
        drains.add(drain);
        progress.say(
                "round %d drain    %-14s %,9.0f events/s in, first after %.2f s, %,9.0f events/s out, CPU/event %.2f µs + %.2f µs",
                round,
                drain.peer(),
                drain.takenInPerSecond(),
                drain.secondsToFirst(),
                drain.eventsPerSecond(),
                drain.microsPerEvent(),
                drain.neighbourMicrosPerEvent());
        if (!drain.fault().isEmpty()) {
            System.err.println("        FAULT: " + drain.fault() + "\n  " + gateway.lastWords());
        }
    }

    @Override
    public void close() {
        backings.values().forEach(Backing::close);
        upstream.close();
    }
}
