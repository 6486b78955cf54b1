package dev.sluice.scrub;

import dev.sluice.scrub.detect.CardDetector;
import dev.sluice.scrub.detect.EmailDetector;
import dev.sluice.scrub.detect.PhoneDetector;
import dev.sluice.scrub.national.IdentityDetector;
import dev.sluice.scrub.policy.Kind;
import dev.sluice.scrub.text.Ascii;

/** Texts that are one identifier and nothing else: tokens join, markers do not. Belongs to one thread. */
final class WholeIdentifier {
    private static final int FEWEST_CARD_DIGITS_ALONE = 14;
    private static final int FEWEST_NATIONAL_DIGITS = 9;
    private static final int FEWEST_IDENTITY_DIGITS = 4;

    private final Target target;
    private final Redactor redactor;
    private final EmailDetector emails = new EmailDetector();
    private final PhoneDetector phones = new PhoneDetector();
    private final CardDetector cards = new CardDetector();
    private final IdentityDetector identities = new IdentityDetector();

    WholeIdentifier(Target target, Redactor redactor) {
        this.target = target;
        this.redactor = redactor;
    }

    /** If the whole text is an identifier, claims it as such and takes back every other claim. */
    boolean claim(TextView view, int from, int to, TextScanner.Scope scope, StringTriggers triggers, Claims claims) {
        boolean isEmailPossible = (triggers.mask & StringTriggers.AT) != 0;
        if (!isEmailPossible && triggers.digits < FEWEST_IDENTITY_DIGITS) {
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
            claims.clear();
            if (scope == TextScanner.Scope.EVERYTHING) {
                redactor.whole(view, start, end, Kind.EMAIL, claims);
            } else {
                redactor.identity(view, from, to, Kind.EMAIL, start, end, claims);
            }
            return true;
        }
        if (scope == TextScanner.Scope.EVERYTHING
                && triggers.digits >= FEWEST_NATIONAL_DIGITS
                && phones.isWholeNational(b, start, end)) {
            claims.clear();
            redactor.part(view, start, end, Kind.PHONE, claims);
            return true;
        }
        // Under the key of a document that does not say so, digits alone are some number of its own.
        boolean identifiers = scope == TextScanner.Scope.IDENTIFIERS;
        if ((identifiers || scope == TextScanner.Scope.EVERYTHING)
                && identities.isWhole(b, start, end, !identifiers && target.isText)) {
            if (identifiers) {
                identity(view, from, to, identities.kind(), start, end, claims);
            } else {
                claims.clear();
                redactor.part(view, start, end, identities.kind(), claims);
            }
            return true;
        }
        if (!identifiers) {
            return false;
        }
        if (phones.isWholeInternational(b, start, end)) {
            identity(view, from, to, Kind.PHONE, start, end, claims);
            return true;
        }
        if (triggers.digits >= FEWEST_CARD_DIGITS_ALONE && cards.isWhole(b, start, end, FEWEST_CARD_DIGITS_ALONE)) {
            identity(view, from, to, Kind.CREDIT_CARD, start, end, claims);
            return true;
        }
        return false;
    }

    /** White space around it belongs to the spelling: with it or without, it is the same person. */
    private void identity(TextView view, int from, int to, Kind kind, int start, int end, Claims claims) {
        claims.clear();
        redactor.identity(view, from, to, kind, start, end, claims);
    }
}
