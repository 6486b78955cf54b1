package dev.sluice.capture;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Addresses that SDKs call, and the one prefix that may stand before them: an {@code api_host} such as
 * {@code https://shop.example.com/ingest} puts its path before every one. What belongs to operators is found at its own address
 * only.
 */
public final class SdkPaths {
    private static final Set<String> SDK = Set.of(
            "e",
            "i",
            "capture",
            "track",
            "engage",
            "batch",
            "s",
            "flags",
            "decide",
            "array",
            "static",
            "api",
            "site_app");
    private static final Set<String> OWN =
            Set.of("health", "metrics", "q", "admin", "console", "tunnel", "webhooks", "v1", "demo");

    private SdkPaths() {}

    /** The path without an unknown first segment, if what follows is an SDK's; null if there is nothing to take off. */
    static @Nullable String withoutPrefix(String path) {
        int second = path.indexOf('/', 1);
        if (second < 0) {
            return null;
        }
        String first = path.substring(1, second);
        if (!mayBePrefix(first)) {
            return null;
        }
        return SDK.contains(segment(path, second + 1)) ? path.substring(second) : null;
    }

    /** Whether a path segment may stand before an SDK's address. */
    public static boolean mayBePrefix(String segment) {
        return !segment.isEmpty() && !SDK.contains(segment) && !OWN.contains(segment);
    }

    /** Whether pages of other origins may read the answers of this path: not what is for operators and backends. */
    static boolean isForPages(String path) {
        String first = segment(path, 1);
        return first.equals("tunnel") || !OWN.contains(first);
    }

    private static String segment(String path, int from) {
        int end = path.indexOf('/', from);
        return path.substring(Math.min(from, path.length()), end < 0 ? path.length() : end);
    }
}
