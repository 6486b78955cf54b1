package dev.sluice.deadletter;

import java.util.List;
import java.util.Optional;

/**
 * A part of the list of letters.
 *
 * @param isComplete false while Postgres is away: then letters that are only there are missing
 * @param next where the list goes on; empty at its end
 */
public record LetterPage(List<FiledLetter> letters, boolean isComplete, Optional<LetterCursor> next) {
    public LetterPage {
        letters = List.copyOf(letters);
    }

    /** @param found in order, one more than {@code limit} if the list goes on */
    static LetterPage of(List<FiledLetter> found, int limit, boolean isComplete) {
        if (found.size() <= limit) {
            return new LetterPage(found, isComplete, Optional.empty());
        }
        List<FiledLetter> shown = found.subList(0, limit);
        return new LetterPage(shown, isComplete, Optional.of(LetterCursor.of(shown.getLast())));
    }
}
