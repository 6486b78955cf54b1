package dev.sluice.deadletter;

/** How many letters of a project there are for a reason: open ones, and those whose event was sent again. */
public record LetterCount(String project, String reason, long open, long replayed) {
    LetterCount plus(LetterCount other) {
        return new LetterCount(project, reason, open + other.open, replayed + other.replayed);
    }
}
