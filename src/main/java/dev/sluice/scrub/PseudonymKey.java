package dev.sluice.scrub;

import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The master key behind pseudonyms, from which every project gets its own (HKDF with SHA-256, RFC 5869), so that the same
 * person has unrelated pseudonyms in two projects. Immutable.
 */
public final class PseudonymKey {
    /** Fewest bytes of a master key. */
    public static final int MIN_BYTES = 16;

    static final String ALGORITHM = "HmacSHA256";
    private static final byte[] SALT = "sluice".getBytes(StandardCharsets.US_ASCII);
    /** Changing this separates all pseudonyms from those given before, for every project. */
    private static final String EPOCH = "0";

    private final byte[] extracted;

    /** @throws IllegalArgumentException if the key is shorter than {@link #MIN_BYTES} */
    public PseudonymKey(byte[] master) {
        if (master.length < MIN_BYTES) {
            throw new IllegalArgumentException(
                    "a pseudonym key takes at least " + MIN_BYTES + " bytes, this one has " + master.length);
        }
        extracted = mac(new SecretKeySpec(SALT, ALGORITHM)).doFinal(master);
    }

    SecretKeySpec ofProject(String project) {
        Mac expand = mac(new SecretKeySpec(extracted, ALGORITHM));
        expand.update(("pii/v1/" + project + "/" + EPOCH).getBytes(StandardCharsets.UTF_8));
        return new SecretKeySpec(expand.doFinal(new byte[] {1}), ALGORITHM);
    }

    static Mac mac(SecretKeySpec key) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return mac;
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            throw new IllegalStateException("every Java platform has HMAC-SHA-256", e);
        }
    }
}
