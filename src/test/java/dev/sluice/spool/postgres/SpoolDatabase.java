package dev.sluice.spool.postgres;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import dev.sluice.testsupport.Backends;
import dev.sluice.trace.Tracing;
import io.agroal.api.AgroalDataSource;
import io.agroal.api.configuration.supplier.AgroalDataSourceConfigurationSupplier;
import io.agroal.api.exceptionsorter.PostgreSQLExceptionSorter;
import io.agroal.api.security.NamePrincipal;
import io.agroal.api.security.SimplePassword;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** A database with the tables of the spool, a pool like that of the gateway, and the spools that were opened on it. */
final class SpoolDatabase implements AutoCloseable {
    private final URI address;
    private final AgroalDataSource pool;
    private final List<PostgresSpool> spools = new ArrayList<>();

    SpoolDatabase() {
        this(Backends.freshDatabase());
    }

    SpoolDatabase(String url) {
        this.address = URI.create(url);
        this.pool = pool();
        execute(migration());
    }

    PostgresSpool open() {
        return open(PostgresSpoolOptions.DEFAULTS);
    }

    PostgresSpool open(PostgresSpoolOptions options) {
        return open(options, 0);
    }

    /** Opened, and known to be able to store. */
    PostgresSpool open(PostgresSpoolOptions options, long maxBytes) {
        return open(options, maxBytes, pool);
    }

    PostgresSpool open(PostgresSpoolOptions options, long maxBytes, AgroalDataSource connections) {
        PostgresSpool spool = new PostgresSpool(connections, maxBytes, options, Tracing.OFF);
        spools.add(spool);
        spool.start();
        await().atMost(Duration.ofSeconds(20)).until(() -> spool.status().writable());
        return spool;
    }

    /** A pool of its own for one spool, so that its connections can be told from those of others. */
    AgroalDataSource pool() {
        var supplier = new AgroalDataSourceConfigurationSupplier()
                .connectionPoolConfiguration(pool -> pool.maxSize(10)
                        .acquisitionTimeout(Duration.ofSeconds(2))
                        .exceptionSorter(new PostgreSQLExceptionSorter())
                        .connectionFactoryConfiguration(factory -> factory.jdbcUrl("jdbc:postgresql://"
                                        + address.getHost() + ":" + address.getPort() + address.getPath())
                                .jdbcProperty("loginTimeout", "5")
                                .principal(new NamePrincipal("postgres"))
                                .credential(new SimplePassword("postgres"))));
        try {
            return AgroalDataSource.from(supplier);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    void execute(String sql) {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    void fold() {
        try (Connection connection = connect()) {
            HourTable.fold(connection);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    long number(String sql) {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getLong(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** As it was when it was made, which is quicker than making another. */
    void empty() {
        spools.forEach(PostgresSpool::close);
        spools.clear();
        execute("truncate spool_rows, spool_books, spool_replicas restart identity");
    }

    @Override
    public void close() {
        spools.forEach(PostgresSpool::close);
        pool.close();
    }

    /** Outside of the pool, so that a connection that cuts or changes the others is none of them. */
    private Connection connect() throws SQLException {
        return DriverManager.getConnection(
                "jdbc:postgresql://" + address.getHost() + ":" + address.getPort() + address.getPath()
                        + "?options=-c%20default_transaction_read_only=off",
                "postgres",
                "postgres");
    }

    private static String migration() {
        try (InputStream sql = SpoolDatabase.class.getResourceAsStream("/db/migration/V2__spool.sql")) {
            return new String(Objects.requireNonNull(sql).readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
