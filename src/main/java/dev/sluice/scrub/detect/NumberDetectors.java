package dev.sluice.scrub.detect;

import dev.sluice.scrub.national.SocialSecurity;
import dev.sluice.scrub.policy.Kind;
import dev.sluice.scrub.text.Ascii;
import dev.sluice.scrub.text.Match;
import dev.sluice.scrub.text.Text;

/**
 * Everything that starts with a digit (or the bracket before an area code) at the border of a word. Detectors are asked in
 * the order of their cost, the surest first; the first one that is sure wins. Belongs to one thread.
 */
public final class NumberDetectors {
    private static final int FEWEST_PHONE_DIGITS = 7;
    private static final int SHORTEST_CARD = 14;

    private final PhoneDetector phones = new PhoneDetector();
    private final CardDetector cards = new CardDetector();
    private final IpDetector addresses = new IpDetector();
    private final BirthDetector births = new BirthDetector();
    private final StreetDetector streets = new StreetDetector();

    /** Looks at the run of digits {@code [i, run)}, which no word character stands before. */
    public boolean at(Text text, int i, int run, Match match) {
        byte[] b = text.bytes;
        int floor = text.from;
        int to = text.to;
        if (run - i <= 3 && run < to && b[run] == '.' && addresses.v4(b, floor, to, i)) {
            return match.is(addresses.start, addresses.end, Kind.IP);
        }
        if (births.at(text, i, run, match) || (text.hasSpaces && streets.at(text, i, run, match))) {
            return true;
        }
        boolean fraction = i > floor && (b[i - 1] == '.' || b[i - 1] == ',') && Ascii.isDigitAt(b, i - 2, floor, to);
        if (fraction || text.digits < FEWEST_PHONE_DIGITS) {
            return false;
        }
        boolean isCardLike = run - i >= SHORTEST_CARD || (run - i == 4 && Ascii.isDigitAt(b, run + 1, floor, to));
        if (isCardLike && cards.at(b, i, to)) {
            return match.is(i, cards.end, Kind.CREDIT_CARD);
        }
        int socialSecurity = SocialSecurity.endAt(b, floor, to, i);
        if (socialSecurity > 0) {
            return match.is(i, socialSecurity, Kind.US_SSN);
        }
        boolean isPhoneLike = run - i >= FEWEST_PHONE_DIGITS || (run < to && PhoneDetector.isSeparator(b[run]));
        return isPhoneLike && phones.national(b, floor, to, i) && match.is(i, phones.end, Kind.PHONE);
    }

    /** Looks at a bracket or a plus sign at {@code i}. */
    public boolean sign(Text text, int i, Match match) {
        if (text.digits < FEWEST_PHONE_DIGITS) {
            return false;
        }
        byte[] b = text.bytes;
        boolean isPhone = b[i] == '+'
                ? phones.international(b, text.from, text.to, i)
                : Ascii.isDigitAt(b, i + 1, text.from, text.to) && phones.national(b, text.from, text.to, i);
        return isPhone && match.is(i, phones.end, Kind.PHONE);
    }
}
