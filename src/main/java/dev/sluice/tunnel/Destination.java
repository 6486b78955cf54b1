package dev.sluice.tunnel;

import dev.sluice.config.SentryDsn;

/**
 * A project of Sentry that envelopes are relayed to.
 *
 * @param name what it is called on disk and on metrics; the same at every start. Letters, digits, {@code -} and {@code _},
 *     at most 64
 * @param dsn the configured one: every address that the tunnel contacts is made of it
 * @param project whose policy and pseudonyms hold for its envelopes: the name of a project of PostHog
 */
public record Destination(String name, SentryDsn dsn, String project) {
    /** Where its envelopes go. */
    public String envelopeAddress() {
        return dsn.base() + "/api/" + dsn.project() + "/envelope/";
    }

    @Override
    public String toString() {
        return "Destination[" + name + "]";
    }
}
