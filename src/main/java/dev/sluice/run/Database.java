package dev.sluice.run;

import dev.sluice.report.Component;
import io.agroal.api.AgroalDataSource;
import io.quarkus.arc.InjectableInstance;
import io.quarkus.logging.Log;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

/**
 * Postgres, where there is one: migrates it as soon as it can be reached, and then looks twice a second whether it still
 * can. The gateway neither waits for it nor depends on it.
 */
@Singleton
final class Database implements Component {
    private static final Duration INTERVAL = Duration.ofMillis(500);
    private static final Duration BETWEEN_WARNINGS = Duration.ofSeconds(10);

    private final InjectableInstance<AgroalDataSource> dataSource;
    private final InjectableInstance<Flyway> flyway;
    private final InstantSource clock;
    private final AtomicReference<State> state = new AtomicReference<>(State.DISABLED);
    private final AtomicReference<Optional<Thread>> watcher = new AtomicReference<>(Optional.empty());
    private boolean migrated;
    private Instant nextWarning = Instant.MIN;

    Database(InjectableInstance<AgroalDataSource> dataSource, InjectableInstance<Flyway> flyway, InstantSource clock) {
        this.dataSource = dataSource;
        this.flyway = flyway;
        this.clock = clock;
    }

    boolean isActive() {
        return dataSource.getHandle().getBean().isActive();
    }

    void start() {
        if (isActive()) {
            state.set(State.ERROR);
            Thread thread = Thread.ofVirtual().name("database").unstarted(this::watch);
            watcher.set(Optional.of(thread));
            thread.start();
        }
    }

    void stop() {
        watcher.getAndSet(Optional.empty()).ifPresent(Thread::interrupt);
    }

    @Override
    public Dependency dependency() {
        return Dependency.POSTGRES;
    }

    @Override
    public State state() {
        return state.get();
    }

    private void watch() {
        try {
            while (watcher.get().isPresent()) {
                look();
                Thread.sleep(INTERVAL);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void look() {
        try {
            if (!migrated) {
                flyway.get().migrate();
                migrated = true;
            }
            try (Connection connection = dataSource.get().getConnection()) {
                state.set(connection.isValid(1) ? State.OK : State.ERROR);
            }
        } catch (SQLException | FlywayException e) {
            state.set(State.ERROR);
            warn(e);
        }
    }

    /** Only the kind of the exception: its text may hold the address with a password, or a row. */
    private void warn(Exception e) {
        Instant now = clock.instant();
        if (now.isAfter(nextWarning)) {
            nextWarning = now.plus(BETWEEN_WARNINGS);
            Throwable cause = e.getCause() == null ? e : e.getCause();
            String code = cause instanceof SQLException sql ? " " + sql.getSQLState() : "";
            Log.warnf(
                    "Postgres (DATABASE_URL) cannot be used now (%s%s); dead letters stay in the data directory",
                    cause.getClass().getSimpleName(), code);
        }
    }
}
