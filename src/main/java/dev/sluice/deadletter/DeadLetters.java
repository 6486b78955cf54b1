package dev.sluice.deadletter;

import java.util.List;

/** Where events go that cannot be delivered: on durable storage, for people to look at and send again. */
public interface DeadLetters {

    /**
     * Keeps the letter; on return it is durable. Adding the same id twice keeps one.
     *
     * @throws java.io.UncheckedIOException if it cannot be kept; the caller must not let go of the event then
     */
    void add(DeadLetter letter);

    /** The newest letters first, at most {@code limit}. */
    List<DeadLetter> newest(int limit);

    long count();
}
