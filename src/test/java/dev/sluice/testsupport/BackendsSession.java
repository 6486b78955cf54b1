package dev.sluice.testsupport;

import io.smallrye.reactive.messaging.kafka.companion.test.EmbeddedKafkaBroker;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;
import redis.embedded.RedisServer;
import redis.embedded.core.ExecutableProvider;

/** Starts what {@link Backends} is asked for and stops it with the session. Works as root. */
public final class BackendsSession implements LauncherSessionListener {
    /** Held here, or its level would be forgotten with it: Postgres reports every step of its start. */
    private static final Logger POSTGRES_LOG = Logger.getLogger("io.zonky");

    /** Likewise: the broker reports its configuration, and every topic. */
    private static final Logger KAFKA_LOG = Logger.getLogger("org.apache.kafka");

    private static final Logger BROKER_LOG = Logger.getLogger("kafka");
    private static final Logger STATE_LOG = Logger.getLogger("state.change.logger");

    private static final AtomicInteger DATABASES = new AtomicInteger();
    private static @Nullable EmbeddedPostgres postgres;
    private static @Nullable RedisServer redis;
    private static int redisPort;
    private static @Nullable EmbeddedKafkaBroker kafka;

    @Override
    public void launcherSessionOpened(LauncherSession session) {
        POSTGRES_LOG.setLevel(Level.WARNING);
        KAFKA_LOG.setLevel(Level.SEVERE);
        BROKER_LOG.setLevel(Level.SEVERE);
        STATE_LOG.setLevel(Level.SEVERE);
    }

    public static String postgresUrl() {
        return url("postgres");
    }

    private static synchronized EmbeddedPostgres postgres() {
        EmbeddedPostgres running = postgres;
        if (running == null) {
            try {
                // Tests write little and need none of it after a crash.
                running = EmbeddedPostgres.builder()
                        .setServerConfig("fsync", "off")
                        .setServerConfig("synchronous_commit", "off")
                        .setServerConfig("max_connections", "100")
                        .start();
            } catch (IOException e) {
                throw new UncheckedIOException("the Postgres of the tests did not start", e);
            }
            postgres = running;
        }
        return running;
    }

    private static String url(String database) {
        return "postgres://postgres:postgres@localhost:" + postgres().getPort() + "/" + database;
    }

    public static String freshDatabase() {
        String name = "test_" + DATABASES.incrementAndGet();
        try (Connection connection = postgres().getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("create database " + name);
        } catch (SQLException e) {
            throw new IllegalStateException("a database for a test could not be created", e);
        }
        return url(name);
    }

    public static synchronized String redisUrl() {
        if (redis == null) {
            try {
                redisPort = freePort();
                RedisServer starting = RedisServer.newRedisServer()
                        .executableProvider(redisExecutable())
                        .port(redisPort)
                        .bind("127.0.0.1")
                        .setting("save \"\"")
                        .setting("appendonly no")
                        .onShutdownForceStop(true)
                        .build();
                starting.start();
                redis = starting;
            } catch (IOException e) {
                throw new UncheckedIOException("the Redis of the tests did not start", e);
            }
        }
        return "redis://127.0.0.1:" + redisPort;
    }

    public static synchronized String kafkaBrokers() {
        EmbeddedKafkaBroker running = kafka;
        if (running == null) {
            running = new EmbeddedKafkaBroker()
                    .withNodeId(1)
                    .withDeleteLogDirsOnClose(true)
                    .start();
            kafka = running;
        }
        return running.getAdvertisedListeners().replaceFirst("^.*://", "");
    }

    /** The machine's own Redis where there is one, usually newer than the 6.2 that comes with the library. */
    private static ExecutableProvider redisExecutable() {
        try {
            return ExecutableProvider.newExecutableInPath("redis-server");
        } catch (FileNotFoundException e) {
            return ExecutableProvider.newJarResourceProvider();
        }
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @Override
    public void launcherSessionClosed(LauncherSession session) {
        stop();
    }

    private static synchronized void stop() {
        try {
            if (postgres != null) {
                postgres.close();
                postgres = null;
            }
            if (redis != null) {
                redis.stop();
                redis = null;
            }
            if (kafka != null) {
                kafka.close();
                kafka = null;
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the backends of the tests did not stop", e);
        }
    }
}
