package dev.sluice.capture;

/**
 * A request was taken: its good events are durable.
 *
 * @param rejected how many events PostHog would have refused; they are dead letters
 */
record Receipt(int stored, int rejected) {}
