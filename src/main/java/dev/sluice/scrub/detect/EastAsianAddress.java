package dev.sluice.scrub.detect;

import dev.sluice.json.Utf8;
import dev.sluice.scrub.policy.Kind;
import dev.sluice.scrub.text.Ascii;
import dev.sluice.scrub.text.Match;
import dev.sluice.scrub.text.Text;

/**
 * Addresses in Chinese and Japanese, which go from the large to the small without a space and end in numbers: {@code
 * 東京都港区芝公園4-2-8}, {@code 北京市海淀区中关村大街27号}. At least two levels of administration or a street, each named,
 * and then a number that is that of a house.
 */
final class EastAsianAddress {
    private static final int BYTES = 3;
    private static final int FEWEST_LEVELS = 2;
    private static final int MOST_CHARACTERS = 40;
    /** What the name of a level ends with. */
    private static final String LEVELS = "都道府県市区町村郡省縣县區镇鎮乡鄉路街巷弄里";
    /** What numbers of houses, buildings, floors and flats are followed by. */
    private static final String NUMBERS = "号號番地丁目室楼樓层層階栋棟单單元弄巷之の";

    private EastAsianAddress() {}

    /** Looks around the run of digits {@code [i, run)}, which a character outside ASCII stands before. */
    static boolean at(Text text, int i, int run, Match match) {
        byte[] b = text.bytes;
        int start = i;
        int levels = 0;
        boolean ended = false;
        for (int characters = 0; characters < MOST_CHARACTERS && start - BYTES >= text.from; characters++) {
            int c = ideograph(b, start - BYTES, start);
            if (c < 0) {
                break;
            }
            // 市区町村 is the word for all of them and the name of none.
            boolean level = LEVELS.indexOf(c) >= 0;
            levels += ended && !level ? 1 : 0;
            ended = level;
            start -= BYTES;
        }
        if (levels < FEWEST_LEVELS) {
            return false;
        }
        int end = numberEnd(b, run, text.to);
        return end > run && match.is(start, end, Kind.STREET_ADDRESS);
    }

    /** Index after the further numbers of the house; {@code run} if it is any other number. */
    private static int numberEnd(byte[] b, int run, int to) {
        int end = run;
        int limit = Math.min(to, run + MOST_CHARACTERS);
        while (end < limit) {
            if (b[end] == '-' && Ascii.isDigitAt(b, end + 1, run, to)) {
                end = Ascii.digits(b, end + 1, to);
            } else if (end > run && Ascii.isDigit(b[end])) {
                end = Ascii.digits(b, end, to);
            } else if (NUMBERS.indexOf(ideograph(b, end, to)) >= 0) {
                end += BYTES;
            } else {
                break;
            }
        }
        return end;
    }

    /** The Chinese character, or Japanese letter, of three bytes at {@code i}; -1 if something else is there. */
    private static int ideograph(byte[] b, int i, int to) {
        boolean possible = i + BYTES <= to && (b[i] & 0xff) >= 0xe3 && (b[i] & 0xff) <= 0xe9;
        if (!possible || Utf8.lengthAt(b, i, to) != BYTES) {
            return -1;
        }
        int c = Utf8.codePointAt(b, i, BYTES);
        return Character.isLetter(c) ? c : -1;
    }
}
