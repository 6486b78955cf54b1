package dev.sluice.event;

/**
 * The identity under which PostHog folds copies of an event, as 128 bits of a cryptographic digest over project, uuid,
 * event name and distinct id, each as it stands after the firewall; or, for events that the configuration calls one by some of
 * their properties, of a keyed digest over project, event name and those. Two different events share a key with a probability
 * below 2^-64 even among billions, so an equal key means the same event.
 */
public record EventKey(long high, long low) {}
