package dev.sluice.capture;

import dev.sluice.scrub.detect.IpAddress;
import org.jspecify.annotations.Nullable;

/** Addresses as proxies write them: perhaps in brackets, in quotes, and with a port (RFC 7239 section 6). */
final class ForwardedAddress {
    private static final int MAX_LENGTH = 64;

    private ForwardedAddress() {}

    static @Nullable IpAddress parse(CharSequence text) {
        return parse(text, 0, text.length());
    }

    /** The address that is all of {@code [from, to)}; null if it is none. */
    static @Nullable IpAddress parse(CharSequence text, int from, int to) {
        int start = from;
        int end = to;
        while (start < end && isBlank(text.charAt(start))) {
            start++;
        }
        while (end > start && isBlank(text.charAt(end - 1))) {
            end--;
        }
        if (start == end || end - start > MAX_LENGTH) {
            return null;
        }
        if (text.charAt(start) == '[') {
            int close = indexOf(text, ']', start, end);
            boolean isPort = close > 0 && (close + 1 == end || isPort(text, close + 1, end));
            return isPort && indexOf(text, ':', start, close) >= 0 ? IpAddress.parse(text, start + 1, close) : null;
        }
        int colon = indexOf(text, ':', start, end);
        if (colon < 0 || indexOf(text, ':', colon + 1, end) >= 0) {
            return IpAddress.parse(text, start, end);
        }
        return isPort(text, colon, end) ? IpAddress.parse(text, start, colon) : null;
    }

    private static boolean isPort(CharSequence text, int colon, int to) {
        if (colon >= to || text.charAt(colon) != ':' || to - colon < 2 || to - colon > 6) {
            return false;
        }
        for (int i = colon + 1; i < to; i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return true;
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t' || c == '"';
    }

    private static int indexOf(CharSequence text, char c, int from, int to) {
        for (int i = from; i < to; i++) {
            if (text.charAt(i) == c) {
                return i;
            }
        }
        return -1;
    }
}
