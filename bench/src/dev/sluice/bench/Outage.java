package dev.sluice.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

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

    public static void main(String[] arguments) throws IOException {
        Outage outage;
        try {
            outage = parse(Path.of(System.getProperty("bench.root")), arguments);
        } catch (IllegalArgumentException e) {
            System.err.println("bench/outage: " + e.getMessage());
            System.exit(2);
            return;
        }
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(Child::endAll));
        System.exit(outage.run(Path.of(System.getProperty("bench.work"))) ? 0 : 1);
    }

    private static Outage parse(Path root, String[] arguments) {
        List<String> words = new ArrayList<>(Arrays.asList(arguments));
        long events = Long.parseLong(Options.take(words, "--events", "5000000"));
        double live = Double.parseDouble(Options.take(words, "--live", "200"));
        String binary = Options.take(words, "--native", "");
        String jar = Options.take(words, "--jar", root.resolve("target/quarkus-app/quarkus-run.jar").toString());
        if (!words.isEmpty()) {
            throw new IllegalArgumentException("not understood: " + String.join(" ", words));
        }
        Path file = Path.of(binary.isEmpty() ? jar : binary).toAbsolutePath();
        if (!Files.isRegularFile(file)) {
            throw new IllegalArgumentException("nothing to run at " + file + " (`./mvnw package -Dquick` makes the jar)");
        }
        return binary.isEmpty()
                ? new Outage(
                        events,
                        live,
                        List.of(System.getProperty("java.home") + "/bin/java", "-Xmx512m", "-jar", file.toString()),
                        SluicePeer.JVM)
                : new Outage(events, live, List.of(file.toString()), SluicePeer.NATIVE);
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
            List<String> rows = List.of(
                    row("backlog", "%,.0f events, taken in at %,.0f events/s (%.0f s)", backlog, stored / fillSeconds, fillSeconds),
                    row("drained", "%,.0f events/s, live ones included (%.0f s)", drained, drainSeconds),
                    row("live intake beside it", "%,.0f events/s", liveAccepted / drainSeconds),
                    row("drain ÷ intake", "%.1f", drained / (liveAccepted / drainSeconds)),
                    row(
                            "p50 of capture",
                            "%.2f ms before, %.2f ms while draining",
                            before.millis(0.5),
                            share(beside, 0.5)),
                    row(
                            "p99 of capture",
                            "%.2f ms before, %.2f ms while PostHog is away, %.2f ms while draining",
                            before.millis(0.99),
                            during.millis(0.99),
                            share(beside, 0.99)),
                    row("resident at most", "%,d MiB", mostResidentKib(gateway) / 1024),
                    row("lost", "%d", lost),
                    row("sent again", "%d", old.repeated() + fresh.repeated()),
                    row("not answered with 200", "%d", refused),
                    row("deliveries that the stand-in could not read", "%d", old.unread()));
            report(stored, rows);
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

    private static String row(String what, String format, Object... values) {
        return "| " + what + " | " + String.format(Locale.ROOT, format, values) + " |\n";
    }

    private void report(long stored, List<String> rows) throws IOException {
        String date = ZonedDateTime.now(ZoneOffset.UTC).format(DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'UTC'"));
        String text = String.format(
                        Locale.ROOT,
                        "Measured %s by `bench/outage --events %d --live %.0f`, %s, %d cores, load average of the machine at the end %.1f.%n%n",
                        date,
                        stored,
                        live,
                        name,
                        Runtime.getRuntime().availableProcessors(),
                        ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage())
                + "| | |\n| --- | --- |\n" + String.join("", rows);
        System.out.print(text);
        Path file = Path.of(System.getProperty("bench.root"), "bench/results/outage/latest.md");
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
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
