package dev.sluice.testsupport;

import io.smallrye.reactive.messaging.kafka.companion.test.EmbeddedKafkaBroker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A Kafka of one test, which can be stopped and comes back with what it had. */
public final class StoppableKafka implements AutoCloseable {
    private final int port = freePort();
    private final int controllerPort = freePort();
    private final Path directory;
    private @Nullable EmbeddedKafkaBroker broker;

    public StoppableKafka() {
        try {
            directory = Files.createTempDirectory("sluice-kafka");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public String brokers() {
        return "localhost:" + port;
    }

    public void start() {
        EmbeddedKafkaBroker starting = new EmbeddedKafkaBroker()
                .withNodeId(1)
                .withKafkaPort(port)
                .withControllerPort(controllerPort)
                .withClusterId("c2x1aWNlLXRlc3RzLWthZg")
                .withDeleteLogDirsOnClose(false)
                .withAdditionalProperties(properties -> properties.put("log.dir", directory.toString()));
        broker = starting.start();
    }

    public void stop() {
        if (broker != null) {
            broker.close();
            broker = null;
        }
    }

    @Override
    public void close() {
        stop();
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
