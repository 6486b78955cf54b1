package dev.sluice.scrub.detect;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/**
 * Addresses in base 58 that carry a checksum: Bitcoin's (a version, 20 bytes, four bytes of a double SHA-256), which Litecoin,
 * Dogecoin, Dash and Tron have taken over, and Monero's (blocks of eight bytes, Keccak). Belongs to one thread.
 */
final class Base58 {
    private static final int CHECKSUM = 4;
    private static final int PAYLOAD = 21;
    private static final int BLOCK = 11;
    private static final int BLOCK_BYTES = 8;
    private static final int LAST_BLOCK = 7;
    private static final int LAST_BLOCK_BYTES = 5;
    private static final int MONERO_BYTES = 69;
    private static final int MONERO_INTEGRATED_BYTES = 77;
    private static final byte[] VALUES = new byte[128];

    static {
        Arrays.fill(VALUES, (byte) -1);
        byte[] alphabet =
                "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz".getBytes(StandardCharsets.US_ASCII);
        for (int i = 0; i < alphabet.length; i++) {
            VALUES[alphabet[i]] = (byte) i;
        }
    }

    private final MessageDigest sha;
    private final Keccak keccak = new Keccak();
    private final byte[] decoded = new byte[MONERO_INTEGRATED_BYTES];

    Base58() {
        try {
            sha = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** Whether {@code [from, to)} is written in this alphabet. */
    static boolean isWritten(byte[] b, int from, int to) {
        for (int i = from; i < to; i++) {
            if (b[i] < 0 || VALUES[b[i]] < 0) {
                return false;
            }
        }
        return true;
    }

    /** Whether the characters of {@code [from, to)} are an address of 21 bytes and its checksum. */
    boolean isBitcoin(byte[] b, int from, int to) {
        int size = PAYLOAD + CHECKSUM;
        if (!decode(b, from, to, 0, size)) {
            return false;
        }
        sha.update(decoded, 0, PAYLOAD);
        byte[] hash = sha.digest(sha.digest());
        return Arrays.equals(hash, 0, CHECKSUM, decoded, PAYLOAD, size);
    }

    /** Whether they are an address of Monero: 95 characters, or 106 with a payment's identifier inside. */
    boolean isMonero(byte[] b, int from, int to) {
        int blocks = (to - from) / BLOCK;
        int size = blocks * BLOCK_BYTES + LAST_BLOCK_BYTES;
        if ((to - from) % BLOCK != LAST_BLOCK || (size != MONERO_BYTES && size != MONERO_INTEGRATED_BYTES)) {
            return false;
        }
        for (int block = 0; block < blocks; block++) {
            int start = from + block * BLOCK;
            if (!decode(b, start, start + BLOCK, block * BLOCK_BYTES, BLOCK_BYTES)) {
                return false;
            }
        }
        if (!decode(b, to - LAST_BLOCK, to, blocks * BLOCK_BYTES, LAST_BLOCK_BYTES)) {
            return false;
        }
        keccak.hash(decoded, size - CHECKSUM);
        for (int i = 0; i < CHECKSUM; i++) {
            if (keccak.at(i) != (decoded[size - CHECKSUM + i] & 0xff)) {
                return false;
            }
        }
        return true;
    }

    /** Decodes a number of so many bytes; false if it is larger. */
    private boolean decode(byte[] b, int from, int to, int offset, int size) {
        Arrays.fill(decoded, offset, offset + size, (byte) 0);
        for (int i = from; i < to; i++) {
            int carry = VALUES[b[i]];
            for (int j = offset + size - 1; j >= offset; j--) {
                carry += (decoded[j] & 0xff) * 58;
                decoded[j] = (byte) carry;
                carry >>>= 8;
            }
            if (carry != 0) {
                return false;
            }
        }
        return true;
    }
}
