package dev.sluice.deadletter;

import dev.sluice.config.SluiceConfig;
import io.agroal.api.AgroalDataSource;
import io.quarkus.arc.InjectableInstance;
import io.quarkus.logging.Log;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Removes dead letters that are older or more than are kept ({@code SLUICE_DEAD_LETTERS_MAX_AGE}, {@code
 * SLUICE_DEAD_LETTERS_MAX_BYTES}): from the data directory each time, from Postgres once an hour, by whichever replica comes
 * to it. Used by one thread.
 */
@Singleton
public final class LetterRetention {
    private static final Duration BETWEEN_REMOVALS = Duration.ofHours(1);

    /** Postgres may be away that long, and is told of elsewhere, before letters there are kept for too long. */
    private static final Duration PATIENCE = Duration.ofDays(1);

    private final LocalDeadLetters local;
    /** None where no database is configured. */
    private final @Nullable StoredDeadLetters stored;

    private final Duration maxAge;
    private Instant lastRemoval = Instant.MIN;
    private @Nullable Instant firstFailure;

    @Inject
    LetterRetention(
            LocalDeadLetters local,
            InjectableInstance<AgroalDataSource> database,
            Instance<StoredDeadLetters> adapter,
            SluiceConfig config) {
        this(local, database.getHandle().getBean().isActive() ? adapter.get() : null, config.deadLettersMaxAge());
    }

    LetterRetention(LocalDeadLetters local, @Nullable StoredDeadLetters stored, Duration maxAge) {
        this.local = local;
        this.stored = stored;
        this.maxAge = maxAge;
    }

    /** @throws UncheckedIOException if they could not be removed, in Postgres: for a day */
    public void enforce() {
        local.removeOld();
        if (stored != null) {
            removeStored(stored);
        }
    }

    private void removeStored(StoredDeadLetters letters) {
        Instant now = local.now();
        if (lastRemoval.isAfter(now.minus(BETWEEN_REMOVALS))) {
            return;
        }
        int removed;
        try {
            removed = letters.deleteOlder(now.minus(maxAge));
        } catch (UncheckedIOException e) {
            Instant since = firstFailure == null ? now : firstFailure;
            firstFailure = since;
            if (since.isBefore(now.minus(PATIENCE))) {
                throw e;
            }
            return;
        }
        lastRemoval = now;
        firstFailure = null;
        if (removed > 0) {
            Log.warnf(
                    "dead letters: %d that were older than %d days were removed from Postgres for good"
                            + " (SLUICE_DEAD_LETTERS_MAX_AGE)",
                    removed, maxAge.toDays());
        }
    }
}
