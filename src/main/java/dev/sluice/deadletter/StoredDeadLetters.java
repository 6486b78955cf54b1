package dev.sluice.deadletter;

import jakarta.enterprise.inject.Typed;
import jakarta.inject.Singleton;
import jakarta.persistence.PersistenceException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.function.Supplier;

/**
 * Dead letters in Postgres, where all replicas see them. Only to be called when the datasource is active; every failure
 * of the database is an {@link UncheckedIOException}.
 */
@Singleton
@Typed(StoredDeadLetters.class)
final class StoredDeadLetters implements DeadLetters {
    private final DeadLetterRepository repository;

    StoredDeadLetters(DeadLetterRepository repository) {
        this.repository = repository;
    }

    @Override
    public void add(DeadLetter letter) {
        addAll(List.of(letter));
    }

    /** All of them are kept, or none; letters that are there already stay as they are. */
    void addAll(List<DeadLetter> letters) {
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

    private static <T> T asked(Supplier<T> question) {
        try {
            return question.get();
        } catch (PersistenceException e) {
            throw new UncheckedIOException("the table of dead letters did not answer", new IOException(e));
        }
    }
}
