package dev.sluice.testsupport;

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
import java.util.function.Supplier;
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

    private final AtomicInteger databases = new AtomicInteger();
    private @Nullable EmbeddedPostgres postgres;
    private @Nullable RedisServer redis;
    private int redisPort;

    @Override
    public void launcherSessionOpened(LauncherSession session) {
        POSTGRES_LOG.setLevel(Level.WARNING);
        offer(Backends.POSTGRES, () -> url("postgres"));
        offer(Backends.FRESH_DATABASE, this::freshDatabase);
        offer(Backends.REDIS, this::redisUrl);
    }

    private static void offer(String name, Supplier<String> address) {
        System.getProperties().put(name, address);
    }

    private synchronized EmbeddedPostgres postgres() {
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

    private String url(String database) {
        return "postgres://postgres:postgres@localhost:" + postgres().getPort() + "/" + database;
    }

    private String freshDatabase() {
        String name = "test_" + databases.incrementAndGet();
        try (Connection connection = postgres().getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("create database " + name);
        } catch (SQLException e) {
            throw new IllegalStateException("a database for a test could not be created", e);
        }
        return url(name);
    }

    private synchronized String redisUrl() {
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
    public synchronized void launcherSessionClosed(LauncherSession session) {
        try {
            if (postgres != null) {
                postgres.close();
            }
            if (redis != null) {
                redis.stop();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the backends of the tests did not stop", e);
        } finally {
            System.getProperties().remove(Backends.POSTGRES);
            System.getProperties().remove(Backends.FRESH_DATABASE);
            System.getProperties().remove(Backends.REDIS);
        }
    }
}
