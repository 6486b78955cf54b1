package dev.sluice.scrub;

import dev.sluice.json.JsonSkip;
import dev.sluice.json.MalformedJsonException;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/** What a JSON document looks like, by the keys at its top. */
enum DocumentShape {
    POSTHOG_EVENT(Place.EVENT),
    POSTHOG_REQUEST(Place.DOCUMENT),
    SENTRY_ITEM(Place.SENTRY),
    SENTRY_REPORT(Place.SENTRY_FEEDBACK),
    SENTRY_HEADER(Place.SENTRY_HEADER),
    OTLP(Place.OTLP),
    OTHER(Place.ELSEWHERE);

    private static final int MAX_KEY = 32;

    private static final Set<String> EVENT_MARKS =
            Set.of("properties", "distinct_id", "$distinct_id", "$set", "$set_once", "token", "api_key");
    private static final Set<String> REQUEST_MARKS =
            Set.of("distinct_id", "$anon_distinct_id", "person_properties", "flag_keys_to_evaluate");
    private static final Set<String> SENTRY_MARKS = Set.of(
            "event_id",
            "exception",
            "breadcrumbs",
            "contexts",
            "logentry",
            "debug_meta",
            "replay_id",
            "check_in_id",
            "profiler_id",
            "span_id",
            "discarded_events",
            "aggregates",
            "ingest_settings",
            "trace_id");
    /** Two of these: what sessions, spans and small events say of themselves. */
    private static final Set<String> SENTRY_HINTS = Set.of(
            "platform",
            "release",
            "environment",
            "level",
            "sdk",
            "transaction",
            "request",
            "user",
            "message",
            "tags",
            "extra",
            "sid",
            "did",
            "attrs",
            "start_timestamp",
            "server_name",
            "logger",
            "threads",
            "spans");

    private final Place place;

    DocumentShape(Place place) {
        this.place = place;
    }

    Place place() {
        return place;
    }

    /** Looks at the keys at the top of an object, or of the first one in a list. */
    static DocumentShape of(byte[] document, int from, int to) throws MalformedJsonException {
        return of(document, from, to, false);
    }

    /** @param inside whether the document is a part of another, which is as deep as this looks */
    private static DocumentShape of(byte[] document, int from, int to, boolean inside) throws MalformedJsonException {
        int start = JsonSkip.space(document, from, to);
        if (start < to && document[start] == '[') {
            start = JsonSkip.space(document, start + 1, to);
        }
        return start < to && document[start] == '{' ? ofObject(document, start, to, inside) : OTHER;
    }

    private static DocumentShape ofObject(byte[] b, int open, int to, boolean inside) throws MalformedJsonException {
        boolean event = false;
        boolean request = false;
        boolean sentry = false;
        boolean eventMark = false;
        boolean dsn = false;
        boolean comments = false;
        int hints = 0;
        int i = JsonSkip.space(b, open + 1, to);
        while (i < to && b[i] == '"') {
            int end = JsonSkip.string(b, i, to);
            String key = end - i - 2 > MAX_KEY ? "" : new String(b, i + 1, end - i - 2, StandardCharsets.UTF_8);
            i = JsonSkip.space(b, end, to);
            int value = JsonSkip.space(b, Math.min(i + 1, to), to);
            if (isOtlp(key)) {
                return OTLP;
            }
            char first = value < to ? (char) b[value] : ' ';
            if (key.equals("batch") && first == '[') {
                return POSTHOG_REQUEST;
            }
            event |= key.equals("event") && first == '"';
            eventMark |= EVENT_MARKS.contains(key);
            request |= REQUEST_MARKS.contains(key);
            sentry |= SENTRY_MARKS.contains(key);
            comments |= key.equals("comments");
            dsn |= key.equals("dsn");
            boolean wraps = !inside && (key.equals("items") || key.equals("payload"));
            if (wraps && of(b, value, to, true) == SENTRY_ITEM) {
                return SENTRY_ITEM;
            }
            hints += SENTRY_HINTS.contains(key) ? 1 : 0;
            i = JsonSkip.space(b, JsonSkip.value(b, value, to), to);
            i = i < to && b[i] == ',' ? JsonSkip.space(b, i + 1, to) : to;
        }
        if (event && eventMark) {
            return POSTHOG_EVENT;
        }
        if (dsn && !event && hints <= 1) {
            return SENTRY_HEADER;
        }
        if (sentry && comments && hints == 0) {
            return SENTRY_REPORT;
        }
        if (sentry || (hints >= 2 && !eventMark)) {
            return SENTRY_ITEM;
        }
        return event ? POSTHOG_EVENT : request ? POSTHOG_REQUEST : OTHER;
    }

    private static boolean isOtlp(String key) {
        return switch (key) {
            case "resourceLogs", "resourceSpans", "resourceMetrics", "resource_logs", "resource_spans" -> true;
            case "resource_metrics", "scopeLogs", "scopeSpans", "scopeMetrics" -> true;
            default -> false;
        };
    }
}
