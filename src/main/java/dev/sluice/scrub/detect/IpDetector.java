package dev.sluice.scrub.detect;

import dev.sluice.json.Hex;
import dev.sluice.scrub.text.Ascii;
import dev.sluice.scrub.text.Context;
import java.util.List;

/**
 * Addresses of visitors in text: IPv4 and IPv6, public or of a device in a private network, not loopback, not versions, times, hardware addresses, or C++ scopes. Addresses that
 * are already cut to their network are left alone. Keeps its last match in fields; belongs to one thread.
 */
public final class IpDetector {
    private static final Context VERSION = new Context(List.of(
            "version",
            "ver",
            "v",
            "release",
            "build",
            "rev",
            "nt",
            "sdk",
            "section",
            "windows",
            "firmware",
            "driver",
            "patch"));
    private static final int MAX_IPV6 = 45;
    private static final int MAX_ZONE = 16;

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
        return isSomebodys(IpAddress.ofV4((int) address), b, from, to) && !VERSION.lastWord(b, from, i);
    }

    /**
     * Whether it says who or where somebody is. A private or link-local address names a device, unless a scheme stands before
     * it or a port behind it: then it is a service, which whoever reads the error needs to know.
     */
    private boolean isSomebodys(IpAddress address, byte[] b, int from, int to) {
        if (address.isNetwork()) {
            return false;
        }
        int colon = end < to && b[end] == ']' ? end + 1 : end;
        boolean hasPort = colon < to && b[colon] == ':' && Ascii.isDigitAt(b, colon + 1, from, to);
        int host = start > from && b[start - 1] == '[' ? start - 1 : start;
        boolean hasScheme = host - 3 >= from && b[host - 1] == '/' && b[host - 2] == '/' && b[host - 3] == ':';
        return address.isPublic() || (address.isLocal() && !hasPort && !hasScheme);
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
        if (address == null) {
            return false;
        }
        end = zoneEnd(b, stop, to);
        return isSomebodys(address, b, from, to);
    }

    /** Index after the zone of an address, as in {@code fe80::1%eth0}. */
    private static int zoneEnd(byte[] b, int stop, int to) {
        if (stop + 1 >= to || b[stop] != '%' || !Ascii.isLetter(b[stop + 1])) {
            return stop;
        }
        int i = stop + 1;
        while (i < to && i - stop <= MAX_ZONE && (Ascii.isAlphanumeric(b[i]) || b[i] == '.' || b[i] == '-')) {
            i++;
        }
        return i;
    }

    /**
     * Hexadecimal words around a double colon are more often code: an address has a digit and at least three groups, or starts
     * with four digits of a network that is in use.
     */
    private boolean looksLikeAddress(byte[] b) {
        int colons = 0;
        boolean digit = false;
        for (int i = start; i < end; i++) {
            colons += b[i] == ':' ? 1 : 0;
            digit |= Ascii.isDigit(b[i]);
        }
        return digit && (colons >= 3 || (colons == 2 && isNetworkStart(b)));
    }

    /** {@code 2000} to {@code 3fff} (global), {@code fe80} (link), {@code fd00} (site). */
    private boolean isNetworkStart(byte[] b) {
        if (end - start < 6 || b[start + 4] != ':') {
            return false;
        }
        int first = Hex.value(b, start, 4, end);
        return first >>> 13 == 1 || first >>> 6 == 0xfe80 >>> 6 || first >>> 8 == 0xfd;
    }
}
