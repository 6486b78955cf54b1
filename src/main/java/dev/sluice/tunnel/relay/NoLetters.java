package dev.sluice.tunnel.relay;

import dev.sluice.deadletter.DeadLetter;
import dev.sluice.deadletter.DeadLetters;
import java.util.List;

/** Envelopes that Sentry refuses are kept nowhere: {@link SentryUpstream} never calls one refused, so nothing comes here. */
final class NoLetters implements DeadLetters {
    @Override
    public void add(DeadLetter letter) {}

    @Override
    public List<DeadLetter> newest(int limit) {
        return List.of();
    }

    @Override
    public long count() {
        return 0;
    }
}
