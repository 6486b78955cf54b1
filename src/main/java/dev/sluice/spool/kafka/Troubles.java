package dev.sluice.spool.kafka;

import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

/** Kafka's failures in words that hold nothing of a record. */
final class Troubles {
    private Troubles() {}

    /** The kind of the failure; its message may quote what was sent. */
    static String name(Throwable failure) {
        boolean isWrapped = failure instanceof ExecutionException || failure instanceof CompletionException;
        Throwable cause = failure.getCause();
        return (isWrapped && cause != null ? cause : failure).getClass().getSimpleName();
    }
}
