package dev.sluice.scrub.detect;

import dev.sluice.scrub.text.Ascii;

/**
 * E-mail addresses (RFC 5321: lengths, quoted local parts, address literals; also with non-ASCII letters). Leaves alone what only looks like
 * one: {@code git@host:path}, {@code package@1.2.3}, {@code image@2x.png}, {@code user:password@host} in an address.
 * Keeps its last match in fields; belongs to one thread.
 */
public final class EmailDetector {
    private static final int MAX_LOCAL = 64;
    private static final int MAX_DOMAIN = 254;
    private static final int MAX_LITERAL = 40;
    private static final int FEWEST_LITERAL = 3;
    private static final boolean[] LOCAL = new boolean[256];
    /** Allowed by the standard, but more often a separator: only between letters or digits, outside of parameters. */
    private static final boolean[] ODD_LOCAL = new boolean[256];

    static {
        for (int b = 0; b < 256; b++) {
            LOCAL[b] = b >= 0x80 || Ascii.isAlphanumeric((byte) b) || "._%+-".indexOf(b) >= 0;
            ODD_LOCAL[b] = "&!*~#'".indexOf(b) >= 0;
        }
    }

    public int start;
    public int end;

    /** Looks for an address around the {@code @} at {@code at}, not reaching below {@code from}. */
    public boolean at(byte[] b, int from, int to, int at) {
        start = at > from && b[at - 1] == '"' ? quotedStart(b, from, at) : localStart(b, from, at);
        if (start == at || at - start > MAX_LOCAL || (at > from && b[at - 1] == '.')) {
            return false;
        }
        if (start > from && b[start - 1] == '/' && start - 1 > from && b[start - 2] == '/') {
            return false;
        }
        end = at + 1 < to && b[at + 1] == '[' ? literalEnd(b, at + 1, to) : domainEnd(b, at + 1, to);
        return end > 0 && !isRemote(b, at, to) && !isScaledImage(b, at + 1, end) && !isFile(b, at + 1, end);
    }

    /** Whether the whole of {@code [from, to)} is one address. */
    public boolean isWhole(byte[] b, int from, int to) {
        if (to - from > MAX_LOCAL + 1 + MAX_DOMAIN) {
            return false;
        }
        for (int i = from; i < to; i++) {
            if (b[i] == '@') {
                return at(b, from, to, i) && start == from && end == to;
            }
        }
        return false;
    }

    /** {@code "jane doe"@…}: index of the opening quote; {@code at} if there is none. */
    private static int quotedStart(byte[] b, int from, int at) {
        int limit = Math.max(from, at - MAX_LOCAL);
        for (int i = at - 2; i >= limit && b[i] != '\n'; i--) {
            if (b[i] == '"') {
                boolean opens = i < at - 2 && !Ascii.isWordAt(b, i - 1, from, at);
                return opens ? i : at;
            }
        }
        return at;
    }

    /** {@code jane@[192.0.2.7]}, {@code jane@[IPv6:2001:db8::1]}: index after the bracket; -1 if it is something else. */
    private static int literalEnd(byte[] b, int open, int to) {
        int start = Ascii.startsWith(b, open + 1, to, "ipv6:") ? open + 6 : open + 1;
        boolean six = start > open + 1;
        int i = start;
        while (i < to
                && i - start < MAX_LITERAL
                && (Ascii.isDigit(b[i]) || b[i] == '.' || (six && isHexOrColon(b[i])))) {
            i++;
        }
        return i < to && b[i] == ']' && i - start >= FEWEST_LITERAL ? i + 1 : -1;
    }

    private static boolean isHexOrColon(byte b) {
        return b == ':' || Ascii.isAlphanumeric(b);
    }

    private static int localStart(byte[] b, int from, int at) {
        int limit = Math.max(from, at - MAX_LOCAL - 1);
        int i = at;
        int afterOdd = -1;
        while (i > limit) {
            int c = b[i - 1] & 0xff;
            if (LOCAL[c]) {
                i--;
            } else if (ODD_LOCAL[c] && i < at && i - 2 >= limit && LOCAL[b[i] & 0xff] && LOCAL[b[i - 2] & 0xff]) {
                afterOdd = afterOdd < 0 ? i : afterOdd;
                i--;
            } else {
                break;
            }
        }
        boolean parameter = i > from && (b[i - 1] == '=' || b[i - 1] == '?' || b[i - 1] == '&' || b[i - 1] == ';');
        if (parameter && afterOdd >= 0) {
            i = afterOdd;
        }
        i = afterUnspaced(b, i, at);
        while (i < at && (b[i] == '.' || b[i] == '-' || b[i] == '+' || b[i] == '%')) {
            i++;
        }
        return i;
    }

