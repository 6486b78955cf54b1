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

/** Sluice with nothing configured but where PostHog is: local log with fsync, duplicates found in process. */
final class SluicePeer implements Peer {
    static final String JVM = "sluice-jvm";
    static final String NATIVE = "sluice-native";
    private static final long POLL_NANOS = 100_000_000;

    private final String name;
    private final InetSocketAddress address;
    private final Child child;

    private SluicePeer(String name, InetSocketAddress address, Child child) {
        this.name = name;
        this.address = address;
        this.child = child;
    }

    /** Starts it with an empty data directory, and does not wait. */
    static SluicePeer launch(String name, List<String> command, Path work, int upstreamPort) {
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
            Child child = Child.start(command, environment, directory.resolve("sluice.log"));
            return new SluicePeer(name, Child.local(port), child);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static SluicePeer start(String name, List<String> command, Path work, int upstreamPort) {
        SluicePeer peer = launch(name, command, work, upstreamPort);
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
        long end = System.nanoTime() + limit.toNanos();
        while (pending() > 0) {
            if (System.nanoTime() > end) {
                return false;
            }
            LockSupport.parkNanos(POLL_NANOS);
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
