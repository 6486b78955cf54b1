package dev.sluice.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * PostHog away for a day on a compressed clock: a backlog is filled as fast as it goes while the stand-in answers 503, then the
 * stand-in comes back while live traffic goes on. What it prints is explained in bench/README.md.
 */
final class Outage {
    private static final long SECOND = 1_000_000_000L;
    private static final long BACKLOG_NUMBERS = 1L << 36;
    private static final long LIVE_NUMBERS = 1L << 40;
    private static final int PER_REQUEST = 50;
    private static final int REQUESTS_PER_POOL = 4_000;
    private static final int CONNECTIONS = 32;
    private static final Duration DRAIN_LIMIT = Duration.ofHours(1);

    private final long events;
    private final double live;
    private final List<String> command;
    private final String name;

    private Outage(long events, double live, List<String> command, String name) {
        this.events = events;
        this.live = live;
        this.command = command;
        this.name = name;
    }

    public static void main(String[] args) throws IOException {
        Runtime.getRuntime().addShutdownHook(new Thread(Child::endAll));
        long events = 5_000_000;
        double live = 200;
        Path root = Path.of(System.getProperty("bench.root"));
        String name = SluicePeer.JVM;
        Path file = root.resolve("target/quarkus-app/quarkus-run.jar");
        for (int i = 0; i + 1 < args.length; i += 2) {
            switch (args[i]) {
                case "--events" -> events = Long.parseLong(args[i + 1]);
                case "--live" -> live = Double.parseDouble(args[i + 1]);
                case "--jar" -> file = Path.of(args[i + 1]);
                case "--native" -> {
                    file = Path.of(args[i + 1]);
                    name = SluicePeer.NATIVE;
                }
                default -> throw new IllegalArgumentException("no such option: " + args[i]);
            }
        }
        file = file.toAbsolutePath();
        if (!Files.exists(file)) {
            throw new IllegalArgumentException("nothing to run at " + file);
        }
        List<String> command = name.equals(SluicePeer.NATIVE)
                ? List.of(file.toString())
                : List.of(System.getProperty("java.home") + "/bin/java", "-Xmx512m", "-jar", file.toString());
        System.exit(new Outage(events, live, command, name).run(Path.of(System.getProperty("bench.work"))) ? 0 : 1);
    }

    private boolean run(Path work) throws IOException {
        Loader loader = new Loader();
        SingleEvents singles = new SingleEvents(EventShapes.ofBrowser(1024), LIVE_NUMBERS);
        try (Upstream upstream = Upstream.start(3);
                SluicePeer gateway =
                        SluicePeer.start(name, command, work, upstream.address().getPort())) {
            upstream.reset(true);
            loader.openLoop(gateway.address(), singles, CONNECTIONS, 10 * SECOND, live);
            LoadResult before = loader.openLoop(gateway.address(), singles, CONNECTIONS, 10 * SECOND, live);
            gateway.awaitDelivered(Duration.ofMinutes(1));

            upstream.away(true);
            long filling = System.nanoTime();
            long stored = fill(loader, gateway);
            double fillSeconds = seconds(filling);
            LoadResult during = loader.openLoop(gateway.address(), singles, CONNECTIONS, 10 * SECOND, live);
            double backlog = gateway.pending();

            upstream.away(false);
            long draining = System.nanoTime();
            List<LoadResult> beside = new ArrayList<>();
            double left = backlog;
            double drainSeconds = 0;
            while (left > 2 * live && seconds(draining) < DRAIN_LIMIT.toSeconds()) {
                beside.add(loader.openLoop(gateway.address(), singles, CONNECTIONS, SECOND, live));
                left = gateway.pending();
                drainSeconds = seconds(draining);
            }
            long liveAccepted = beside.stream().mapToLong(LoadResult::answered).sum();
            double drained = (backlog + liveAccepted - left) / drainSeconds;
            boolean delivered = gateway.awaitDelivered(DRAIN_LIMIT);
            Upstream.Verdict old = upstream.verify(BACKLOG_NUMBERS, BACKLOG_NUMBERS + stored);
            Upstream.Verdict fresh = upstream.verify(LIVE_NUMBERS, singles.nextEvent());
            long refused = before.refused() + during.refused()
                    + beside.stream().mapToLong(r -> r.refused() + r.lost()).sum();
            long lost = stored - old.distinct() + (singles.nextEvent() - LIVE_NUMBERS - fresh.distinct());
            System.out.printf("%s, %d events away, live %.0f requests/s%n", name, stored, live);
            System.out.printf("filled            %,.0f events/s (%.0f s)%n", stored / fillSeconds, fillSeconds);
            System.out.printf("backlog           %,.0f events%n", backlog);
            System.out.printf("drained           %,.0f events/s (%.0f s)%n", drained, drainSeconds);
            System.out.printf("live intake       %,.0f events/s%n", liveAccepted / drainSeconds);
            System.out.printf("drain / intake    %.1f%n", drained / (liveAccepted / drainSeconds));
            System.out.printf("capture p99       %.2f ms before, %.2f ms while away, %.2f ms while draining%n",
                    before.millis(0.99), during.millis(0.99), p99(beside));
            System.out.printf("capture p50       %.2f ms before, %.2f ms while draining%n", before.millis(0.5), p50(beside));
            System.out.printf("resident at most  %,d MiB%n", mostResidentKib(gateway) / 1024);
            System.out.printf("lost %d, sent again %d, not answered with 200: %d, not read: %d%n",
                    lost, old.repeated() + fresh.repeated(), refused, old.unread());
            return delivered && lost == 0 && refused == 0 && old.unread() == 0;
        }
    }

    /** Pools of some hundred megabytes, one after the other: five million events do not fit into one. */
    private long fill(Loader loader, SluicePeer gateway) throws IOException {
        List<Template> shapes = EventShapes.ofBackend(700);
        long stored = 0;
        while (stored < events) {
            int requests = (int) Math.min(REQUESTS_PER_POOL, (events - stored + PER_REQUEST - 1) / PER_REQUEST);
            BatchPool pool = BatchPool.of(shapes, Heads.SERVER, BACKLOG_NUMBERS + stored, PER_REQUEST, requests);
            LoadResult result = loader.closedLoop(
                    gateway.address(), pool.fromTheStart(false), CONNECTIONS, 600 * SECOND, Long.MAX_VALUE);
            if (result.answered() != requests) {
                throw new IllegalStateException("only " + result.answered() + " of " + requests + " requests were accepted");
            }
            stored += (long) requests * PER_REQUEST;
        }
        return stored;
    }

    private static double p99(List<LoadResult> results) {
        return share(results, 0.99);
    }

    private static double p50(List<LoadResult> results) {
        return share(results, 0.5);
    }

    private static double share(List<LoadResult> results, double share) {
        long[] all = results.stream().flatMapToLong(r -> Arrays.stream(r.latencies())).sorted().toArray();
        return new LoadResult(all.length, 0, 0, 0, 1, all, java.util.Map.of()).millis(share);
    }

    private static double seconds(long since) {
        return (System.nanoTime() - since) / 1e9;
    }

    private static long mostResidentKib(SluicePeer gateway) throws IOException {
        long most = 0;
        for (ProcessHandle process : gateway.processes()) {
            for (String line : Files.readAllLines(Path.of("/proc/" + process.pid() + "/status"))) {
                if (line.startsWith("VmHWM:")) {
                    most += Long.parseLong(line.replaceAll("\\D", ""));
                }
            }
        }
        return most;
    }
}
