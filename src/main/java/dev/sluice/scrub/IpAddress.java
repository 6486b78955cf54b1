package dev.sluice.scrub;

import dev.sluice.json.Hex;
import java.nio.charset.StandardCharsets;

/** One parsed address and its network. Reused; belongs to one thread. */
final class IpAddress {
    private final int[] groups = new int[8];
    private final int[] octets = new int[4];
    private boolean v6;

    /** Number of bytes of the IPv4 address at {@code from}; 0 if there is none. Leading zeros are refused. */
    int parseV4(byte[] b, int from, int to) {
        v6 = false;
        int i = from;
        for (int part = 0; part < 4; part++) {
            if (part > 0) {
                if (i >= to || b[i] != '.') {
                    return 0;
                }
                i++;
            }
            int first = i;
            int value = 0;
            while (i < to && i - first < 3 && Ascii.isDigit(b[i])) {
                value = value * 10 + (b[i++] - '0');
            }
            if (i == first || value > 255 || (b[first] == '0' && i - first > 1)) {
                return 0;
            }
            octets[part] = value;
        }
        return i < to && Ascii.isDigit(b[i]) ? 0 : i - from;
    }

    /** Whether all of {@code [from, to)} is an IPv6 address (RFC 4291 section 2.2, without a zone). */
    boolean parseV6(byte[] b, int from, int to) {
        v6 = true;
        int count = 0;
        int gap = -1;
        int i = from;
        if (to - from < 2) {
            return false;
        }
        if (b[i] == ':') {
            if (b[i + 1] != ':') {
                return false;
            }
            gap = 0;
            i += 2;
        }
        while (i < to) {
            if (count == 8) {
                return false;
            }
            int first = i;
            int value = 0;
            while (i < to && i - first < 4 && Hex.digit(b[i]) >= 0) {
                value = value << 4 | Hex.digit(b[i++]);
            }
            if (i == first) {
                return false;
            }
            if (i < to && b[i] == '.') {
                if (count > 6 || parseV4(b, first, to) != to - first) {
                    return false;
                }
                v6 = true;
                groups[count++] = octets[0] << 8 | octets[1];
                groups[count++] = octets[2] << 8 | octets[3];
                break;
            }
            groups[count++] = value;
            if (i == to) {
                break;
            }
            if (b[i] != ':' || i + 1 == to) {
                return false;
            }
            i++;
            if (b[i] == ':') {
                if (gap >= 0) {
                    return false;
                }
                gap = count;
                i++;
            }
        }
        if (gap < 0) {
            return count == 8;
        }
        return count < 8 && spread(count, gap);
    }

    private boolean spread(int count, int gap) {
        int moved = count - gap;
        System.arraycopy(groups, gap, groups, 8 - moved, moved);
        for (int i = gap; i < 8 - moved; i++) {
            groups[i] = 0;
        }
        return true;
    }

    private boolean isMapped() {
        return v6 && groups[5] == 0xffff && (groups[0] | groups[1] | groups[2] | groups[3] | groups[4]) == 0;
    }

    private void takeOctetsOfMapped() {
        octets[0] = groups[6] >> 8;
        octets[1] = groups[6] & 0xff;
        octets[2] = groups[7] >> 8;
        octets[3] = groups[7] & 0xff;
    }

    /** Whether the address says where a visitor is: not loopback, private, link-local, multicast or unspecified. */
    boolean isPublic() {
        if (v6 && !isMapped()) {
            boolean local = (groups[0] & 0xfe00) == 0xfc00 || (groups[0] & 0xffc0) == 0xfe80 || groups[0] >= 0xff00;
            return !local && groups[0] != 0;
        }
        if (v6) {
            takeOctetsOfMapped();
        }
        return switch (octets[0]) {
            case 0, 10, 127 -> false;
            case 169 -> octets[1] != 254;
            case 172 -> octets[1] < 16 || octets[1] > 31;
            case 192 -> octets[1] != 168;
            default -> octets[0] < 224;
        };
    }

    /** Whether nothing is left of it but its network: the last octet, or all after the first 48 bits, is 0. */
    boolean isNetwork() {
        if (v6 && !isMapped()) {
            return (groups[3] | groups[4] | groups[5] | groups[6] | groups[7]) == 0;
        }
        if (v6) {
            takeOctetsOfMapped();
        }
        return octets[3] == 0;
    }

    /** The /24 or /48 network's own address. */
    byte[] network() {
        String text;
        if (v6 && !isMapped()) {
            text = Integer.toHexString(groups[0]) + ':' + Integer.toHexString(groups[1]) + ':'
                    + Integer.toHexString(groups[2]) + "::";
        } else {
            if (v6) {
                takeOctetsOfMapped();
            }
            text = (v6 ? "::ffff:" : "") + octets[0] + '.' + octets[1] + '.' + octets[2] + ".0";
        }
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
