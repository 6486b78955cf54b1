package dev.sluice.scrub;

import java.util.Arrays;

/**
 * Characters that people read as ASCII ones, or do not see at all: compatibility forms (as NFKC has them: full-width,
 * mathematical, circled, raised and lowered letters, digits and signs), the decimal digits of all scripts, spaces, dashes,
 * dots and quotation marks. Letters of other scripts that merely look like Latin ones are {@link Confusables}: telling those
 * apart takes the word around them.
 */
final class Lookalikes {
    /** Answer for characters that take no room: zero-width spaces and joiners, soft hyphen, marks over other letters. */
    static final int INVISIBLE = -2;

    /** What signs and brackets are read as that stand for no ASCII character: an end to the word beside them, no more. */
    private static final char BORDER = '|';

    /**
     * First code point (hexadecimal), how many follow each other, and the ASCII character the first one stands for; from
     * the compatibility decompositions of Unicode 16, without what {@link #byType} decides, and some signs that only look
     * the same.
     */
    private static final String TABLE = """
            aa+1a b2+22 b7+1. b9+11 ba+1o 17f+1s 2b0+1h 2b2+1j 2b3+1r 2b7+1w 2b8+1y 2bc+1' 2d0+1: 2d7+1- 2e1+1l
            2e2+1s 2e3+1x 37e+1; 5c3+1: 60c+1, 66b+1. 66c+1, 6d4+1. 1d2c+1A 1d2e+1B 1d30+2D 1d33+8G 1d3c+1O
            1d3e+1P 1d3f+1R 1d40+2T 1d42+1W 1d43+1a 1d47+1b 1d48+2d 1d4d+1g 1d4f+1k 1d50+1m 1d52+1o 1d56+1p
            1d57+2t 1d5b+1v 1d62+1i 1d63+1r 1d64+2u 1d9c+1c 1da0+1f 1dbb+1z 1fef+1` 2018+1' 2019+1' 201a+1'
            201b+1' 201c+1" 201d+1" 201e+1" 201f+1" 2022+1. 2024+1. 2027+1. 2032+1' 2033+1" 2043+1- 2044+1/
            2070+10 2071+1i 2074+64 207a+1+ 207c+1= 207d+2( 207f+1n 2080+100 208a+1+ 208c+1= 208d+2( 2090+1a
            2091+1e 2092+1o 2093+1x 2095+1h 2096+4k 209a+1p 209b+2s 2102+1C 210a+1g 210b+1H 210c+1H 210d+1H
            210e+1h 2110+1I 2111+1I 2112+1L 2113+1l 2115+1N 2119+3P 211c+1R 211d+1R 2124+1Z 2128+1Z 212a+1K
            212c+2B 212f+1e 2130+2E 2133+1M 2134+1o 2139+1i 2145+1D 2146+2d 2148+2i 2160+1I 2164+1V 2169+1X
            216c+1L 216d+2C 216f+1M 2170+1i 2174+1v 2179+1x 217c+1l 217d+2c 217f+1m 2212+1- 2215+1/ 2217+1*
            2219+1. 2223+1| 2236+1: 22c5+1. 23af+1- 2460+91 2474+91 2488+91 249c+26a 24b6+26A 24d0+26a 24ea+10
            24f5+91 24ff+10 2500+1- 2776+91 2780+91 278a+91 2795+1+ 2796+1- 29f8+1/ 2a2f+1x 2c7c+1j 2c7d+1V
            2e31+1. 3001+1, 3002+1. 30fb+1. a789+1: a7f2+1C a7f3+1F a7f4+1Q fb29+1+ fe10+1, fe13+2: fe15+1!
            fe16+1? fe35+2( fe37+1{ fe38+1} fe47+1[ fe48+1] fe50+1, fe52+1. fe54+1; fe55+1: fe56+1? fe57+1!
            fe59+2( fe5b+1{ fe5c+1} fe5f+1# fe60+1& fe61+2* fe63+1- fe64+1< fe65+1> fe66+1= fe68+1\\ fe69+2$
            fe6b+1@ ff01+12! ff0e+2. ff1a+37: ff40+31` ff61+1. ff65+1. 107a5+1q 1ccd6+26A 1d400+26A 1d41a+26a 1d434+26A
            1d44e+7a 1d456+18i 1d468+26A 1d482+26a 1d49c+1A 1d49e+2C 1d4a2+1G 1d4a5+2J 1d4a9+4N 1d4ae+8S
            1d4b6+4a 1d4bb+1f 1d4bd+7h 1d4c5+11p 1d4d0+26A 1d4ea+26a 1d504+2A 1d507+4D 1d50d+8J 1d516+7S
            1d51e+26a 1d538+2A 1d53b+4D 1d540+5I 1d546+1O 1d54a+7S 1d552+26a 1d56c+26A 1d586+26a 1d5a0+26A
            1d5ba+26a 1d5d4+26A 1d5ee+26a 1d608+26A 1d622+26a 1d63c+26A 1d656+26a 1d670+26A 1d68a+26a 1f100+10
            1f101+100 1f10b+10 1f10c+10 1f110+26A 1f12a+1S 1f12b+1C 1f12c+1R 1f130+26A 1f150+26A 1f170+26A
            """;