    /** Chinese and the like are written without spaces: the word before an ASCII address is none of its own. */
    private static int afterUnspaced(byte[] b, int from, int at) {
        int i = from;
        while (i + 3 < at && isUnspaced(b[i])) {
            i += 3;
        }
        return i < at && b[i] >= 0 ? i : from;
    }

    /** Whether this starts a character of three bytes from U+3000 on. */
    private static boolean isUnspaced(byte lead) {
        return (lead & 0xff) >= 0xe3 && (lead & 0xff) <= 0xef;
    }

    /** Index after the domain: two or more labels, the last of 2 to 24 letters or an {@code xn--} one; -1 if there is none. */
    private static int domainEnd(byte[] b, int from, int to) {
        int limit = Math.min(to, from + MAX_DOMAIN);
        int best = -1;
        int label = from;
        int labels = 0;
        boolean numeric = true;
        while (label < limit) {
            int i = label;
            boolean digitsOnly = true;
            while (i < limit && (b[i] < 0 || b[i] == '-' || Ascii.isAlphanumeric(b[i]))) {
                digitsOnly &= Ascii.isDigit(b[i]);
                i++;
            }
            if (i == label || i - label > 63 || b[label] == '-') {
                break;
            }
            if (labels < 2) {
                numeric &= digitsOnly;
            }
            labels++;
            if (labels > 1) {
                int last = lastLabelEnd(b, label, i);
                best = last > 0 ? last : best;
            }
            if (i >= limit || b[i] != '.') {
                break;
            }
            if (labels == 1 && i + 2 < to && b[i + 1] == '.' && b[i + 2] == '.') {
                // Cut short by whoever logged it: jane@example...
                return i;
            }
            label = i + 1;
        }
        // Two numeric labels at the start are a version, as in core@9.11.5-beta.rc.
        return labels > 1 && numeric ? -1 : best;
    }

    private static int lastLabelEnd(byte[] b, int from, int end) {
        if (Ascii.startsWith(b, from, end, "xn--")) {
            return end;
        }
        boolean ascii = b[from] >= 0;
        int i = from;
        while (i < end && ((b[i] < 0 && !(ascii && isUnspaced(b[i]))) || Ascii.isLetter(b[i]))) {
            i++;
        }
        boolean complete = i == end || b[i] == '-' || isUnspaced(b[i]);
        return complete && i - from >= 2 && i - from <= 24 ? i : -1;
    }

    /** {@code git@host:owner/repository}, the short form of an SSH address. */
    private boolean isRemote(byte[] b, int at, int to) {
        if (at - start == 3 && Ascii.startsWith(b, start, at, "git")) {
            return true;
        }
        if (end + 1 >= to || b[end] != ':' || Ascii.isSpace(b[end + 1])) {
            return false;
        }
        int limit = Math.min(to, end + 128);
        for (int i = end + 1; i < limit && isPathByte(b[i]); i++) {
            if (b[i] == '/') {
                return true;
            }
        }
        return false;
    }

    private static boolean isPathByte(byte b) {
        return Ascii.isWord(b) || b == '/' || b == '-' || b == '.';
    }

    /** {@code icon@2x.png}, {@code icon@1.5x.png}. */
    private static boolean isScaledImage(byte[] b, int from, int end) {
        int i = Ascii.digits(b, from, end);
        i = i > from && i < end && b[i] == '.' ? Ascii.digits(b, i + 1, end) : i;
        return i > from && i + 1 < end && (b[i] | 0x20) == 'x' && b[i + 1] == '.';
    }

    /** {@code main@hash.js}. */
    private static boolean isFile(byte[] b, int from, int end) {
        int label = end;
        while (label > from && b[label - 1] != '.') {
            label--;
        }
        return TopLevelDomains.isFile(b, label, end);
    }
}
