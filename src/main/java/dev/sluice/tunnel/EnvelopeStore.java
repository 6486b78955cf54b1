package dev.sluice.tunnel;

import java.util.concurrent.CompletionStage;

/** Where envelopes wait for their way to Sentry. Thread-safe. */
public interface EnvelopeStore {
    /**
     * Completes when the envelope is as safe as events are; exceptionally with a {@code SpoolUnavailableException} when it
     * cannot be stored, also when the store is full. Does not wait on the calling thread.
     */
    CompletionStage<Void> append(SafeEnvelope envelope);

    /** What Sentry does not want for the moment. */
    LimitsInForce limits(Destination destination);
}
