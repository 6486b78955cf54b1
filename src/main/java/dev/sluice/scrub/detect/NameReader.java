package dev.sluice.scrub.detect;

import dev.sluice.scrub.text.Ascii;
import dev.sluice.scrub.text.Letters;

/**
 * Reads a person's name: one to five words with a capital, with particles between them ({@code van der}), initials, hyphens
 * and apostrophes. Keeps what it read last in fields; belongs to one thread.
 */
public final class NameReader {
    private static final int MOST_WORDS = 5;
    private static final int MOST_PARTICLES = 3;
    private static final int LONGEST_WORD = 40;
    /** Characters of a name without spaces, in an alphabet without capitals: family name and given name. */
    private static final int LONGEST_CASELESS = 12;
    /** First byte of the alphabets that are written without spaces: from U+3000 on. */
    private static final int FIRST_UNSPACED = 0xe3;

    /** Index after the name. */
    int end;
    /** Words with a capital; 0 if there is no name. */
    int words;
    /** Whether a word that is no part of any name came right after it. */
    boolean stopped;

    /** Reads the name that starts at {@code from}; answers whether there is one. */
    boolean read(byte[] b, int from, int to) {
        return read(b, from, to, false);
    }

    /** Whether all of {@code [from, to)} is a name of so many words or more, and nothing in it means something else. */
    public boolean isWhole(byte[] b, int from, int to, int fewestWords) {
        return read(b, from, to) && end == to && !stopped && words >= fewestWords;
    }

    /** The same for the value of a field, which the label of the next field may follow. */
    boolean readField(byte[] b, int from, int to) {
        return read(b, from, to, true);
    }

    private boolean read(byte[] b, int from, int to, boolean inForm) {
        words = 0;
        end = from;
        stopped = false;
        int particles = 0;
        int i = from;
        while (words < MOST_WORDS) {
            int next = word(b, i, to);
            if (next > 0) {
                if (inForm && isLabel(b, next, to)) {
                    break;
                }
                if (isStop(b, i, next)) {
                    stopped = true;
                    break;
                }
                words++;
                end = next;
            } else {
                next = particle(b, i, to);
                if (next < 0 || ++particles > MOST_PARTICLES) {
                    break;
                }
            }
            boolean initial = next > i && b[next - 1] == '.';
            boolean joined = b[next - 1] == '-' || b[next - 1] == '\'';
            i = next < to && b[next] == ' ' ? next + 1 : next;
            if (i == next && !initial && !joined) {
                break;
            }
        }
        return words > 0;
    }

    /** The same for a name that was typed without capitals: two or three words, and then the value ends. */
    boolean readSmall(byte[] b, int from, int to) {
        words = 0;
        stopped = false;
        int i = from;
        while (words < 3) {
            int next = Letters.end(b, i, Math.min(to, i + LONGEST_WORD));
            if (next - i < 2 || PeopleWords.is(b, i, next, PeopleWords.STOP | PeopleWords.FILLER)) {
                return false;
            }
            words++;
            end = next;
            if (next == to || b[next] != ' ') {
                break;
            }
            i = next + 1;
        }
        return words > 1 && isValueEnd(b, end, to);
    }

    /** Whether a value may end here. */
    static boolean isValueEnd(byte[] b, int i, int to) {
        return i >= to || ",;\n\r\"'|)}]&<\t".indexOf(b[i]) >= 0;
    }

    private boolean isStop(byte[] b, int from, int to) {
        int meaning = PeopleWords.of(b, from, to);
        boolean inside = words > 0 && (meaning & PeopleWords.PARTICLE) != 0;
        return (meaning & PeopleWords.STOP) != 0 && !inside;
    }

    /** {@code Jane Doe Email: …}: the next field, which starts without a comma. */
    private static boolean isLabel(byte[] b, int i, int to) {
        return i < to && (b[i] == ':' || b[i] == '=') && !(i + 1 < to && b[i + 1] == '\n');
    }

    /** Index after the word with a capital at {@code from}; -1 if there is none. */
    private static int word(byte[] b, int from, int to) {
        int start = from;
        if (Ascii.startsWith(b, from, to, "al-") || Ascii.startsWith(b, from, to, "el-")) {
            start += 3;
        } else if (from + 1 < to && b[from + 1] == '\'' && Ascii.isLetter(b[from])) {
            // d'Artagnan, O'Brien
            start += 2;
        }
        if (!Letters.isCapital(b, start, to)) {
            return -1;
        }
        int limit = Math.min(to, from + LONGEST_WORD);
        int i = Letters.end(b, start, limit);
        if (Letters.isCaseless(b, start, to)) {
            boolean spaced = (b[start] & 0xff) < FIRST_UNSPACED || (b[i < to ? i : to - 1] == ' ');
            return spaced || i - start <= LONGEST_CASELESS ? checked(b, i, to) : -1;
        }
        if (i - start == Letters.lengthAt(b, start, to)) {
            return initial(b, i, to, start > from);
        }
        while (i + 1 < limit && joint(b, i, limit) > 0 && Letters.lengthAt(b, i + joint(b, i, limit), limit) > 0) {
            i = Letters.end(b, i + joint(b, i, limit), limit);
        }
        return isCamel(b, start, i) ? -1 : checked(b, i, to);
    }

    /** {@code J.} of {@code J. R. Tolkien}; a letter without a dot is no name. */
    private static int initial(byte[] b, int i, int to, boolean prefixed) {
        if (prefixed || i >= to || (b[i] != '.' && b[i] != ' ')) {
            return -1;
        }
        return b[i] == '.' ? i + 1 : i;
    }

    /** Length of the hyphen or apostrophe at {@code i}, the typographic one included; 0 if there is none. */
    private static int joint(byte[] b, int i, int to) {
        if (b[i] == '-' || b[i] == '\'') {
            return 1;
        }
        return b[i] < 0 && i + 3 < to && b[i] == (byte) 0xe2 && b[i + 1] == (byte) 0x80 && b[i + 2] == (byte) 0x99
                ? 3
                : 0;
    }

    /** Names do not go on with digits and the signs of code and addresses. */
    private static int checked(byte[] b, int i, int to) {
        if (i < to) {
            boolean glued = Ascii.isDigit(b[i]) || "_@/\\({[#%*+".indexOf(b[i]) >= 0;
            boolean path = b[i] == '.' && i + 1 < to && (Ascii.isAlphanumeric(b[i + 1]) || b[i + 1] == '_');
            if (glued || path) {
                return -1;
            }
        }
        return i;
    }

    /** {@code TypeError}: a capital inside a word, unless after a prefix of names ({@code McDonald}, {@code DiCaprio}). */
    private static boolean isCamel(byte[] b, int from, int to) {
        boolean small = false;
        for (int i = from; i < to; i++) {
            boolean capital = b[i] >= 'A' && b[i] <= 'Z';
            if (capital && small && i - from > 4) {
                return true;
            }
            small = b[i] >= 'a' && b[i] <= 'z';
        }
        return false;
    }

    private static int particle(byte[] b, int i, int to) {
        int next = Letters.end(b, i, Math.min(to, i + 8));
        boolean follows = next < to && (b[next] == ' ' || b[next] == '-' || b[next] == '\'');
        if (next == i || !follows || !PeopleWords.is(b, i, next, PeopleWords.PARTICLE)) {
            return -1;
        }
        return b[next] == ' ' ? next : next + 1;
    }
}
