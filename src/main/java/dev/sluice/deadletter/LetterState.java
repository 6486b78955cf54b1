package dev.sluice.deadletter;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * What people did with a letter so far.
 *
 * @param replays how often its event was sent again
 * @param replayedAt when that was last; empty for an open letter
 * @param edits how often its event was replaced
 * @param editedAt when that was last
 * @param edited the event that replaced the first one, scrubbed
 */
public record LetterState(
        int replays, Optional<Instant> replayedAt, int edits, Optional<Instant> editedAt, Optional<String> edited) {
    /** Nobody has touched it. */
    public static final LetterState UNTOUCHED =
            new LetterState(0, Optional.empty(), 0, Optional.empty(), Optional.empty());

    public LetterState {
        replayedAt = replayedAt.map(at -> at.truncatedTo(ChronoUnit.MICROS));
        editedAt = editedAt.map(at -> at.truncatedTo(ChronoUnit.MICROS));
        edited = edited.map(StorableText::of);
    }

    LetterState replayed(Instant at) {
        return new LetterState(replays + 1, Optional.of(at), edits, editedAt, edited);
    }

    /** An event that was changed after it was sent is open again: nobody has sent it as it is now. */
    LetterState edited(String event, Instant at) {
        return new LetterState(replays, Optional.empty(), edits + 1, Optional.of(at), Optional.of(event));
    }

    public boolean isOpen() {
        return replayedAt.isEmpty();
    }
}
