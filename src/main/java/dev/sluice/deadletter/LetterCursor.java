package dev.sluice.deadletter;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.Optional;
import java.util.UUID;

/**
 * A place in the list of letters, the newest first: behind the letter of that time and id. What is added later stands
 * before it, so going on from a cursor neither repeats nor skips a letter.
 */
public record LetterCursor(Instant at, UUID id) {
    /** By the text of the id: that is Postgres' order of uuids, and {@link UUID#compareTo} is another. */
    static final Comparator<LetterCursor> ORDER = Comparator.comparing(LetterCursor::at)
            .reversed()
            .thenComparing(cursor -> cursor.id().toString());

    public static LetterCursor of(FiledLetter filed) {
        return new LetterCursor(filed.letter().at(), filed.letter().id());
    }

    boolean isBefore(FiledLetter filed) {
        return ORDER.compare(this, of(filed)) < 0;
    }

    /** As it stands in an address. */
    public String text() {
        return ChronoUnit.MICROS.between(Instant.EPOCH, at) + "_" + id;
    }

    /** Empty if the text is no cursor. */
    public static Optional<LetterCursor> parse(String text) {
        int border = text.indexOf('_');
        try {
            Instant at = Instant.EPOCH.plus(Long.parseLong(text.substring(0, Math.max(0, border))), ChronoUnit.MICROS);
            return Optional.of(new LetterCursor(at, UUID.fromString(text.substring(border + 1))));
        } catch (IllegalArgumentException | DateTimeException | ArithmeticException e) {
            return Optional.empty();
        }
    }
}
