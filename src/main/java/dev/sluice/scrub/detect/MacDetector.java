package dev.sluice.scrub.detect;

import dev.sluice.json.Hex;
import dev.sluice.scrub.policy.Kind;
import dev.sluice.scrub.text.Ascii;
import dev.sluice.scrub.text.Match;
import dev.sluice.scrub.text.Text;

/**
 * Hardware addresses (IEEE 802 EUI-48): six pairs with one kind of separator, colon or dash, or three groups of four with dots.
 * Not those of everybody (all zeros, all ones), and not a part of a longer dump. Belongs to one thread.
 */
final class MacDetector {
    private static final int PAIRS = 6;
    private static final int FOURS = 3;
    private static final int WINDOW = 30;
    /** Six pairs of decimal digits are also a time or a date. */
    private static final LabelWords WORDS = new LabelWords(
            "mac macs macaddr* mac_addr* hwaddr* hw_addr* hardware* ether ethernet bssid bluetooth* wifi wlan device* lladdr physical");

    /** Looks for an address that the word {@code [start, end)} is one group of. */
    boolean around(Text text, int start, int end, Match match) {
        int size = end - start;
        if (size != 2 && size != 4) {
            return false;
        }
        byte[] b = text.bytes;
        byte before = start > text.from ? b[start - 1] : 0;
        byte after = end < text.to ? b[end] : 0;
        byte separator = isSeparator(after, size) ? after : before;
        if (!isSeparator(separator, size)) {
            return false;
        }
        int first = start;
        int groups = size == 2 ? PAIRS : FOURS;
        for (int back = 1; back < groups && isGroup(b, first - size - 1, size, text.from, text.to); back++) {
            if (b[first - 1] != separator) {
                break;
            }
            first -= size + 1;
        }
        return at(text, first, size, separator, match);
    }

    /** Looks for one in pairs whose first colon is at {@code colon}. */
    boolean colon(Text text, int colon, Match match) {
        return colon - 2 >= text.from && at(text, colon - 2, 2, (byte) ':', match);
    }

    private static boolean at(Text text, int first, int size, byte separator, Match match) {
        byte[] b = text.bytes;
        int groups = size == 2 ? PAIRS : FOURS;
        int end = first + groups * (size + 1) - 1;
        if (end > text.to || !Borders.startsHere(b, text.from, first) || !Borders.endsHere(b, end, text.to)) {
            return false;
        }
        for (int i = first; i < end; i += size + 1) {
            if (!isGroup(b, i, size, text.from, text.to) || (i > first && b[i - 1] != separator)) {
                return false;
            }
        }
        boolean isInside =
                (first - 1 >= text.from && b[first - 1] == separator && Ascii.isWordAt(b, first - 2, text.from, end))
                        || (end < text.to && b[end] == separator && Ascii.isWordAt(b, end + 1, text.from, text.to));
        return !isInside
                && !isEverybodys(b, first, end)
                && (hasLetter(b, first, end) || WORDS.before(b, text.from, first, WINDOW))
                && match.is(first, end, Kind.MAC);
    }

    private static boolean hasLetter(byte[] b, int from, int to) {
        for (int i = from; i < to; i++) {
            if (Ascii.isLetter(b[i])) {
                return true;
            }
        }
        return false;
    }

    private static boolean isSeparator(byte c, int size) {
        return size == 2 ? c == ':' || c == '-' : c == '.';
    }

    private static boolean isGroup(byte[] b, int i, int size, int from, int to) {
        if (i < from || i + size > to) {
            return false;
        }
        for (int j = i; j < i + size; j++) {
            if (Hex.digit(b[j]) < 0) {
                return false;
            }
        }
        return true;
    }

    private static boolean isEverybodys(byte[] b, int from, int to) {
        int first = b[from] | 0x20;
        boolean isUniform = first == 'f' || b[from] == '0';
        for (int i = from; i < to && isUniform; i++) {
            isUniform = Hex.digit(b[i]) < 0 || (b[i] | 0x20) == first;
        }
        return isUniform;
    }
}
