package dev.sluice.scrub.detect;

import dev.sluice.json.Hex;
import dev.sluice.scrub.text.Ascii;
import org.jspecify.annotations.Nullable;

/**
 * An Internet address. IPv4 stands in the lowest 32 bits of {@code low}; an IPv4 address in IPv6 clothing
 * ({@code ::ffff:a.b.c.d}) is the IPv4 address. There is no {@code toString} with the value: an address is personal data.
 */
public record IpAddress(boolean isV4, long high, long low) {
    private static final int MAX_LENGTH = 45;
    private static final long NONE = -1;

    /** Reads text that is an address and nothing else; null if it is none. */
    public static @Nullable IpAddress parse(CharSequence text, int from, int to) {
        int length = to - from;
        if (length <= 0 || length > MAX_LENGTH) {
            return null;
        }
        byte[] ascii = new byte[length];
        for (int i = 0; i < length; i++) {
            char c = text.charAt(from + i);
            if (c >= 0x80) {
                return null;
            }
            ascii[i] = (byte) c;
        }
        return parse(ascii, 0, length);
    }

    /** The same for {@code [from, to)} of these bytes. */
    public static @Nullable IpAddress parse(byte[] b, int from, int to) {
        long v4 = v4(b, from, to);
        if (v4 == NONE) {
            return v6(b, from, to);
        }
        return end(v4) == to ? ofV4((int) v4) : null;
    }

    public static IpAddress ofV4(int bits) {
        return new IpAddress(true, 0, bits & 0xffffffffL);
    }

    /**
     * The IPv4 address that starts at {@code from}: its bits in the lower half, the index after it in the upper half
     * ({@link #end}); -1 if none starts there. A leading zero is refused: some read it as octal, so nobody knows which
     * address is meant.
     */
    public static long v4(byte[] b, int from, int to) {
        int bits = 0;
        int i = from;
        for (int part = 0; part < 4; part++) {
            if (part > 0 && (i >= to || b[i++] != '.')) {
                return NONE;
            }
            int first = i;
            int value = 0;
            while (i < to && i - first < 3 && Ascii.isDigit(b[i])) {
                value = value * 10 + (b[i++] - '0');
            }
            if (i == first || value > 255 || (b[first] == '0' && i - first > 1)) {
                return NONE;
            }
            bits = bits << 8 | value;
        }
        return i < to && Ascii.isDigit(b[i]) ? NONE : (long) i << 32 | (bits & 0xffffffffL);
    }

    /** Index after an address that {@link #v4} has answered. */
    public static int end(long v4) {
        return (int) (v4 >>> 32);
    }

    /** The IPv6 address that is all of {@code [from, to)} (RFC 4291 section 2.2, without a zone); null if it is none. */
    public static @Nullable IpAddress v6(byte[] b, int from, int to) {
        if (to - from < 2 || (b[from] == ':' && b[from + 1] != ':')) {
            return null;
        }
        int[] groups = new int[8];
        int count = 0;
        int gap = b[from] == ':' ? 0 : -1;
        int i = gap == 0 ? from + 2 : from;
        while (i < to) {
            if (count == 8) {
                return null;
            }
            int first = i;
            int value = 0;
            while (i < to && i - first < 4 && Hex.digit(b[i]) >= 0) {
                value = value << 4 | Hex.digit(b[i++]);
            }
            if (i == first) {
                return null;
            }
            if (i < to && b[i] == '.') {
                long v4 = count <= 6 ? v4(b, first, to) : NONE;
                if (v4 == NONE || end(v4) != to) {
                    return null;
                }
                groups[count++] = (int) v4 >>> 16;
                groups[count++] = (int) v4 & 0xffff;
                break;
            }
            groups[count++] = value;
            if (i == to) {
                break;
            }
            if (b[i] != ':' || i + 1 == to) {
                return null;
            }
            i++;
            if (b[i] == ':') {
                if (gap >= 0) {
                    return null;
                }
                gap = count;
                i++;
            }
        }
        return assembled(groups, count, gap);
    }

    private static @Nullable IpAddress assembled(int[] groups, int count, int gap) {
        if (gap < 0 ? count != 8 : count > 7) {
            return null;
        }
        long high = 0;
        long low = 0;
        for (int i = 0; i < 8; i++) {
            int fromEnd = 8 - i;
            int value = gap < 0 || i < gap ? groups[i] : fromEnd <= count - gap ? groups[count - fromEnd] : 0;
            high = i < 4 ? high << 16 | value : high;
            low = i < 4 ? low : low << 16 | value;
        }
        boolean isMapped = high == 0 && low >>> 32 == 0xffff;
        return isMapped ? ofV4((int) low) : new IpAddress(false, high, low);
    }

    /** Whether it says where somebody is: not loopback, private, link-local, multicast or unspecified. */
    public boolean isPublic() {
        if (isV4) {
            return isPublicV4((int) low);
        }
        int first = (int) (high >>> 48);
        return first != 0 && first < 0xff00 && (first & 0xfe00) != 0xfc00 && (first & 0xffc0) != 0xfe80;
    }

    /** Whether it says which device of a private network or link it is. */
    public boolean isLocal() {
        int top = (int) (isV4 ? low >>> 24 : high >>> 48);
        if (!isV4) {
            boolean isCompatible = high == 0
                    && low >>> 32 == 0
                    && low >>> 24 != 0
                    && ofV4((int) low).isLocal();
            return isCompatible || (top & 0xfe00) == 0xfc00 || (top & 0xffc0) == 0xfe80;
        }
        return top != 0 && top != 127 && top < 224 && !isPublicV4((int) low);
    }

    public static boolean isPublicV4(int bits) {
        int second = bits >>> 16 & 0xff;
        return switch (bits >>> 24) {
            case 0, 10, 127 -> false;
            case 169 -> second != 254;
            case 172 -> second < 16 || second > 31;
            case 192 -> second != 168;
            default -> bits >>> 24 < 224;
        };
    }

    /** Whether nothing is left of it but its network. */
    public boolean isNetwork() {
        return equals(truncated());
    }

    /** The network: IPv4 to /24, IPv6 to /48. */
    public IpAddress truncated() {
        return isV4 ? new IpAddress(true, 0, low & 0xffffff00L) : new IpAddress(false, high & ~0xffffL, 0);
    }

    /** The address as text, IPv6 by RFC 5952. */
    public String text() {
        return isV4 ? textOfV4() : textOfV6();
    }

    private String textOfV4() {
        return (low >> 24) + "." + (low >> 16 & 0xff) + "." + (low >> 8 & 0xff) + "." + (low & 0xff);
    }

    private String textOfV6() {
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
        var out = new StringBuilder(39);
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

    private int group(int i) {
        long half = i < 4 ? high : low;
        return (int) (half >> ((3 - i % 4) * 16)) & 0xffff;
    }

    @Override
    public String toString() {
        return isV4 ? "IPv4 address" : "IPv6 address";
    }
}
