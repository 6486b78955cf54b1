package dev.sluice.passthrough;

import io.vertx.core.http.HttpMethod;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What SDKs ask PostHog besides sending events. The list is closed: a path that is not here is not passed on, so the gateway
 * is never an open proxy. Paths: section 1.2 of the wire protocol reference. In a pattern {@code *} stands for one segment
 * and a final {@code **} for one or more.
 */
enum Lookup {
    FLAGS("/flags/", Kind.FLAGS, HttpMethod.POST),
    DECIDE("/decide/", Kind.FLAGS, HttpMethod.POST),
    FLAG_DEFINITIONS("/flags/definitions", Kind.SECRET, HttpMethod.GET),
    LOCAL_EVALUATION("/api/feature_flag/local_evaluation", Kind.SECRET, HttpMethod.GET),
    FLAG_PAYLOAD("/api/projects/@current/feature_flags/*/remote_config", Kind.SECRET, HttpMethod.GET),
    PROMPTS("/api/environments/@current/llm_prompts/**", Kind.SECRET, HttpMethod.GET),
    ARRAY("/array/**", Kind.ASSET, HttpMethod.GET),
    STATIC("/static/**", Kind.ASSET, HttpMethod.GET),
    SURVEYS("/api/surveys/", Kind.SHARED, HttpMethod.GET),
    EARLY_ACCESS_FEATURES("/api/early_access_features/", Kind.SHARED, HttpMethod.GET),
    WEB_EXPERIMENTS("/api/web_experiments/", Kind.SHARED, HttpMethod.GET),
    PRODUCT_TOURS("/api/product_tours/", Kind.SHARED, HttpMethod.GET),
    SITE_APP("/site_app/**", Kind.SHARED, HttpMethod.GET),
    PUSH_SUBSCRIPTIONS("/api/push_subscriptions/", Kind.PERSONAL, HttpMethod.POST, HttpMethod.DELETE),
    CONVERSATIONS("/api/conversations/v1/widget/**", Kind.PERSONAL, HttpMethod.GET, HttpMethod.POST);

    /** How a lookup is treated on its way. */
    enum Kind {
        /** The visitor's flags: the body goes through the firewall, the answer belongs to one visitor. */
        FLAGS,
        /** A backend reads with its secret key; the answer belongs to it. */
        SECRET,
        /** The same answer for everyone, from the ingestion host. */
        SHARED,
        /** The same answer for everyone, from the assets host. */
        ASSET,
        /** Something a visitor typed or registered: the body goes through the firewall. */
        PERSONAL;

        boolean isCacheable() {
            return this == SHARED || this == ASSET;
        }
    }

    private static final int LONGEST_PATH = 512;

    private final String path;

    // Neither is ever handed out or changed.
    @SuppressWarnings("ImmutableEnumChecker")
    private final String[] pattern;

    private final Kind kind;

    @SuppressWarnings("ImmutableEnumChecker")
    private final Set<HttpMethod> methods;

    Lookup(String path, Kind kind, HttpMethod... methods) {
        this.path = path;
        this.pattern = segments(path);
        this.kind = kind;
        this.methods = Set.of(methods);
    }

    Kind kind() {
        return kind;
    }

    boolean takes(HttpMethod method) {
        return methods.contains(method);
    }

    /** For the {@code Allow} header. */
    String allowed() {
        return methods.stream().map(HttpMethod::name).sorted().collect(Collectors.joining(", ")) + ", OPTIONS";
    }

    /** SDKs give up on flags after 3 s (section 18); on the rest they are patient. */
    Duration timeout() {
        return kind == Kind.FLAGS ? Duration.ofSeconds(3) : Duration.ofSeconds(10);
    }

    /** How long an answer is kept that does not say so itself. */
    Duration defaultFreshness() {
        return this == STATIC ? Duration.ofMinutes(10) : Duration.ofMinutes(1);
    }

    /** Whether a sender chooses a part of the path, which then has to pass the firewall. */
    boolean hasFreeText() {
        return (kind == Kind.SECRET || kind == Kind.PERSONAL) && path.indexOf('*') >= 0;
    }

    /**
     * The lookup that a raw request path asks for, with or without a trailing slash; empty for any other path and for one
     * that could be read differently upstream: empty and dot segments, encoded slashes and dots, anything but ASCII.
     */
    static Optional<Lookup> of(String rawPath) {
        if (rawPath.length() > LONGEST_PATH || rawPath.isEmpty() || rawPath.charAt(0) != '/') {
            return Optional.empty();
        }
        String[] segments = segments(rawPath);
        for (Lookup lookup : values()) {
            if (lookup.matches(segments)) {
                return Optional.of(lookup);
            }
        }
        return Optional.empty();
    }

    /** The path to ask PostHog for: the documented form where there is only one, so that it never answers with a redirect. */
    String upstreamPath(String rawPath) {
        return path.indexOf('*') < 0 ? path : rawPath;
    }

    private boolean matches(String[] segments) {
        boolean open = pattern[pattern.length - 1].equals("**");
        if (open ? segments.length < pattern.length : segments.length != pattern.length) {
            return false;
        }
        for (int i = 0; i < segments.length; i++) {
            String expected = pattern[Math.min(i, pattern.length - 1)];
            boolean free = expected.charAt(0) == '*';
            if (free ? !isPlain(segments[i]) : !expected.equals(segments[i])) {
                return false;
            }
        }
        return true;
    }

    private static String[] segments(String path) {
        int end = path.length() > 1 && path.endsWith("/") ? path.length() - 1 : path.length();
        return path.substring(1, end).split("/", -1);
    }

    private static boolean isPlain(String segment) {
        if (segment.isEmpty() || segment.equals(".") || segment.equals("..")) {
            return false;
        }
        for (int i = 0; i < segment.length(); i++) {
            char c = segment.charAt(i);
            if (c == '%') {
                if (!isHarmlessEscape(segment, i)) {
                    return false;
                }
                i += 2;
            } else if (!isUnreserved(c)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isUnreserved(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || "-._~@".indexOf(c) >= 0;
    }

    // A server that decodes twice, or before it splits, must still see the same segments.
    private static boolean isHarmlessEscape(String segment, int at) {
        if (at + 2 >= segment.length()) {
            return false;
        }
        int high = Character.digit(segment.charAt(at + 1), 16);
        int low = Character.digit(segment.charAt(at + 2), 16);
        int decoded = high * 16 + low;
        return high >= 0 && low >= 0 && decoded >= ' ' && decoded < 0x7f && "/\\.%?#;".indexOf(decoded) < 0;
    }
}
