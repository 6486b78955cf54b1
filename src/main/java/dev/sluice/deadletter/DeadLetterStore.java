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
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The dead letters that everybody else sees. A letter is always kept in the data directory first, so that adding one
 * never waits for a database. Where Postgres is configured, letters move there while it can be reached, and reading shows
 * both places; while it is away, reading shows what is here, and only that can be changed. A letter that is being moved may
 * be counted twice for a moment.
 */
@Singleton
final class DeadLetterStore implements DeadLetters, DeadLetterOffice {
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

    /** Removes what is too old, and starts moving letters to Postgres if there is one. */
    void begin() {
        local.enforceBounds();
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

    @Override
    public LetterPage find(LetterFilter filter, Optional<LetterCursor> after, int limit) {
        LetterPage here = local.find(filter, after, limit + 1);
        if (stored == null) {
            return LetterPage.of(here.letters(), limit, true);
        }
        var merged = new TreeMap<LetterCursor, FiledLetter>(LetterCursor.ORDER);
        boolean isComplete = true;
        try {
            stored.find(filter, after, limit + 1).letters().forEach(filed -> merged.put(LetterCursor.of(filed), filed));
        } catch (UncheckedIOException e) {
            isComplete = false;
        }
        here.letters().forEach(filed -> merged.put(LetterCursor.of(filed), filed));
        List<FiledLetter> found = merged.values().stream().limit(limit + 1L).toList();
        return LetterPage.of(found, limit, isComplete);
    }

    @Override
    public Optional<FiledLetter> letter(UUID id) {
        Optional<FiledLetter> here = local.letter(id);
        return here.isPresent() || stored == null ? here : stored.letter(id);
    }

    @Override
    public List<LetterCount> counts() {
        if (stored == null) {
            return local.counts();
        }
        var sums = new TreeMap<String, LetterCount>();
        List<LetterCount> all = new ArrayList<>(local.counts());
        all.addAll(stored.counts());
        // Neither a project nor a reason has a space in it.
        all.forEach(count -> sums.merge(count.project() + ' ' + count.reason(), count, LetterCount::plus));
        return List.copyOf(sums.values());
    }

    @Override
    public boolean edit(UUID id, String event, Instant at) {
        return change(office -> office.edit(id, event, at));
    }

    @Override
    public boolean markReplayed(UUID id, Instant at) {
        return change(office -> office.markReplayed(id, at));
    }

    /**
     * Where the letter is: here, else in Postgres. One that is in both, because the process died while moving it, is changed
     * here, and takes the change along when it is moved again.
     */
    private boolean change(Predicate<DeadLetterOffice> change) {
        return change.test(local) || (stored != null && change.test(stored));
    }

    @Override
    public int delete(Collection<UUID> ids) {
        // Postgres first: if it is away nothing has happened yet.
        int there = stored == null ? 0 : stored.delete(ids);
        return Math.min(ids.size(), there + local.delete(ids));
    }
}
