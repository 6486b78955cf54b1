package dev.sluice.capture;

import org.jspecify.annotations.Nullable;

/**
 * An Internet address. IPv4 stands in the lowest 32 bits of {@code low}; an IPv4 address in IPv6 clothing
 * ({@code ::ffff:a.b.c.d}) is the IPv4 address. There is no {@code toString} with the value: an address is personal data.
 */
record IpAddress(boolean isV4, long high, long low) {
    private static final int MAX_LENGTH = 64;

    /** Reads an address, perhaps in brackets and with a port, as proxies write them; null if it is none. */
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
            return isPort ? v6(text, start + 1, close) : null;
        }
        int colon = indexOf(text, ':', start, end);
        if (colon < 0) {
            return v4(text, start, end);
        }
        if (indexOf(text, ':', colon + 1, end) < 0) {
            return isPort(text, colon, end) ? v4(text, start, colon) : null;
        }
        return v6(text, start, end);
    }

    static @Nullable IpAddress parse(CharSequence text) {
        return parse(text, 0, text.length());
    }

    /** The network: IPv4 to /24, IPv6 to /48. */
    IpAddress truncated() {
        return isV4 ? new IpAddress(true, 0, low & 0xffffff00L) : new IpAddress(false, high & ~0xffffL, 0);
    }

    /** The address as text, IPv6 by RFC 5952. */
    String text() {
        StringBuilder out = new StringBuilder(39);
        if (isV4) {
            for (int shift = 24; shift >= 0; shift -= 8) {
                out.append(low >> shift & 0xff).append(shift > 0 ? "." : "");
            }
            return out.toString();
        }
        int zerosAt = -1;
        int zeros = 1;
        for (int i = 0; i < 8; i++) {
            int run = i;
            while (run < 8 && group(run) == 0) {
                run++;
            }
            if (run - i > zeros) {
                zerosAt = i;
                zeros = run - i;
            }
        }
        for (int i = 0; i < 8; i++) {
            if (i == zerosAt) {
                out.append("::");
                i += zeros - 1;
            } else {
                out.append(out.isEmpty() || out.charAt(out.length() - 1) == ':' ? "" : ":")
                        .append(Integer.toHexString(group(i)));
            }
        }
        return out.toString();
    }

    @Override
    public String toString() {
        return isV4 ? "IPv4 address" : "IPv6 address";
    }

    private int group(int i) {
        long half = i < 4 ? high : low;
        return (int) (half >> ((3 - i % 4) * 16)) & 0xffff;
    }

    private static @Nullable IpAddress v4(CharSequence text, int from, int to) {
        long value = parseV4(text, from, to);
        return value < 0 ? null : new IpAddress(true, 0, value);
    }

    /** A leading zero is refused: some read it as octal, so nobody knows which address is meant. */
    private static long parseV4(CharSequence text, int from, int to) {
        long value = 0;
        int octets = 0;
        int i = from;
        while (i < to && octets < 4) {
            int start = i;
            int octet = 0;
            while (i < to && i - start < 3 && Character.digit(text.charAt(i), 10) >= 0 && text.charAt(i) < 0x80) {
                octet = octet * 10 + text.charAt(i++) - '0';
            }
            if (i == start || octet > 255 || (i - start > 1 && text.charAt(start) == '0')) {
                return -1;
            }
            value = value << 8 | octet;
            octets++;
            if (octets < 4 && (i >= to || text.charAt(i++) != '.')) {
                return -1;
            }
        }
        return octets == 4 && i == to ? value : -1;
    }

    private static @Nullable IpAddress v6(CharSequence text, int from, int to) {
        int[] groups = new int[8];
        int count = 0;
        int gap = -1;
        int i = from;
        if (to - from >= 2 && text.charAt(from) == ':') {
            if (text.charAt(from + 1) != ':') {
                return null;
            }
            gap = 0;
            i += 2;
        }
        while (i < to) {
            if (count == 8) {
                return null;
            }
            int end = i;
            int value = 0;
            while (end < to && end - i < 4 && hex(text.charAt(end)) >= 0) {
                value = value << 4 | hex(text.charAt(end++));
            }
            if (end < to && text.charAt(end) == '.') {
                long v4 = count <= 6 ? parseV4(text, i, to) : -1;
                if (v4 < 0) {
                    return null;
                }
                groups[count++] = (int) (v4 >> 16);
                groups[count++] = (int) v4 & 0xffff;
                break;
            }
            if (end == i) {
                return null;
            }
            groups[count++] = value;
            i = end;
            if (i < to) {
                if (text.charAt(i++) != ':' || i == to) {
                    return null;
                }
                if (text.charAt(i) == ':') {
                    if (gap >= 0) {
                        return null;
                    }
                    gap = count;
                    i++;
                }
            }
        }
        return assemble(groups, count, gap);
    }

    private static @Nullable IpAddress assemble(int[] groups, int count, int gap) {
        if (gap < 0 ? count != 8 : count > 7) {
            return null;
        }
        long high = 0;
        long low = 0;
        for (int i = 0; i < 8; i++) {
            int fromEnd = 8 - i;
            int value = gap < 0 || i < gap ? groups[i] : fromEnd <= count - gap ? groups[count - fromEnd] : 0;
            if (i < 4) {
                high = high << 16 | value;
            } else {
                low = low << 16 | value;
            }
        }
        boolean isMapped = high == 0 && low >>> 32 == 0xffff;
        return isMapped ? new IpAddress(true, 0, low & 0xffffffffL) : new IpAddress(false, high, low);
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

    private static int hex(char c) {
        return c < 0x80 ? Character.digit(c, 16) : -1;
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