    private static final int[] STARTS;
    private static final int[] COUNTS;
    private static final char[] STANDS_FOR;

    static {
        String[] runs = TABLE.strip().split("\\s+", -1);
        STARTS = new int[runs.length];
        COUNTS = new int[runs.length];
        STANDS_FOR = new char[runs.length];
        for (int i = 0; i < runs.length; i++) {
            String run = runs[i];
            int plus = run.indexOf('+');
            STARTS[i] = Integer.parseInt(run.substring(0, plus), 16);
            COUNTS[i] = Integer.parseInt(run.substring(plus + 1, run.length() - 1));
            STANDS_FOR[i] = run.charAt(run.length() - 1);
        }
    }

    private Lookalikes() {}

    /** The ASCII character that {@code c}, which is none, stands for; {@link #INVISIBLE}; or {@code c} itself. */
    static int fold(int c) {
        // The letters of most texts that are not English: nothing in here looks like ASCII in every word.
        if ((c >= 0xc0 && c < 0x17f) || (c >= 0x3130 && c < 0xa4d0 && c != 0x3164) || (c >= 0xac00 && c < 0xd800)) {
            return c;
        }
        int decided = byType(c);
        if (decided != c) {
            return decided;
        }
        int found = Arrays.binarySearch(STARTS, c);
        int run = found >= 0 ? found : -found - 2;
        boolean inside = run >= 0 && c < STARTS[run] + COUNTS[run];
        return inside ? STANDS_FOR[run] + c - STARTS[run] : isBorder(c) ? BORDER : c;
    }

    /** Guillemets, brackets, ellipses, arrows, bullets, emoji. Degrees, numero and currency signs mean something. */
    private static boolean isBorder(int c) {
        return switch (Character.getType(c)) {
            case Character.START_PUNCTUATION,
                    Character.END_PUNCTUATION,
                    Character.INITIAL_QUOTE_PUNCTUATION,
                    Character.FINAL_QUOTE_PUNCTUATION,
                    Character.OTHER_PUNCTUATION -> true;
            case Character.OTHER_SYMBOL, Character.MATH_SYMBOL -> c >= 0x2190;
            case Character.MODIFIER_SYMBOL -> c >= 0x1f000;
            default -> false;
        };
    }

    private static int byType(int c) {
        return switch (Character.getType(c)) {
            case Character.DECIMAL_DIGIT_NUMBER -> '0' + Character.digit(c, 10);
            case Character.SPACE_SEPARATOR, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> ' ';
            case Character.DASH_PUNCTUATION -> '-';
            case Character.CONNECTOR_PUNCTUATION -> '_';
            case Character.CONTROL -> c == 0x85 ? ' ' : INVISIBLE;
            case Character.FORMAT -> INVISIBLE;
            case Character.NON_SPACING_MARK, Character.ENCLOSING_MARK -> isMark(c) ? INVISIBLE : c;
            case Character.OTHER_LETTER, Character.UNASSIGNED, Character.OTHER_SYMBOL -> isBlank(c) ? INVISIBLE : c;
            default -> c;
        };
    }

    /** Marks that belong to no script, and those that only choose a variant; a script's own vowel signs stay. */
    private static boolean isMark(int c) {
        return (c >= 0x300 && c <= 0x36f)
                || (c >= 0x17b4 && c <= 0x17b5)
                || (c >= 0x180b && c <= 0x180f)
                || (c >= 0x1ab0 && c <= 0x1aff)
                || (c >= 0x1dc0 && c <= 0x1dff)
                || (c >= 0x20d0 && c <= 0x20ff)
                || (c >= 0xfe00 && c <= 0xfe0f)
                || (c >= 0xfe20 && c <= 0xfe2f)
                || (c >= 0xe0100 && c <= 0xe01ef);
    }

    /** Letters and unassigned characters that Unicode counts as ignorable, and the empty pattern of Braille. */
    private static boolean isBlank(int c) {
        return c == 0x115f
                || c == 0x1160
                || c == 0x2065
                || c == 0x2800
                || c == 0x3164
                || c == 0xffa0
                || (c >= 0xfff0 && c <= 0xfff8)
                || (c >= 0xe0000 && c <= 0xe0fff);
    }
}
