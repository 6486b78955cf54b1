package dev.sluice.scrub;

import dev.sluice.scrub.policy.Kind;
import dev.sluice.scrub.text.Ascii;
import dev.sluice.scrub.text.Words;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Stable tokens in the place of identifiers: the same value in the same project always gives the same token, and nobody
 * without the key can tell which. A token is a prefix and 28 lower-case letters (131 bits): letters only, so that no
 * detector fires on a token and scrubbing twice changes nothing. Thread-safe; each scrubber keeps its own {@link Cache}.
 */
public final class Pseudonyms {
    private static final int LETTERS = 28;
    private static final int LONGEST = 64;

    private final PseudonymKey key;
    private final Optional<Pseudonyms> previous;
    private final Map<String, SecretKeySpec> keys = new ConcurrentHashMap<>();

    public Pseudonyms(PseudonymKey key) {
        this.key = key;
        previous = Optional.empty();
    }

    /** @param before the key whose tokens the data so far holds; for as long as persons are moved from it to the new one */
    public Pseudonyms(PseudonymKey key, PseudonymKey before) {
        this.key = key;
        previous = Optional.of(new Pseudonyms(before));
    }

    /** Those under the key before, while two keys overlap. */
    Optional<Pseudonyms> previous() {
        return previous;
    }

    /**
     * What tokens are made of, one for each kind. Domain separation: a phone number and an account with the same digits do not
     * join. A token starts with the word of the kind's marker.
     */
    @SuppressWarnings("EnumOrdinal") // Index into an array of this class; the numbers are never stored.
    static final class Domain {
        private static final Domain[] ALL =
                Arrays.stream(Kind.values()).map(Domain::new).toArray(Domain[]::new);

        private final Kind kind;
        private final String prefix;
        /** Goes into the digest: the prefix of the first four, whose tokens were given before there were more. */
        private final String separation;

        private Domain(Kind kind) {
            this.kind = kind;
            prefix = new String(kind.marker(), 1, kind.marker().length - 2, StandardCharsets.US_ASCII) + "_";
            separation = switch (kind) {
                case EMAIL, PHONE, CREDIT_CARD, USERNAME -> prefix;
                // Whichever country it is taken for: under its key and by itself it is the same.
                default -> kind.group() == Kind.Group.NATIONAL_ID ? Kind.NATIONAL_ID.label() : kind.label();
            };
        }

        static Domain of(Kind kind) {
            return ALL[kind.ordinal()];
        }

        private String normalised(byte[] b, int from, int to) {
            return switch (kind) {
                case EMAIL -> Normal.email(b, from, to);
                case PHONE -> Normal.phone(b, from, to);
                case CREDIT_CARD -> Normal.digits(b, from, to);
                case USERNAME -> Normal.name(b, from, to);
                case IP -> Normal.address(b, from, to);
                default ->
                    switch (kind.group()) {
                        case PERSON -> Normal.words(b, from, to);
                        case CREDENTIAL -> new String(b, from, to - from, StandardCharsets.UTF_8);
                        case CONTACT, PAYMENT, NATIONAL_ID, NETWORK, DEVICE, CUSTOM -> Normal.id(b, from, to);
                    };
            };
        }

        private static boolean isPrefix(byte[] b, int from, int to) {
            for (Domain domain : ALL) {
                if (to - from == domain.prefix.length() && Ascii.startsWith(b, from, to, domain.prefix)) {
                    return true;
                }
            }
            return false;
        }
    }

    /** Whether {@code [from, to)} has the form of a token that was given before. */
    static boolean isToken(byte[] b, int from, int to) {
        int letters = to - LETTERS;
        if (letters <= from || b[letters - 1] != '_' || to - from > LONGEST) {
            return false;
        }
        for (int i = letters; i < to; i++) {
            if (b[i] < 'a' || b[i] > 'z') {
                return false;
            }
        }
        return Domain.isPrefix(b, from, letters);
    }

    private Mac mac(String project) {
        return PseudonymKey.mac(keys.computeIfAbsent(project, key::ofProject));
    }

    private static byte[] compute(Mac mac, Domain domain, String normalised) {
        mac.update(domain.separation.getBytes(StandardCharsets.US_ASCII));
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
        private static final int SLOTS = 1024;
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
        /** One for each project; they are expensive to make. */
        private final Map<String, Mac> macs = new HashMap<>();

        Cache(Pseudonyms pseudonyms) {
            this.pseudonyms = pseudonyms;
        }

        /** The token of the identifier {@code [from, to)} in any of its spellings; not to be modified. */
        byte[] token(String project, Domain domain, byte[] b, int from, int to) {
            int slot = Words.hash(b, from, to) & (SLOTS - 1);
            Entry entry = entries[slot];
            if (entry == null || !entry.is(project, domain, b, from, to)) {
                Mac mac = macs.computeIfAbsent(project, pseudonyms::mac);
                byte[] token = compute(mac, domain, domain.normalised(b, from, to));
                entry = new Entry(project, domain, Arrays.copyOfRange(b, from, to), token);
                if (to - from <= LONGEST_KEPT) {
                    entries[slot] = entry;
                }
            }
            return entry.token;
        }
    }
}
