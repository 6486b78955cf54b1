package dev.sluice.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** The rig's side of the {@link StandIn}: starts it, and asks what arrived. */
final class Upstream implements AutoCloseable {
    private final Child child;
    private final InetSocketAddress address;

    /** What arrived of a stretch of events: see {@link KeptBodies#verify}. */
    record Verdict(long distinct, long repeated, long foreign, long unread) {}

    private Upstream(Child child, InetSocketAddress address) {
        this.child = child;
        this.address = address;
    }

    static Upstream start() {
        return start(1);
    }

    /** @param keptGibibytes bodies that it can put aside */
    static Upstream start(int keptGibibytes) {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        Child child = Child.startPiped(List.of(
                java.toString(),
                "-Xms64m",
                "-Xmx512m",
                "-XX:MaxDirectMemorySize=" + (keptGibibytes * 1024 + 376) + "m",
                "-Dstandin.chunks=" + 16 * keptGibibytes,
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                StandIn.class.getName()));
        BufferedReader lines =
                new BufferedReader(new InputStreamReader(child.process().getInputStream(), StandardCharsets.US_ASCII));
        try {
            return new Upstream(child, Child.local(Integer.parseInt(lines.readLine())));
        } catch (IOException e) {
            throw new UncheckedIOException("the stand-in did not start", e);
        }
    }

    InetSocketAddress address() {
        return address;
    }

    List<ProcessHandle> processes() {
        return child.tree();
    }

    void reset(boolean keepBodies) {
        Http.get(address, "/-/reset?" + (keepBodies ? "keep" : "count"));
    }

    /** Whether it answers 503 to everything from now on. */
    void away(boolean away) {
        Http.get(address, "/-/away?" + (away ? "yes" : "no"));
    }

    long requests() {
        return Long.parseLong(Http.get(address, "/-/counts").split(" ")[0]);
    }

    /** From the first request that was taken to the last. */
    double secondsOfRequests() {
        return Long.parseLong(Http.get(address, "/-/counts").split(" ")[2]) / 1e9;
    }

    Verdict verify(long fromEvent, long toEvent) {
        long[] counts = Arrays.stream(Http.get(address, "/-/verify?" + fromEvent + "-" + toEvent)
                        .split(" "))
                .mapToLong(Long::parseLong)
                .toArray();
        return new Verdict(counts[0], counts[1], counts[2], counts[3]);
    }

    @Override
    public void close() {
        child.close();
    }
}
