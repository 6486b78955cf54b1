package dev.sluice.trace;

import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * What the headers of a request say about its trace: {@code sentry-trace} (Sentry's SDKs), else {@code traceparent} (W3C Trace
 * Context), and of {@code baggage} the organisation at Sentry alone. Headers come from anybody: what is not of the exact form is as
 * good as absent, and nothing of them is kept but the ids. Formats: Sentry's developer documentation, "Trace Propagation", and
 * W3C Trace Context, section 3.2.
 *
 * @param context the sender's span; {@link TraceContext#sampled} where the sender does not say that it records nothing
 * @param organisation whose trace it is at Sentry; 0 where that is not said
 */
public record TraceHeaders(@Nullable TraceContext context, long organisation) {
    public static final String SENTRY_TRACE = "sentry-trace";
    public static final String TRACEPARENT = "traceparent";
    public static final String BAGGAGE = "baggage";

    /** No trace is named. */
    public static final TraceHeaders NONE = new TraceHeaders(null, 0);

    private static final int TRACE_DIGITS = 32;
    private static final int SPAN_DIGITS = 16;
    /** W3C's limit for a whole header; what is behind it is not read. */
    private static final int MAX_BAGGAGE = 8192;

    private static final String ORGANISATION = "sentry-org_id";
    private static final int MAX_ORGANISATION_DIGITS = 18;

    public static TraceHeaders of(
            @Nullable String sentryTrace, @Nullable String traceparent, @Nullable String baggage) {
        TraceContext context = sentryTrace == null ? null : fromSentry(sentryTrace);
        if (context == null && traceparent != null) {
            context = fromW3c(traceparent);
        }
        if (context == null) {
            return NONE;
        }
        return new TraceHeaders(context, baggage == null ? 0 : organisation(baggage));
    }

    /** {@code sentry-trace} of a request that continues there. */
    public static String sentryTrace(TraceContext context) {
        return context.traceId() + '-' + context.spanId() + (context.sampled() ? "-1" : "-0");
    }

    /** {@code traceparent} of a request that continues there. */
    public static String traceparent(TraceContext context) {
        return "00-" + context.traceId() + '-' + context.spanId() + (context.sampled() ? "-01" : "-00");
    }

    /** {@code trace-span}, or {@code trace-span-flag}; no flag leaves the decision to us. */
    private static @Nullable TraceContext fromSentry(String header) {
        int flagAt = TRACE_DIGITS + 1 + SPAN_DIGITS;
        boolean isSampled = true;
        if (header.length() == flagAt + 2) {
            char flag = header.charAt(flagAt + 1);
            if (header.charAt(flagAt) != '-' || (flag != '0' && flag != '1')) {
                return null;
            }
            isSampled = flag == '1';
        } else if (header.length() != flagAt) {
            return null;
        }
        return context(header, 0, isSampled);
    }

    /** {@code version-trace-span-flags}; a later version may have more behind that. */
    private static @Nullable TraceContext fromW3c(String header) {
        int traceAt = 3;
        int flagsAt = traceAt + TRACE_DIGITS + 1 + SPAN_DIGITS + 1;
        int length = flagsAt + 2;
        if (header.length() < length || header.charAt(2) != '-' || header.charAt(flagsAt - 1) != '-') {
            return null;
        }
        boolean isFirstVersion = header.startsWith("00");
        if (!isFirstVersion && (header.startsWith("ff") || !isHex(header, 0, 2))) {
            return null;
        }
        if (header.length() > length && (isFirstVersion || header.charAt(length) != '-')) {
            return null;
        }
        if (!isHex(header, flagsAt, length)) {
            return null;
        }
        boolean isSampled = (HexFormat.fromHexDigit(header.charAt(length - 1)) & 1) != 0;
        return context(header, traceAt, isSampled);
    }

    private static @Nullable TraceContext context(String text, int from, boolean isSampled) {
        int middle = from + TRACE_DIGITS;
        int end = middle + 1 + SPAN_DIGITS;
        if (text.charAt(middle) != '-' || !isHex(text, from, middle) || !isHex(text, middle + 1, end)) {
            return null;
        }
        long high = HexFormat.fromHexDigitsToLong(text, from, from + SPAN_DIGITS);
        long low = HexFormat.fromHexDigitsToLong(text, from + SPAN_DIGITS, middle);
        long span = HexFormat.fromHexDigitsToLong(text, middle + 1, end);
        return (high | low) == 0 || span == 0 ? null : new TraceContext(high, low, span, isSampled);
    }

    /** The number behind {@code sentry-org_id=} of a list of members that commas part. */
    private static long organisation(String baggage) {
        int end = Math.min(baggage.length(), MAX_BAGGAGE);
        for (int at = 0; at < end; at++) {
            int start = skipBlanks(baggage, at, end);
            int next = baggage.indexOf(',', start);
            int memberEnd = next < 0 || next > end ? end : next;
            if (baggage.startsWith(ORGANISATION, start)) {
                int equals = skipBlanks(baggage, start + ORGANISATION.length(), memberEnd);
                if (equals < memberEnd && baggage.charAt(equals) == '=') {
                    return number(baggage, skipBlanks(baggage, equals + 1, memberEnd), memberEnd);
                }
            }
            at = memberEnd;
        }
        return 0;
    }

    private static long number(String text, int from, int end) {
        long number = 0;
        int at = from;
        while (at < end && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
            if (at - from == MAX_ORGANISATION_DIGITS) {
                return 0;
            }
            number = number * 10 + (text.charAt(at) - '0');
            at++;
        }
        boolean isWhole = at == end || " \t;".indexOf(text.charAt(at)) >= 0;
        return isWhole ? number : 0;
    }

    private static int skipBlanks(String text, int from, int end) {
        int at = from;
        while (at < end && (text.charAt(at) == ' ' || text.charAt(at) == '\t')) {
            at++;
        }
        return at;
    }

    private static boolean isHex(String text, int from, int end) {
        for (int i = from; i < end; i++) {
            char c = text.charAt(i);
            if ((c < '0' || c > '9') && (c < 'a' || c > 'f')) {
                return false;
            }
        }
        return true;
    }
}
