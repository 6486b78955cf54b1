package dev.sluice.spool.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.Executor;
import javax.sql.DataSource;

/** Connections whose statements end in time, whatever becomes of the server or the way to it. */
final class Sessions {
    /** The driver only sets a socket's option with it. */
    private static final class Direct implements Executor {
        @Override
        public void execute(Runnable command) {
            command.run();
        }
    }

    private static final String CONNECTION_LOST = "08006";

    private final DataSource dataSource;
    private final Executor direct = new Direct();

    Sessions(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    /**
     * Runs the work on a connection that commits each statement by itself.
     *
     * @param timeout of each answer of the server; a connection that exceeds it is given up
     */
    <T> T call(Duration timeout, Work<T> work) throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            connection.setNetworkTimeout(direct, (int) timeout.toMillis());
            T result;
            try {
                result = work.on(connection);
            } catch (SQLException | RuntimeException e) {
                withoutLimit(connection, e);
                throw e;
            } catch (AssertionError e) {
                // What the driver (42.7) throws when a connection is cut in the middle of a batch.
                throw new SQLException("the connection was lost", CONNECTION_LOST, e);
            }
            connection.setNetworkTimeout(direct, 0);
            return result;
        }
    }

    /** A connection that outlives a failure goes back to a pool that others use, too. */
    private void withoutLimit(Connection connection, Exception failure) {
        try {
            connection.setNetworkTimeout(direct, 0);
        } catch (SQLException e) {
            failure.addSuppressed(e);
        }
    }

    interface Work<T> {
        T on(Connection connection) throws SQLException;
    }
}
