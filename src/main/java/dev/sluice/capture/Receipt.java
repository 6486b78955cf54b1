package dev.sluice.capture;

import org.jspecify.annotations.Nullable;

/**
 * A request was taken: its good events are durable.
 *
 * @param rejected how many events PostHog would have refused; they are dead letters
 * @param unfinished events that the firewall did not finish; null if there are none
 */
record Receipt(int stored, int rejected, @Nullable WithheldEvents unfinished) {
    Receipt(int stored, int rejected) {
        this(stored, rejected, null);
    }
}
