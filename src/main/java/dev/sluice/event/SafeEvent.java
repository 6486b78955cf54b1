package dev.sluice.event;

import java.util.UUID;

/**
 * One event that has passed the firewall and is complete: its uuid and its absolute timestamp are in the bytes and never
 * change again.
 *
 * @param json the event as one JSON object, UTF-8; not to be modified
 * @param uuid the sender's, or the one that was written in
 * @param key the identity for the duplicate check
 * @param lane which upstream request it may share
 * @param session a digest of {@code $session_id} in the {@link Lane#REPLAY} lane, else 0
 * @param name the event's name as it stands in {@code json}: JSON with its quotes
 * @param person a number for project and distinct id: equal for equal ones, spread evenly; not a secret and not an identity
 * @param kinds labels of the kinds of personal data that were found in it, sorted, with commas; empty for none
 */
public record SafeEvent(
        byte[] json, UUID uuid, EventKey key, Lane lane, long session, String name, long person, String kinds) {}
