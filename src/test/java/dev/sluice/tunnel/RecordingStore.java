package dev.sluice.tunnel;

import dev.sluice.spool.SpoolUnavailableException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;

/** Keeps envelopes in memory, or says that it cannot. */
final class RecordingStore implements EnvelopeStore {
    private final List<SafeEnvelope> stored = new CopyOnWriteArrayList<>();
    private volatile LimitsInForce limits = LimitsInForce.NONE;
    private volatile boolean isFull;

    @Override
    public CompletionStage<Void> append(SafeEnvelope envelope) {
        if (isFull) {
            return CompletableFuture.failedStage(new SpoolUnavailableException("full"));
        }
        stored.add(envelope);
        return CompletableFuture.completedStage(null);
    }

    @Override
    public LimitsInForce limits(Destination destination) {
        return limits;
    }

    List<SafeEnvelope> stored() {
        return stored;
    }

    SafeEnvelope only() {
        if (stored.size() != 1) {
            throw new AssertionError(stored.size() + " envelopes are stored");
        }
        return stored.getFirst();
    }

    void reset() {
        stored.clear();
        limits = LimitsInForce.NONE;
        isFull = false;
    }

    void limit(String header, int retryAfterSeconds, String... categories) {
        limits = new LimitsInForce() {
            @Override
            public boolean isLimited(String category) {
                return List.of(categories).contains(category);
            }

            @Override
            public String header() {
                return header;
            }

            @Override
            public int retryAfterSeconds() {
                return retryAfterSeconds;
            }
        };
    }

    void fill() {
        isFull = true;
    }
}
