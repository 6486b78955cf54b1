package dev.sluice.scrub;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.crypto.spec.SecretKeySpec;

/**
 * Stable tokens in the place of identifiers: the same value in the same project always gives the same token, and nobody
 * without the key can tell which. A token is a prefix and 28 lower-case letters (131 bits): letters only, so that no
 * detector fires on a token and scrubbing twice changes nothing. Thread-safe; each scrubber keeps its own {@link Cache}.
 */
public final class Pseudonyms {
    private static final int LETTERS = 28;

    private final PseudonymKey key;
    private final Map<String, SecretKeySpec> keys = new ConcurrentHashMap<>();

    public Pseudonyms(PseudonymKey key) {
        this.key = key;
    }

    /** What tokens are made of. Domain separation: a phone number and an account with the same digits do not join. */
    enum Domain {
        EMAIL("email_"),
        PHONE("phone_"),
        CARD("card_"),
        USERNAME("user_");

        private final String prefix;

        Domain(String prefix) {
            this.prefix = prefix;
        }

        private static boolean isToken(byte[] b, int from, int to) {
            for (Domain domain : values()) {
                int letters = from + domain.prefix.length();
                if (to - letters == LETTERS && Ascii.startsWith(b, from, to, domain.prefix)) {
                    return true;
                }
            }
            return false;
        }
    }

    /** Whether {@code [from, to)} has the form of a token that was given before. */
    static boolean isToken(byte[] b, int from, int to) {
        return Domain.isToken(b, from, to);
    }

    private byte[] compute(String project, Domain domain, String normalised) {
        var mac = PseudonymKey.mac(keys.computeIfAbsent(project, key::ofProject));
        mac.update(domain.prefix.getBytes(StandardCharsets.US_ASCII));
        mac.update((byte) 0);
        byte[] digest = mac.doFinal(normalised.getBytes(StandardCharsets.UTF_8));
        byte[] token = (domain.prefix + "a".repeat(LETTERS)).getBytes(StandardCharsets.US_ASCII);
        for (int i = 0; i < LETTERS; i++) {
            token[domain.prefix.length() + i] = (byte) ('a' + (digest[i] & 0xff) % 26);
        }
        return token;
    }

    /** The tokens given last, for one thread: most events of a session repeat one identity. */
    static final class Cache {
        private static final int SLOTS = 256;

        private record Entry(String project, Domain domain, String normalised, byte[] token) {}

        private final Pseudonyms pseudonyms;
        private final Entry[] entries = new Entry[SLOTS];

        Cache(Pseudonyms pseudonyms) {
            this.pseudonyms = pseudonyms;
        }

        /** The token, not to be modified. */
        @SuppressWarnings("NullAway") // An array of records starts out empty.
        byte[] token(String project, Domain domain, String normalised) {
            int hash = normalised.hashCode();
            int slot = (hash ^ hash >>> 16) & SLOTS - 1;
            Entry entry = entries[slot];
            if (entry == null
                    || entry.domain != domain
                    || !entry.normalised.equals(normalised)
                    || !entry.project.equals(project)) {
                entry = new Entry(project, domain, normalised, pseudonyms.compute(project, domain, normalised));
                entries[slot] = entry;
            }
            return entry.token;
        }
    }
}
