package dev.sluice.tunnel;

/**
 * The address that Sentry's browser SDK makes of its DSN when it is told {@code tunnel: true}: FNV-1a of 32 bits over the DSN
 * without its secret, in base 36. Source: {@code @sentry/core}, {@code utils/tunnel.js}, version 11.
 */
final class DerivedPath {
    private static final int OFFSET_BASIS = 0x811c9dc5;
    private static final int PRIME = 0x01000193;

    private DerivedPath() {}

    /** The path's one segment, without slashes. */
    static String of(String dsnWithoutSecret) {
        int hash = OFFSET_BASIS;
        for (int i = 0; i < dsnWithoutSecret.length(); i++) {
            hash = (hash ^ dsnWithoutSecret.charAt(i)) * PRIME;
        }
        return Integer.toUnsignedString(hash, 36);
    }
}
