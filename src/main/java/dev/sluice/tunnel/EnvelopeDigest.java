package dev.sluice.tunnel;

import dev.sluice.event.EventKey;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.List;
import java.util.UUID;

/**
 * What makes two arrivals the same envelope: destination, event and items as they stand after the firewall. Not the header: an
 * SDK that sends an envelope again writes another {@code sent_at}. Belongs to one thread.
 */
final class EnvelopeDigest {
    private final MessageDigest digest;
    private final SecureRandom random;

    EnvelopeDigest(SecureRandom random) {
        this.random = random;
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** @param items of the types in {@code kept}, as they will be sent */
    EventKey key(String destination, String eventId, List<byte[]> items, boolean isDistinct) {
        digest.reset();
        digest.update(destination.getBytes(StandardCharsets.UTF_8));
        digest.update((byte) 0);
        digest.update(eventId.getBytes(StandardCharsets.UTF_8));
        digest.update((byte) 0);
        items.forEach(digest::update);
        if (!isDistinct) {
            // Two browsers may count the same losses in the same millisecond.
            byte[] salt = new byte[16];
            random.nextBytes(salt);
            digest.update(salt);
        }
        ByteBuffer bytes = ByteBuffer.wrap(digest.digest());
        return new EventKey(bytes.getLong(), bytes.getLong());
    }

    /** A uuid of version 8 (RFC 9562) that follows from the key. */
    static UUID id(EventKey key) {
        return new UUID(key.high() & ~0xf000L | 0x8000L, key.low() >>> 2 | 1L << 63);
    }
}
