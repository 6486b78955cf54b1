package dev.sluice.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/** Sluice with nothing configured but where PostHog is (local log with fsync, duplicates found in process), unless told more. */
final class SluicePeer implements Peer {
    static final String JVM = "sluice-jvm";
    static final String NATIVE = "sluice-native";
    /** The same, recording a tenth of all traces. */
    static final String JVM_TRACED = "sluice-jvm-traced";

    static final String NATIVE_TRACED = "sluice-native-traced";
    private static final long POLL_NANOS = 100_000_000;

    private final String name;
    private final InetSocketAddress address;
    private final Child child;
    private final boolean isCompiledAsItRuns;
    private final Supplier<List<ProcessHandle>> neighbours;

    private SluicePeer(
            String name,
            InetSocketAddress address,
            Child child,
            boolean isCompiledAsItRuns,
            Supplier<List<ProcessHandle>> neighbours) {
        this.name = name;
        this.address = address;
        this.child = child;
        this.isCompiledAsItRuns = isCompiledAsItRuns;
        this.neighbours = neighbours;
    }

    /** Starts it with an empty data directory, and does not wait. */
    static SluicePeer launch(String name, List<String> command, Path work, int upstreamPort) {
        return launch(name, command, work, upstreamPort, Map.of(), List::of);
    }

    static boolean isTraced(String peer) {
        return peer.equals(JVM_TRACED) || peer.equals(NATIVE_TRACED);
    }

    private static SluicePeer launch(
            String name,
            List<String> command,
            Path work,
            int upstreamPort,
            Map<String, String> settings,
            Supplier<List<ProcessHandle>> neighbours) {
        int port = Child.freePort();
        try {
            Path directory = Files.createTempDirectory(work, name + "-");
            Map<String, String> environment = new TreeMap<>();
            environment.put("HOME", directory.toString());
            environment.put("PORT", Integer.toString(port));
            environment.put("QUARKUS_HTTP_HOST", "127.0.0.1");
            environment.put("POSTHOG_API_KEY", EventShapes.TOKEN);
            environment.put("POSTHOG_HOST", "http://127.0.0.1:" + upstreamPort);
            environment.put("SLUICE_DATA_DIR", directory.resolve("data").toString());
            // Nobody has to notice that it goes; unless told otherwise it would wait for that.
            environment.put("SLUICE_DRAIN_TIMEOUT", "2s");
            environment.putAll(settings);
            Child child = Child.start(command, environment, directory.resolve("sluice.log"));
            return new SluicePeer(name, Child.local(port), child, command.contains("-jar"), neighbours);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static SluicePeer start(String name, List<String> command, Path work, int upstreamPort) {
        SluicePeer peer = launch(name, command, work, upstreamPort);
        peer.awaitHealthy();
        return peer;
    }

    /** With more settings, and what they name. */
    static SluicePeer start(
            String name,
            List<String> command,
            Path work,
            int upstreamPort,
            Map<String, String> settings,
            Supplier<List<ProcessHandle>> neighbours) {
        SluicePeer peer = launch(name, command, work, upstreamPort, settings, neighbours);
        peer.awaitHealthy();
        return peer;
    }

    /** Returns at the first 200 of {@code /health}, which is asked every two milliseconds. */
    void awaitHealthy() {
        long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (Http.status(address, "/health") != 200) {
            if (System.nanoTime() > end || !child.process().isAlive()) {
                throw new IllegalStateException(name + " did not become healthy:\n  " + child.lastWords());
            }
            LockSupport.parkNanos(2_000_000);
        }
    }

    /** Events that were accepted and are not delivered. */
    double pending() {
        double sum = 0;
        boolean found = false;
        for (String line : Http.get(address, "/metrics").split("\n")) {
            if (line.startsWith("sluice_events_pending")) {
                found = true;
                sum += Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1));
            }
        }
        if (!found) {
            throw new IllegalStateException(name + " has no sluice_events_pending on /metrics");
        }
        return sum;
    }

    @Override
    public boolean awaitDelivered(Duration limit) {
        return awaitDelivered(limit, POLL_NANOS);
    }

    boolean awaitDelivered(Duration limit, long pollNanos) {
        long end = System.nanoTime() + limit.toNanos();
        while (pending() > 0) {
            if (System.nanoTime() > end) {
                return false;
            }
            LockSupport.parkNanos(pollNanos);
        }
        return true;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public InetSocketAddress address() {
        return address;
    }

    @Override
    public List<ProcessHandle> processes() {
        return child.tree();
    }

    @Override
    public List<ProcessHandle> neighbours() {
        return neighbours.get();
    }

    @Override
    public boolean isCompiledAsItRuns() {
        return isCompiledAsItRuns;
    }

    @Override
    public boolean storesAndForwards() {
        return true;
    }

    @Override
    public String lastWords() {
        return child.lastWords();
    }

    @Override
    public void close() {
        child.close();
    }
}
