package dev.sluice.deadletter;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * What people do with letters. Every change is durable on return. All of it waits for a disk or a database, and throws
 * {@link java.io.UncheckedIOException} where that does not answer; nothing is changed then.
 */
public interface DeadLetterOffice {

    /**
     * Letters that the filter accepts, the newest first.
     *
     * @param after where to go on
     * @param limit how many at most
     */
    LetterPage find(LetterFilter filter, Optional<LetterCursor> after, int limit);

    Optional<FiledLetter> letter(UUID id);

    /** By project and reason, in that order. */
    List<LetterCount> counts();

    /**
     * Replaces the event of a letter, which is open then.
     *
     * @param event scrubbed
     * @return false if there is no such letter
     */
    boolean edit(UUID id, String event, Instant at);

    /**
     * Notes that the event of a letter was sent again.
     *
     * @return false if there is no such letter
     */
    boolean markReplayed(UUID id, Instant at);

    /** Removes letters for good and returns how many of them there were. */
    int delete(Collection<UUID> ids);
}
