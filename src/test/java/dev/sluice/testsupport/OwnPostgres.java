package dev.sluice.testsupport;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A Postgres of the test's own, which it may pause, and which keeps its promises about the disk. */
public final class OwnPostgres implements AutoCloseable {
    private final EmbeddedPostgres server;
    private final ProcessHandle postmaster;

    public OwnPostgres() {
        try {
            server = EmbeddedPostgres.builder()
                    .setServerConfig("fsync", "on")
                    .setServerConfig("synchronous_commit", "on")
                    .start();
            postmaster = postmaster();
        } catch (IOException | SQLException e) {
            throw new IllegalStateException("the Postgres of this test did not start", e);
        }
    }

    /** In the form of {@code DATABASE_URL}. */
    public String url() {
        return "postgres://postgres:postgres@localhost:" + server.getPort() + "/postgres";
    }

    /** From now on it answers nobody; connections stay as they are. */
    public void pause() {
        signal("-STOP");
    }

    public void resume() {
        signal("-CONT");
    }

    @Override
    public void close() {
        try {
            resume();
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void signal(String which) {
        List<String> command = new ArrayList<>(List.of("kill", which));
        // The first one first: it must not start another while the others are being paused.
        Stream.concat(Stream.of(postmaster), postmaster.descendants())
                .forEach(process -> command.add(Long.toString(process.pid())));
        try {
            // One of them may have ended by itself since.
            new ProcessBuilder(command).redirectErrorStream(true).start().waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private ProcessHandle postmaster() throws SQLException {
        try (Connection connection = server.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement();
                ResultSet pid = statement.executeQuery("select pg_backend_pid()")) {
            pid.next();
            return ProcessHandle.of(pid.getLong(1))
                    .flatMap(ProcessHandle::parent)
                    .orElseThrow();
        }
    }
}
