package dev.sluice.delivery;

import dev.sluice.deadletter.DeadLetter;
import dev.sluice.deadletter.DeadLetters;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Keeps letters until the test ends, and fails as often as it is told. */
final class MemoryDeadLetters implements DeadLetters {
    private final Map<UUID, DeadLetter> letters = new LinkedHashMap<>();
    private int failures;

    synchronized void failNext(int times) {
        failures = times;
    }

    @Override
    public synchronized void add(DeadLetter letter) {
        if (failures > 0) {
            failures--;
            throw new UncheckedIOException(new IOException("no space left"));
        }
        letters.put(letter.id(), letter);
    }

    @Override
    public synchronized List<DeadLetter> newest(int limit) {
        return letters.values().stream().limit(limit).toList();
    }

    @Override
    public synchronized long count() {
        return letters.size();
    }
}
