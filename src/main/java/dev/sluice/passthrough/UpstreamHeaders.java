package dev.sluice.passthrough;

import io.vertx.core.MultiMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which headers cross the gateway. Both ways by allow-list: never a cookie, the visitor's {@code Authorization},
 * {@code Referer}, {@code Origin} or a forwarding header.
 */
final class UpstreamHeaders {
    private static final List<String> OF_A_LOOKUP = List.of(
            "accept",
            "accept-language",
            "user-agent",
            "if-none-match",
            "if-modified-since",
            "x-conversations-token",
            "x-posthog-project-api-key");
    private static final List<String> OF_AN_ANSWER =
            List.of("content-type", "content-encoding", "cache-control", "etag", "last-modified", "retry-after");
    private static final int LONGEST_SECRET = 256;

    private UpstreamHeaders() {}

    /** Headers for a lookup that belongs to one sender. */
    static Map<String, String> personal(Lookup lookup, MultiMap sent) {
        Map<String, String> passed = new HashMap<>();
        copy(OF_A_LOOKUP, sent, passed);
        passed.put("accept-encoding", acceptsGzip(sent) ? "gzip" : "identity");
        if (lookup.kind() == Lookup.Kind.SECRET) {
            backendSecret(sent).ifPresent(bearer -> passed.put("authorization", bearer));
        }
        return passed;
    }

    /** Headers for a lookup whose answer is shared: nothing of the visitor who happened to ask first. */
    static Map<String, String> shared(String encoding, Optional<String> etag) {
        Map<String, String> passed = new HashMap<>();
        passed.put("accept", "*/*");
        passed.put("accept-encoding", encoding);
        etag.ifPresent(tag -> passed.put("if-none-match", tag));
        return passed;
    }

    static Map<String, String> ofAnswer(MultiMap answered) {
        Map<String, String> passed = new HashMap<>();
        copy(OF_AN_ANSWER, answered, passed);
        return passed;
    }

    /** Whether the client can read a gzip body (RFC 9110, section 12.5.3, as far as clients use it). */
    static boolean acceptsGzip(MultiMap sent) {
        String accepted = sent.get("accept-encoding");
        if (accepted == null) {
            return false;
        }
        for (String part : accepted.split(",", -1)) {
            String[] coding = part.strip().split(";", 2);
            if (coding[0].strip().equalsIgnoreCase("gzip")) {
                return coding.length == 1 || !isZero(coding[1].strip());
            }
        }
        return false;
    }

    // A browser has no business with a secret key: a request that shows an origin or a cookie comes from one.
    private static Optional<String> backendSecret(MultiMap sent) {
        String authorization = sent.get("authorization");
        if (authorization == null || sent.contains("origin") || sent.contains("cookie")) {
            return Optional.empty();
        }
        boolean secret = authorization.startsWith("Bearer phx_") || authorization.startsWith("Bearer phs_");
        return secret && authorization.length() <= LONGEST_SECRET ? Optional.of(authorization) : Optional.empty();
    }

    private static boolean isZero(String weight) {
        return weight.equals("q=0") || weight.equals("q=0.0") || weight.equals("q=0.00") || weight.equals("q=0.000");
    }

    private static void copy(List<String> names, MultiMap from, Map<String, String> to) {
        for (String name : names) {
            String value = from.get(name);
            if (value != null) {
                to.put(name, value);
            }
        }
    }
}
