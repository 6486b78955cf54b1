package dev.sluice.scrub.detect;

import dev.sluice.json.Hex;
import dev.sluice.scrub.text.Ascii;
import dev.sluice.scrub.text.Context;
import java.util.List;

/**
 * Addresses of visitors in text: public IPv4 and IPv6, not versions, times, hardware addresses, or C++ scopes. Addresses that
 * are already cut to their network are left alone. Keeps its last match in fields; belongs to one thread.
 */
public final class IpDetector {
    private static final Context VERSION =
            new Context(List.of("version", "ver", "v", "release", "build", "rev", "nt", "sdk", "section"));
    private static final int MAX_IPV6 = 45;

    public int start;
    public int end;

    /** Looks for an IPv4 address that starts with the digit at {@code i}. */
    public boolean v4(byte[] b, int from, int to, int i) {
        if (i > from && (b[i - 1] == '.' || b[i - 1] == '-' || isProductSlash(b, from, i - 1))) {
            return false;
        }
        long address = IpAddress.v4(b, i, to);
        if (address < 0) {
            return false;
        }
        start = i;
        end = IpAddress.end(address);
        if (end < to && (Ascii.isWord(b[end]) || (b[end] == '.' && Ascii.isDigitAt(b, end + 1, from, to)))) {
            return false;
        }
        if (end < to && b[end] == '-' && Ascii.isWordAt(b, end + 1, from, to)) {
            return false;
        }
        int bits = (int) address;
        return IpAddress.isPublicV4(bits) && (bits & 0xff) != 0 && !VERSION.lastWord(b, from, i);
    }

    /** {@code Chrome/120.0.0.0}, as opposed to {@code https://203.0.113.7}. */
    private static boolean isProductSlash(byte[] b, int from, int i) {
        return b[i] == '/' && i > from && Ascii.isWord(b[i - 1]);
    }

    /** Looks for an IPv6 address whose first colon is at {@code colon}. */
    public boolean v6(byte[] b, int from, int to, int colon) {
        int i = colon;
        int limit = Math.max(from, colon - 4);
        while (i > limit && Hex.digit(b[i - 1]) >= 0) {
            i--;
        }
        if (i > from && (Ascii.isWord(b[i - 1]) || b[i - 1] == ':' || b[i - 1] == '.' || b[i - 1] == '-')) {
            return false;
        }
        int stop = i;
        int last = Math.min(to, i + MAX_IPV6);
        while (stop < last && (b[stop] == ':' || b[stop] == '.' || Hex.digit(b[stop]) >= 0)) {
            stop++;
        }
        while (stop > i && (b[stop - 1] == '.' || (b[stop - 1] == ':' && !(stop - 2 >= i && b[stop - 2] == ':')))) {
            stop--;
        }
        if (stop < to && (Ascii.isWord(b[stop]) || b[stop] == '-')) {
            return false;
        }
        start = i;
        end = stop;
        IpAddress address = looksLikeAddress(b) ? IpAddress.v6(b, i, stop) : null;
        return address != null && address.isPublic() && !address.isNetwork();
    }

    /** Hexadecimal words around a double colon are more often code: an address has a digit and at least three groups. */
    private boolean looksLikeAddress(byte[] b) {
        int colons = 0;
        boolean digit = false;
        for (int i = start; i < end; i++) {
            colons += b[i] == ':' ? 1 : 0;
            digit |= Ascii.isDigit(b[i]);
        }
        return colons >= 3 && digit;
    }
}
