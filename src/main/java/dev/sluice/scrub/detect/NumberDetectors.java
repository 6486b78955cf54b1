package dev.sluice.scrub.detect;

import dev.sluice.scrub.national.IdentityDetector;
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
    /** A national insurance number has six. */
    private static final int FEWEST_IDENTITY_DIGITS = 6;

    private static final int SHORTEST_CARD = 12;
    private static final int AREA_CODE = 3;

    private final PhoneDetector phones = new PhoneDetector();
    private final CardDetector cards = new CardDetector();
    private final IpDetector addresses = new IpDetector();
    private final IdentityDetector identities = new IdentityDetector();
    private final MacDetector hardware = new MacDetector();
    private final GpsDetector places = new GpsDetector();
    private final ImeiDetector devices = new ImeiDetector();
    private final BankDetector banks = new BankDetector();
    private final IbanDetector accounts = new IbanDetector();
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
        if (hardware.around(text, i, run, match) || places.at(text, i, run, match)) {
            return true;
        }
        if (births.at(text, i, run, match) || (text.hasSpaces && streets.at(text, i, run, match))) {
            return true;
        }
        if (i > floor && b[i - 1] < 0 && EastAsianAddress.at(text, i, run, match)) {
            return true;
        }
        if (text.digits < FEWEST_IDENTITY_DIGITS || isFraction(b, floor, i)) {
            return false;
        }
        boolean isContinued = isContinued(b, floor, i);
        if ((!isContinued && devices.at(text, i, match)) || card(text, i, run, match)) {
            return true;
        }
        if (identities.number(text, i, match)) {
            return true;
        }
        if (text.digits < FEWEST_PHONE_DIGITS) {
            return false;
        }
        if (!isContinued && banks.at(text, i, match)) {
            return true;
        }
        boolean isGrouped = run < to && PhoneDetector.isSeparator(b[run]) && (!isContinued || run - i == AREA_CODE);
        boolean isPhoneLike = run - i >= FEWEST_PHONE_DIGITS || isGrouped;
        return isPhoneLike && phones.national(b, floor, to, i) && match.is(i, phones.end, Kind.PHONE);
    }

    /** What stands after a decimal point or comma; after so many digits the comma is one of a list. */
    private static boolean isFraction(byte[] b, int from, int i) {
        if (i - 2 < from || !Ascii.isDigit(b[i - 2])) {
            return false;
        }
        return b[i - 1] == '.' || (b[i - 1] == ',' && !Ascii.isDigitAt(b, i - 1 - FEWEST_PHONE_DIGITS, from, i));
    }

    /** Whether another group of digits stands right before it: whoever looked there has seen these digits, too. */
    private static boolean isContinued(byte[] b, int from, int i) {
        return i - 2 >= from && PhoneDetector.isSeparator(b[i - 1]) && Ascii.isDigit(b[i - 2]);
    }

    private boolean card(Text text, int i, int run, Match match) {
        int size = run - i;
        boolean isGrouped = CardDetector.isFirstGroup(size) && Ascii.isDigitAt(text.bytes, run + 1, text.from, text.to);
        return (size >= SHORTEST_CARD || isGrouped)
                && cards.at(text.bytes, text.from, text.to, i)
                && match.is(i, cards.end, Kind.CREDIT_CARD);
    }

    /** Looks at the value that starts at {@code i}, after its name and an equals sign: what has spaces in it ends there for others. */
    public boolean value(Text text, int i, Match match) {
        if (i + 1 >= text.to) {
            return false;
        }
        return Ascii.isDigit(text.bytes[i])
                ? text.digits >= SHORTEST_CARD && card(text, i, Ascii.digits(text.bytes, i, text.to), match)
                : accounts.at(text, i, match);
    }

    /** Looks around a colon at {@code i}. */
    public boolean colon(Text text, int i, Match match) {
        if (hardware.colon(text, i, match)) {
            return true;
        }
        return addresses.v6(text.bytes, text.from, text.to, i) && match.is(addresses.start, addresses.end, Kind.IP);
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
        return isPhone && match.is(phones.start, phones.end, Kind.PHONE);
    }
}
