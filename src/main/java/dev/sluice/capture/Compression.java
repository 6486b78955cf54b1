package dev.sluice.capture;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a sender may say about its body. Names: reference of the wire protocol, section 2.2, and RFC 9110, 8.4.1. */
enum Compression {
    NONE,
    GZIP,
    DEFLATE,
    LZ64,
    BASE64,
    /** Known, but there is no decoder for it here: br and zstd. */
    UNSUPPORTED;

    /** An unknown name is no hint at all, as at PostHog: never an error. */
    static Compression named(@Nullable String name) {
        if (name == null) {
            return NONE;
        }
        return switch (name.strip().toLowerCase(Locale.ROOT)) {
            case "gzip", "gzip-js", "x-gzip" -> GZIP;
            case "deflate" -> DEFLATE;
            case "lz64", "lz-string" -> LZ64;
            case "base64", "b64" -> BASE64;
            case "br", "zstd" -> UNSUPPORTED;
            default -> NONE;
        };
    }
}
