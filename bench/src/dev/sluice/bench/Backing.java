package dev.sluice.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** A Postgres or a Kafka that a Sluice keeps its spool in: {@code bench/backends} has what is started. */
final class Backing implements AutoCloseable {
    private final Child child;
    private final ProcessHandle server;
    private final String address;
    private final String version;

    private Backing(Child child, ProcessHandle server, String address, String version) {
        this.child = child;
        this.server = server;
        this.address = address;
        this.version = version;
    }

    /** @param databases that a Postgres gets; a Kafka needs none */
    static Backing start(String kind, Path work, int databases) {
        Child child = Child.startPiped(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xms256m",
                "-Xmx1g",
                "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
                "-cp",
                System.getProperty("bench.backends"),
                "dev.sluice.bench.backends.Backend",
                kind,
                work.resolve(kind).toString(),
                Integer.toString(databases)));
        BufferedReader lines =
                new BufferedReader(new InputStreamReader(child.process().getInputStream(), StandardCharsets.US_ASCII));
        try {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("ready ")) {
                    String[] words = line.split(" ");
                    ProcessHandle server = ProcessHandle.of(Long.parseLong(words[1])).orElseThrow();
                    return new Backing(child, server, words[2], words[3]);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        throw new IllegalStateException("the " + kind + " of the rig did not start");
    }

    /** {@code host:port} */
    String address() {
        return address;
    }

    String version() {
        return version;
    }

    /** The server and what works for it now: a Postgres has a process for each connection. */
    List<ProcessHandle> processes() {
        return Stream.concat(Stream.of(server), server.descendants()).toList();
    }

    @Override
    public void close() {
        child.close();
    }
}
