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
 */
public record SafeEvent(byte[] json, UUID uuid, EventKey key, Lane lane, long session) {}
