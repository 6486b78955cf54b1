package dev.sluice.scrub;

import dev.sluice.scrub.detect.IpAddress;
import dev.sluice.scrub.policy.Kind;
import dev.sluice.scrub.text.Ascii;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * What is left of a value where an aggregate is worth keeping: the network of an address (/24, /48), coordinates to one
 * decimal (some ten kilometres), the year of a birth. What cannot be read is removed.
 */
final class Coarser {
    private static final int YEAR = 4;
    /** A date without separators, year first. */
    private static final int COMPACT_DATE = 8;

    private Coarser() {}

    static byte[] of(Kind kind, TextView view, int from, int to) {
        byte[] coarse = switch (kind) {
            case IP -> network(view.bytes, from, to);
            case GPS -> coordinates(view.bytes, from, to);
            case DATE_OF_BIRTH -> year(view.bytes, from, to);
            default -> null;
        };
        return coarse == null ? Kind.removed() : coarse;
    }

    private static byte @Nullable [] network(byte[] b, int from, int to) {
        IpAddress address = IpAddress.parse(b, from, to);
        return address == null ? null : address.truncated().text().getBytes(StandardCharsets.US_ASCII);
    }

    private static byte @Nullable [] coordinates(byte[] b, int from, int to) {
        var coarse = new ByteArrayOutputStream(to - from);
        int decimals = -1;
        for (int i = from; i < to; i++) {
            boolean isDigit = Ascii.isDigit(b[i]);
            if (!isDigit && "+-., ;".indexOf(b[i]) < 0) {
                return null;
            }
            decimals = b[i] == '.' ? 0 : isDigit && decimals >= 0 ? decimals + 1 : -1;
            if (decimals <= 1) {
                coarse.write(b[i]);
            }
        }
        return coarse.toByteArray();
    }

    /** The one run of four digits that is a year, or the year of a date without separators; null if there is none. */
    static byte @Nullable [] year(byte[] b, int from, int to) {
        int i = from;
        while (i < to) {
            int end = Ascii.digits(b, i, to);
            boolean readable = end - i == YEAR || (end - i == COMPACT_DATE && to - from == COMPACT_DATE);
            if (readable && isYear(b, i)) {
                return new byte[] {b[i], b[i + 1], b[i + 2], b[i + 3]};
            }
            i = Math.max(end, i + 1);
        }
        return null;
    }

    private static boolean isYear(byte[] b, int i) {
        return (b[i] == '1' && (b[i + 1] == '8' || b[i + 1] == '9')) || (b[i] == '2' && b[i + 1] == '0');
    }
}
