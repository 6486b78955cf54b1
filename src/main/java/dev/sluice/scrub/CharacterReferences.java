package dev.sluice.scrub;

import dev.sluice.json.Hex;
import dev.sluice.json.Utf8;
import dev.sluice.scrub.text.Ascii;
import dev.sluice.scrub.text.Words;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Character references of HTML (living standard, section 13.5): numeric ones with and without their semicolon, and the names
 * of everything in ASCII, of the letters of Latin-1, and of what is not seen.
 */
final class CharacterReferences {
    private static final int LONGEST_NUMBER = 10;
    private static final int SLOTS = 512;

    /** Names and what they stand for; a code point in hexadecimal where the character itself could not be read here. */
    private static final String NAMES = """
            excl ! quot 22 QUOT 22 num # dollar $ percnt % amp & AMP & apos ' lpar ( rpar ) ast * midast * plus + comma ,
            period . sol / colon : semi ; lt < LT < equals = gt > GT > quest ? commat @ lsqb [ lbrack [ bsol 5c rsqb ]
            rbrack ] Hat ^ lowbar _ UnderBar _ grave ` DiacriticalGrave ` lcub { lbrace { verbar | vert | VerticalLine |
            rcub } rbrace } Tab 20 NewLine 20 hyphen - dash - ndash - mdash - horbar - minus - shy ad lrm ad rlm ad
            zwj ad zwnj ad ZeroWidthSpace ad NoBreak ad af ad ApplyFunction ad ic ad InvisibleComma ad it ad
            InvisibleTimes ad NegativeThinSpace ad NegativeMediumSpace ad NegativeThickSpace ad NegativeVeryThinSpace ad
            nbsp 20 NonBreakingSpace 20 ensp 20 emsp 20 emsp13 20 emsp14 20 thinsp 20 ThinSpace 20 hairsp 20
            VeryThinSpace 20 numsp 20 puncsp 20 MediumSpace 20 middot . centerdot . CenterDot . frasl /
            lsquo ' rsquo ' OpenCurlyQuote ' CloseCurlyQuote ' ldquo 22 rdquo 22 OpenCurlyDoubleQuote 22
            CloseCurlyDoubleQuote 22
            Agrave À Aacute Á Acirc Â Atilde Ã Auml Ä Aring Å AElig Æ Ccedil Ç Egrave È Eacute É Ecirc Ê Euml Ë
            Igrave Ì Iacute Í Icirc Î Iuml Ï ETH Ð Ntilde Ñ Ograve Ò Oacute Ó Ocirc Ô Otilde Õ Ouml Ö Oslash Ø
            Ugrave Ù Uacute Ú Ucirc Û Uuml Ü Yacute Ý THORN Þ szlig ß agrave à aacute á acirc â atilde ã auml ä
            aring å aelig æ ccedil ç egrave è eacute é ecirc ê euml ë igrave ì iacute í icirc î iuml ï eth ð
            ntilde ñ ograve ò oacute ó ocirc ô otilde õ ouml ö oslash ø ugrave ù uacute ú ucirc û uuml ü yacute ý
            thorn þ yuml ÿ ordm º ordf ª sup1 1 sup2 2 sup3 3
            """;

    private static final byte[] @Nullable [] KEYS = new byte[SLOTS][];
    private static final int[] VALUES = new int[SLOTS];
    private static final int LONGEST_NAME;

    static {
        String[] words = NAMES.strip().split("\\s+", -1);
        int longest = 0;
        for (int i = 0; i < words.length; i += 2) {
            byte[] name = words[i].getBytes(StandardCharsets.US_ASCII);
            String stands = words[i + 1];
            int slot = Words.hash(name, 0, name.length) & (SLOTS - 1);
            while (KEYS[slot] != null) {
                slot = (slot + 1) & (SLOTS - 1);
            }
            KEYS[slot] = name;
            VALUES[slot] = stands.length() == 1 ? stands.charAt(0) : Integer.parseInt(stands, 16);
            longest = Math.max(longest, name.length);
        }
        LONGEST_NAME = longest;
    }

    private CharacterReferences() {}

    /** The reference at the ampersand at {@code amp}: its length in the upper half, its character in the lower; 0 for none. */
    static long at(byte[] b, int amp, int to) {
        if (amp + 2 >= to) {
            return 0;
        }
        return b[amp + 1] == '#' ? numeric(b, amp, to) : named(b, amp, to);
    }

    private static long numeric(byte[] b, int amp, int to) {
        boolean hexadecimal = (b[amp + 2] | 0x20) == 'x';
        int digits = amp + (hexadecimal ? 3 : 2);
        int limit = Math.min(to, digits + LONGEST_NUMBER);
        long value = 0;
        int i = digits;
        while (i < limit && (hexadecimal ? Hex.digit(b[i]) >= 0 : Ascii.isDigit(b[i]))) {
            value = value * (hexadecimal ? 16 : 10) + Hex.digit(b[i]);
            i++;
        }
        if (i == digits || value == 0 || value > Character.MAX_CODE_POINT) {
            return 0;
        }
        boolean ends = i < to && b[i] == ';';
        if (!ends && i < to && b[i] < 0 && isDisguised(b, i, to)) {
            // Its other digits become visible first.
            return 0;
        }
        int end = ends ? i + 1 : i;
        return (long) (end - amp) << 32 | value;
    }

    private static boolean isDisguised(byte[] b, int i, int to) {
        int length = Utf8.lengthAt(b, i, to);
        int c = length == 0 ? 0 : Utf8.codePointAt(b, i, length);
        return length > 0 && Lookalikes.fold(c) != c;
    }

    private static long named(byte[] b, int amp, int to) {
        int limit = Math.min(to, amp + LONGEST_NAME + 2);
        int i = amp + 1;
        while (i < limit && Ascii.isAlphanumeric(b[i])) {
            i++;
        }
        if (i == limit || b[i] != ';') {
            return 0;
        }
        int slot = Words.hash(b, amp + 1, i) & (SLOTS - 1);
        for (byte[] key = KEYS[slot]; key != null; key = KEYS[slot]) {
            if (Arrays.equals(key, 0, key.length, b, amp + 1, i)) {
                return (long) (i + 1 - amp) << 32 | VALUES[slot];
            }
            slot = (slot + 1) & (SLOTS - 1);
        }
        return 0;
    }
}
