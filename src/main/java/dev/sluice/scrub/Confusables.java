package dev.sluice.scrub;

import dev.sluice.json.Utf8;
import dev.sluice.scrub.text.Ascii;
import dev.sluice.scrub.text.Words;

/**
 * Cyrillic, Greek, Armenian, Cherokee and phonetic letters that look like Latin ones (a choice from Unicode's list of
 * confusables). They are read as Latin only in a word that has ASCII letters or digits as well, or in a text that has no
 * other letters of their scripts: Russian prose stays Russian.
 */
final class Confusables {
    private static final int FIRST = 0x131;
    private static final int LAST = 0xa731;

    /** In ascending order, and below what each is read as. */
    private static final String LETTERS = "ıƅǫȷɑɡɢɩɪɯɴʀʋʏʙʜʟͿΑΒΕΖΗΙΚΜΝΟΡΤΥΧαγεηικμνορςστυχωϲϳϹЅІЈАВЕКМН"
            + "ОРСТУХЬавгеикмнопрстухьѕіјѴѵҮүһӀӏԁԌԍԚԛԜԝԼՍՏՕզհոսցւօᎠᎡᎢᎪᎫᎬᎳᎷᎻ"
            + "ᏀᏃᏒᏔᏙᏚᏞᏟᏢᏦᏴᴀᴄᴅᴇᴊᴋᴍᴏᴘᴛᴜᴠᴡᴢꜰꜱ";

    private static final String READ_AS = "ibqjaggiiwnrvybhlJABEZHIKMNOPTYXayenikuvopcotuxwcjCSIJABEKMH"
            + "OPCTYXbabreukmnonpctyxbsijVvYyhIldGgQqWwLUSOqhnugioDRTAJEWMH"
            + "GZRWVSLCPKBacdejkmoptuvwzfs";

    private Confusables() {}

    /** What a letter looks like; {@code c} itself if it looks like nothing in ASCII. */
    static int fold(int c) {
        if (c < FIRST || c > LAST) {
            return c;
        }
        int low = 0;
        int high = LETTERS.length() - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            char letter = LETTERS.charAt(middle);
            if (letter == c) {
                return READ_AS.charAt(middle);
            }
            if (letter < c) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return c;
    }

    /**
     * The text with its look-alike letters read as Latin ones.
     *
     * @return whether there are any; if not, the other view is left as it was
     */
    static boolean layer(TextView source, int from, int to, TextView into) {
        if (Words.asciiEnd(source.bytes, from, to) == to) {
            return false;
        }
        boolean isForeign = hasOtherLetters(source.bytes, from, to);
        if (!hasDisguised(source.bytes, from, to, isForeign)) {
            return false;
        }
        into.reset(to - from);
        int i = from;
        while (i < to) {
            int end = wordEnd(source.bytes, i, to);
            if (end == i) {
                end = i + 1;
                into.add(source, i, end);
            } else if (isDisguised(source.bytes, i, end, isForeign)) {
                fold(source, i, end, into);
            } else {
                into.add(source, i, end);
            }
            i = end;
        }
        into.end(source.origin(to));
        return true;
    }

    private static void fold(TextView source, int from, int to, TextView into) {
        int i = from;
        while (i < to) {
            int length = Math.max(1, Utf8.lengthAt(source.bytes, i, to));
            int c = length == 1 ? 0 : Utf8.codePointAt(source.bytes, i, length);
            int folded = fold(c);
            if (folded == c) {
                into.add(source, i, i + length);
            } else {
                into.add((byte) folded, source.origin(i));
            }
            i += length;
        }
    }

    private static boolean hasDisguised(byte[] b, int from, int to, boolean isForeign) {
        int i = from;
        while (i < to) {
            int end = wordEnd(b, i, to);
            if (end > i && isDisguised(b, i, end, isForeign)) {
                return true;
            }
            i = Math.max(end, i + 1);
        }
        return false;
    }

    private static boolean isDisguised(byte[] b, int from, int to, boolean isForeign) {
        boolean ascii = false;
        boolean lookalike = false;
        int i = from;
        while (i < to) {
            int length = Math.max(1, Utf8.lengthAt(b, i, to));
            if (b[i] >= 0) {
                ascii = true;
            } else if (length > 1) {
                int c = Utf8.codePointAt(b, i, length);
                lookalike |= fold(c) != c;
            }
            i += length;
        }
        return lookalike && (ascii || !isForeign);
    }

    /** Whether it has letters of these scripts that look like nothing in ASCII. */
    private static boolean hasOtherLetters(byte[] b, int from, int to) {
        int i = from;
        while (i < to) {
            int length = Math.max(1, Utf8.lengthAt(b, i, to));
            if (length == 2) {
                int c = Utf8.codePointAt(b, i, length);
                if (c >= 0x370 && c < 0x590 && fold(c) == c) {
                    return true;
                }
            }
            i += length;
        }
        return false;
    }

    private static int wordEnd(byte[] b, int from, int to) {
        int i = from;
        while (i < to && (b[i] < 0 || Ascii.isAlphanumeric(b[i]))) {
            i++;
        }
        return i;
    }
}
