package dev.sluice.admin;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/** The secret of {@code SLUICE_ADMIN_TOKEN}, kept as its digest only. Thread-safe. */
final class AdminToken {
    private static final String SCHEME = "Bearer ";
    private static final int FINGERPRINT_BYTES = 4;

    private final Optional<byte[]> digest;

    AdminToken(Optional<String> token) {
        digest = token.filter(text -> !text.isEmpty()).map(AdminToken::digest);
    }

    boolean isSet() {
        return digest.isPresent();
    }

    /** Whether the header {@code Authorization} holds the token; takes as long for any wrong one. */
    boolean isIn(Optional<String> authorization) {
        byte[] given = digest(authorization
                .filter(header -> header.regionMatches(true, 0, SCHEME, 0, SCHEME.length()))
                .map(header -> header.substring(SCHEME.length()).strip())
                .orElse(""));
        return digest.map(expected -> MessageDigest.isEqual(expected, given)).orElse(false);
    }

    /** Stands for whoever has the token; changes with it and tells nothing about it. */
    String holder() {
        return digest.map(bytes -> "admin:" + HexFormat.of().formatHex(bytes, 0, FINGERPRINT_BYTES))
                .orElse("nobody");
    }

    private static byte[] digest(String token) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
