package dev.sluice.scrub;

import dev.sluice.scrub.text.Ascii;
import dev.sluice.scrub.text.Words;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

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
        USERNAME("user_"),
        NATIONAL_ID("id_");

        private final String prefix;

        private String normalised(byte[] b, int from, int to) {
            return switch (this) {
                case EMAIL -> Normal.email(b, from, to);
                case PHONE -> Normal.phone(b, from, to);
                case CARD -> Normal.digits(b, from, to);
                case USERNAME -> Normal.name(b, from, to);
                case NATIONAL_ID -> Normal.code(b, from, to);
            };
        }

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
        private static final int LONGEST_KEPT = 512;

        @SuppressWarnings("ArrayRecordComponent") // Never compared as a whole.
        private record Entry(String project, Domain domain, byte[] spelling, byte[] token) {
            private boolean is(String project, Domain domain, byte[] b, int from, int to) {
                return this.domain == domain
                        && Arrays.equals(spelling, 0, spelling.length, b, from, to)
                        && this.project.equals(project);
            }
        }

        private final Pseudonyms pseudonyms;
        private final @Nullable Entry[] entries = new Entry[SLOTS];

        Cache(Pseudonyms pseudonyms) {
            this.pseudonyms = pseudonyms;
        }

        /** The token of the identifier {@code [from, to)} in any of its spellings; not to be modified. */
        byte[] token(String project, Domain domain, byte[] b, int from, int to) {
            int slot = Words.hash(b, from, to) & (SLOTS - 1);
            Entry entry = entries[slot];
            if (entry == null || !entry.is(project, domain, b, from, to)) {
                byte[] token = pseudonyms.compute(project, domain, domain.normalised(b, from, to));
                entry = new Entry(project, domain, Arrays.copyOfRange(b, from, to), token);
                if (to - from <= LONGEST_KEPT) {
                    entries[slot] = entry;
                }
            }
            return entry.token;
        }
    }
}
