package dev.sluice.capture;

import dev.sluice.deadletter.DeadLetter;
import dev.sluice.deadletter.DeadLetters;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Keeps letters in memory, and the names of the threads that brought them; may be full. */
final class RecordingLetters implements DeadLetters {
    final List<DeadLetter> letters = new CopyOnWriteArrayList<>();
    final List<String> threads = new CopyOnWriteArrayList<>();
    boolean isFull;

    @Override
    public void add(DeadLetter letter) {
        if (isFull) {
            throw new UncheckedIOException(new IOException("no space left"));
        }
        letters.add(letter);
        threads.add(Thread.currentThread().getName());
    }

    @Override
    public List<DeadLetter> newest(int limit) {
        return letters.reversed().stream().limit(limit).toList();
    }

    @Override
    public long count() {
        return letters.size();
    }
}
