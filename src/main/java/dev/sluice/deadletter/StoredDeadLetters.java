package dev.sluice.deadletter;

import jakarta.enterprise.inject.Typed;
import jakarta.inject.Singleton;
import jakarta.persistence.PersistenceException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * Dead letters in Postgres, where all replicas see them. Only to be called when the datasource is active; every failure
 * of the database is an {@link UncheckedIOException}.
 */
@Singleton
@Typed(StoredDeadLetters.class)
final class StoredDeadLetters implements DeadLetters, DeadLetterOffice {
    private final DeadLetterRepository repository;
    private final String host = HostName.own();

    StoredDeadLetters(DeadLetterRepository repository) {
        this.repository = repository;
    }

    @Override
    public void add(DeadLetter letter) {
        addAll(List.of(letter));
    }

    /** All of them are kept, or none; letters that are there already stay as they are. */
    void addAll(List<DeadLetter> letters) {
        addAllFiled(letters.stream()
                .map(letter -> new FiledLetter(letter, host, LetterState.UNTOUCHED))
                .toList());
    }

    /** The same, with what people did with them before. */
    void addAllFiled(List<FiledLetter> letters) {
        asked(() -> {
            repository.insert(letters);
            return letters;
        });
    }

    @Override
    public List<DeadLetter> newest(int limit) {
        return asked(() -> repository.newest(limit));
    }

    @Override
    public long count() {
        return asked(repository::countAll);
    }

    @Override
    public LetterPage find(LetterFilter filter, Optional<LetterCursor> after, int limit) {
        return asked(() -> LetterPage.of(repository.find(filter, after, limit + 1), limit, true));
    }

    @Override
    public Optional<FiledLetter> letter(UUID id) {
        return asked(() -> repository.letter(id));
    }

    @Override
    public List<LetterCount> counts() {
        return asked(repository::counts);
    }

    @Override
    public boolean edit(UUID id, String event, Instant at) {
        String storable = StorableText.of(event);
        return asked(
                () -> repository.edit(id, storable, FiledLetter.nameIn(storable).map(StorableText::of), at));
    }

    @Override
    public boolean markReplayed(UUID id, Instant at) {
        return asked(() -> repository.markReplayed(id, at));
    }

    @Override
    public int delete(Collection<UUID> ids) {
        return ids.isEmpty() ? 0 : asked(() -> repository.deleteAll(ids));
    }

    /** Removes letters that were put aside before then. */
    int deleteOlder(Instant than) {
        return asked(() -> repository.deleteOlder(than));
    }

    private static <T> T asked(Supplier<T> question) {
        try {
            return question.get();
        } catch (PersistenceException e) {
            throw new UncheckedIOException("the table of dead letters did not answer", new IOException(e));
        }
    }
}
