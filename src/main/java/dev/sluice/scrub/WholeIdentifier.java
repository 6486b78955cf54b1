package dev.sluice.scrub;

/** Texts that are one identifier and nothing else: tokens join, markers do not. Belongs to one thread. */
final class WholeIdentifier {
    private static final int FEWEST_CARD_DIGITS_ALONE = 14;
    private static final int FEWEST_NATIONAL_DIGITS = 9;
    private static final int FEWEST_INTERNATIONAL_DIGITS = 8;

    private final Target target;
    private final Pseudonyms.Cache pseudonyms;
    private final EmailDetector emails = new EmailDetector();
    private final PhoneDetector phones = new PhoneDetector();
    private final CardDetector cards = new CardDetector();

    WholeIdentifier(Target target, Pseudonyms.Cache pseudonyms) {
        this.target = target;
        this.pseudonyms = pseudonyms;
    }

    /** If the whole text is an identifier, claims it as such and takes back every other claim. */
    boolean claim(TextView view, int from, int to, TextScanner.Scope scope, StringTriggers triggers, Claims claims) {
        boolean isEmailPossible = (triggers.mask & StringTriggers.AT) != 0;
        if (!isEmailPossible && triggers.digits < FEWEST_INTERNATIONAL_DIGITS) {
            return false;
        }
        byte[] b = view.bytes;
        int start = from;
        int end = to;
        while (start < end && Ascii.isSpace(b[start])) {
            start++;
        }
        while (start < end && Ascii.isSpace(b[end - 1])) {
            end--;
        }
        if (isEmailPossible && emails.isWhole(b, start, end)) {
            pseudonym(view, start, end, Kind.EMAIL, Pseudonyms.Domain.EMAIL, claims);
            return true;
        }
        if (scope == TextScanner.Scope.EVERYTHING
                && triggers.digits >= FEWEST_NATIONAL_DIGITS
                && phones.isWholeNational(b, start, end)) {
            claims.clear();
            claims.add(view.origin(start), view.origin(end), Kind.PHONE, Action.REPLACE, Kind.PHONE.marker());
            return true;
        }
        if (scope != TextScanner.Scope.IDENTIFIERS) {
            return false;
        }
        if (phones.isWholeInternational(b, start, end)) {
            pseudonym(view, start, end, Kind.PHONE, Pseudonyms.Domain.PHONE, claims);
            return true;
        }
        if (triggers.digits >= FEWEST_CARD_DIGITS_ALONE && cards.isWhole(b, start, end, FEWEST_CARD_DIGITS_ALONE)) {
            pseudonym(view, start, end, Kind.CARD, Pseudonyms.Domain.CARD, claims);
            return true;
        }
        return false;
    }

    private void pseudonym(TextView view, int from, int to, Kind kind, Pseudonyms.Domain domain, Claims claims) {
        claims.clear();
        byte[] token = pseudonyms.token(target.project, domain, view.bytes, from, to);
        claims.add(view.origin(from), view.origin(to), kind, Action.PSEUDONYM, token);
    }
}
