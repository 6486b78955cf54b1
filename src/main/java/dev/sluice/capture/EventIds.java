package dev.sluice.capture;

import dev.sluice.event.EventKey;
import dev.sluice.project.SameEvents;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.SplittableRandom;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** Makes uuids and identities. Belongs to one thread. */
final class EventIds {
    private static final long FNV_OFFSET = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;

    private final Mac mac;
    private final MessageDigest sha256;
    private final SplittableRandom random;
    private final byte[] uuidText = new byte[36];

    /** @param seed from a secure source, different for each instance */
    EventIds(ContentKey key, long seed) {
        try {
            mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key.bytes(), "HmacSHA256"));
            sha256 = MessageDigest.getInstance("SHA-256");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
        random = new SplittableRandom(seed);
    }

    /** A uuid that follows from the bytes alone, version 8 (RFC 9562): copies of one event get the same. */
    UUID derived(String project, byte[] document, int from, int to) {
        return derived(project, "", document, from, to);
    }

    /** The same for something else that is made of the event, named by its purpose. */
    UUID derived(String project, String purpose, byte[] document, int from, int to) {
        mac.update(purpose.getBytes(StandardCharsets.UTF_8));
        mac.update((byte) 0);
        mac.update(project.getBytes(StandardCharsets.UTF_8));
        mac.update((byte) 0);
        mac.update(document, from, to - from);
        byte[] digest = mac.doFinal();
        return uuid(8, longAt(digest, 0), longAt(digest, 8));
    }

    /** A new uuid, version 7 (RFC 9562). Unique, not secret: it needs no secure random numbers. */
    UUID fresh(long nowMillis) {
        return uuid(7, nowMillis << 16 | random.nextInt(1 << 12), random.nextLong());
    }

    /**
     * The identity of an event.
     *
     * @param name the event's name as it stands after the firewall, as JSON; likewise the distinct id
     */
    EventKey key(String project, UUID uuid, byte[] name, int nameTo, byte[] distinctId, int distinctIdTo) {
        byte[] projectBytes = project.getBytes(StandardCharsets.UTF_8);
        update(projectBytes, projectBytes.length);
        UuidText.write(uuid, uuidText, 0);
        update(uuidText, uuidText.length);
        update(name, nameTo);
        update(distinctId, distinctIdTo);
        byte[] digest = sha256.digest();
        return new EventKey(longAt(digest, 0), longAt(digest, 8));
    }

    /**
     * The identity of all events that a rule calls one; nobody without the content key can tell of which values it is.
     *
     * @param values of its properties, in its order
     */
    EventKey sharedKey(String project, SameEvents rule, @Nullable String[] values) {
        feedMac("events that are one");
        feedMac(project);
        feedMac(rule.event());
        for (int i = 0; i < values.length; i++) {
            feedMac(rule.by().get(i));
            feedMac(String.valueOf(values[i]));
        }
        byte[] digest = mac.doFinal();
        return new EventKey(longAt(digest, 0), longAt(digest, 8));
    }

    private void feedMac(String part) {
        byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
        for (int shift = 24; shift >= 0; shift -= 8) {
            mac.update((byte) (bytes.length >> shift));
        }
        mac.update(bytes);
    }

    /**
     * A number for a person of a project: FNV-1a over both, mixed at the end so that its low bits are as good as its high ones.
     *
     * @param distinctId as it stands after the firewall, as JSON
     */
    long person(String project, byte[] distinctId, int distinctIdTo) {
        long hash = project.hashCode() ^ FNV_OFFSET;
        for (int i = 0; i < distinctIdTo; i++) {
            hash = (hash ^ (distinctId[i] & 0xff)) * FNV_PRIME;
        }
        hash = (hash ^ hash >>> 32) * FNV_PRIME;
        return hash ^ hash >>> 29;
    }

    /** A number for a session, never 0. */
    long session(byte[] document, int from, int to) {
        sha256.update(document, from, to - from);
        long digest = longAt(sha256.digest(), 0);
        return digest == 0 ? 1 : digest;
    }

    private void update(byte[] part, int length) {
        for (int shift = 24; shift >= 0; shift -= 8) {
            sha256.update((byte) (length >> shift));
        }
        sha256.update(part, 0, length);
    }

    private static UUID uuid(int version, long high, long low) {
        long versioned = high & ~0xf000L | (long) version << 12;
        return new UUID(versioned, low & 0x3fffffffffffffffL | 0x8000000000000000L);
    }

    private static long longAt(byte[] bytes, int at) {
        long value = 0;
        for (int i = at; i < at + 8; i++) {
            value = value << 8 | (bytes[i] & 0xff);
        }
        return value;
    }
}
