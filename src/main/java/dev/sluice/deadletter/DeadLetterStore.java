package dev.sluice.deadletter;

import io.agroal.api.AgroalDataSource;
import io.quarkus.arc.InjectableInstance;
import io.quarkus.logging.Log;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The dead letters that everybody else sees. A letter is always kept in the data directory first, so that adding one
 * never waits for a database. Where Postgres is configured, letters move there while it can be reached, and reading shows
 * both places; while it is away, reading shows what is here. A letter that is being moved may be counted twice for a moment.
 */
@Singleton
final class DeadLetterStore implements DeadLetters {
    private static final Duration MOVE_EVERY = Duration.ofSeconds(5);
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(3);

    private final LocalDeadLetters local;
    /** None where no database is configured. */
    private final @Nullable StoredDeadLetters stored;

    private final @Nullable DeadLetterMover mover;
    private volatile long lastStoredCount;

    @Inject
    DeadLetterStore(
            LocalDeadLetters local,
            InjectableInstance<AgroalDataSource> database,
            Instance<StoredDeadLetters> adapter) {
        this(local, database.getHandle().getBean().isActive() ? adapter.get() : null, MOVE_EVERY);
    }

    DeadLetterStore(LocalDeadLetters local, @Nullable StoredDeadLetters stored, Duration moveEvery) {
        this.local = local;
        this.stored = stored;
        this.mover = stored == null ? null : new DeadLetterMover(local, stored, moveEvery);
    }

    void onStart(@Observes StartupEvent event) {
        begin();
    }

    /** Starts moving letters to Postgres, if there is one. */
    void begin() {
        if (mover != null) {
            mover.start();
        }
    }

    @PreDestroy
    void stop() throws InterruptedException {
        if (mover != null) {
            mover.stop(STOP_PATIENCE);
        }
    }

    @Override
    public void add(DeadLetter letter) {
        local.add(letter);
    }

    @Override
    public List<DeadLetter> newest(int limit) {
        // Here first: a letter that moves between the two reads is then seen in both places, not in none.
        List<DeadLetter> letters = new ArrayList<>(local.newest(limit));
        if (stored != null) {
            try {
                letters.addAll(stored.newest(limit));
            } catch (UncheckedIOException e) {
                Log.debug("dead letters in Postgres are left out of a list: it cannot be reached");
            }
        }
        return NewestFirst.of(letters, limit);
    }

    /** While Postgres is away, what it held when it was last asked is added. */
    @Override
    public long count() {
        if (stored != null) {
            try {
                lastStoredCount = stored.count();
            } catch (UncheckedIOException e) {
                Log.debug("dead letters in Postgres are counted as they were: it cannot be reached");
            }
        }
        return local.count() + lastStoredCount;
    }
}
