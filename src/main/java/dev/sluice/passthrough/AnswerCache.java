package dev.sluice.passthrough;

import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Optional;

/**
 * Answers that are the same for everyone, the least recently used going first. Bounded by bytes of bodies, counting a fixed
 * overhead for each entry. Thread-safe.
 */
final class AnswerCache {
    private static final int OVERHEAD = 1024;

    private final long maxBytes;
    private final int maxEntryBytes;
    private final LinkedHashMap<String, Entry> entries = new LinkedHashMap<>(64, 0.75f, true);
    private long bytes;

    AnswerCache(long maxBytes, int maxEntryBytes) {
        this.maxBytes = maxBytes;
        this.maxEntryBytes = maxEntryBytes;
    }

    synchronized Optional<Entry> get(String key) {
        return Optional.ofNullable(entries.get(key));
    }

    /** Keeps the entry, unless it alone is too large; an older one of the same key goes in any case. */
    synchronized void put(String key, Entry entry) {
        remove(key);
        if (entry.size() > maxEntryBytes) {
            return;
        }
        entries.put(key, entry);
        bytes += entry.size();
        Iterator<Entry> eldest = entries.values().iterator();
        while (bytes > maxBytes && eldest.hasNext()) {
            bytes -= eldest.next().size();
            eldest.remove();
        }
    }

    synchronized void remove(String key) {
        Entry old = entries.remove(key);
        if (old != null) {
            bytes -= old.size();
        }
    }

    synchronized long bytes() {
        return bytes;
    }

    /**
     * @param validatedAt when upstream last confirmed the answer
     * @param freshUntil until when it is served without asking again
     */
    record Entry(Answer answer, Instant validatedAt, Instant freshUntil) {
        boolean isFresh(Instant now) {
            return now.isBefore(freshUntil);
        }

        int size() {
            return answer.body().length() + OVERHEAD;
        }
    }
}
