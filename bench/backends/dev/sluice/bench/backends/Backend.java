package dev.sluice.bench.backends;

import io.smallrye.reactive.messaging.kafka.companion.test.EmbeddedKafkaBroker;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.kafka.common.utils.AppInfoParser;

/**
 * A Postgres or a Kafka for {@code bench/engines}: those of the tests, as a process of its own. It keeps what it is told on the disk
 * that is measured, as it does out of the box.
 *
 * <p>Says {@code ready PID HOST:PORT VERSION} when it is, and ends when its input does, so it cannot outlive the rig.
 */
final class Backend {
    /** Held, or its level would be forgotten with it. */
    private static final Logger ALL = Logger.getLogger("");

    private Backend() {}

    /** @param args {@code postgres DIRECTORY DATABASES}, which are called bench_1 and so on, or {@code kafka DIRECTORY} */
    public static void main(String[] args) throws IOException, SQLException {
        ALL.setLevel(Level.SEVERE);
        Path directory = Path.of(args[1]);
        String ready =
                switch (args[0]) {
                    case "postgres" -> postgres(directory, Integer.parseInt(args[2]));
                    case "kafka" -> kafka(directory);
                    default -> throw new IllegalArgumentException("no backend is called " + args[0]);
                };
        System.out.println("ready " + ready);
        while (System.in.read() >= 0) {
            // Nothing is ever sent; only the end of the stream matters.
        }
        System.exit(0);
    }

    /** Ended by a hook that the library registers. */
    private static String postgres(Path directory, int databases) throws IOException, SQLException {
        EmbeddedPostgres server = EmbeddedPostgres.builder()
                .setDataDirectory(directory)
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("max_connections", "100")
                .start();
        try (Connection connection = server.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            for (int i = 1; i <= databases; i++) {
                statement.execute("create database bench_" + i);
            }
            try (ResultSet version = statement.executeQuery("show server_version")) {
                version.next();
                // It is nobody's child: whoever starts it leaves it to itself.
                long pid = Long.parseLong(
                        Files.readAllLines(directory.resolve("postmaster.pid")).getFirst().trim());
                return pid + " localhost:" + server.getPort() + " " + version.getString(1).split(" ")[0];
            }
        }
    }

    private static String kafka(Path directory) {
        EmbeddedKafkaBroker broker = new EmbeddedKafkaBroker()
                .withNodeId(1)
                .withDeleteLogDirsOnClose(false)
                .withAdditionalProperties(properties -> properties.put("log.dir", directory.toString()))
                .start();
        String address = broker.getAdvertisedListeners().replaceFirst("^.*://", "");
        return ProcessHandle.current().pid() + " " + address + " " + AppInfoParser.getVersion();
    }
}
