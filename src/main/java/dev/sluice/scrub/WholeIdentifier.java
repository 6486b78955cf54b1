package dev.sluice.scrub;

import dev.sluice.scrub.detect.CardDetector;
import dev.sluice.scrub.detect.EmailDetector;
import dev.sluice.scrub.detect.IbanDetector;
import dev.sluice.scrub.detect.IpAddress;
import dev.sluice.scrub.detect.JsonWebToken;
import dev.sluice.scrub.detect.PhoneDetector;
import dev.sluice.scrub.national.IdentityDetector;
import dev.sluice.scrub.policy.Kind;
import dev.sluice.scrub.text.Ascii;
import org.jspecify.annotations.Nullable;

/**
 * Texts that are one identifier and nothing else: tokens join, markers do not. The white space around one goes with it, or
 * else it would tell two spellings apart. Belongs to one thread.
 */
final class WholeIdentifier {
    private static final int FEWEST_CARD_DIGITS_ALONE = 14;
    private static final int FEWEST_NATIONAL_DIGITS = 9;
    private static final int FEWEST_IDENTITY_DIGITS = 4;

    private final Target target;
    /** RFC 3966. */
    private static final String DIAL = "tel:";

    private final Redactor redactor;
    private final EmailDetector emails = new EmailDetector();
    private final PhoneDetector phones = new PhoneDetector();
    private final CardDetector cards = new CardDetector();
    private final IbanDetector ibans = new IbanDetector();
    private final JsonWebToken tokens = new JsonWebToken();
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
        boolean isEmail = isEmailPossible && emails.isWhole(b, start, end);
        if (scope == TextScanner.Scope.IDENTIFIERS) {
            Kind kind = isEmail ? Kind.EMAIL : kindOfIdentity(b, start, end, triggers);
            if (kind != null) {
                claims.clear();
                redactor.identity(view, from, to, kind, start, end, claims);
            }
            return kind != null;
        }
        if (isEmail) {
            claims.clear();
            if (scope == TextScanner.Scope.EVERYTHING) {
                redactor.whole(view, from, to, Kind.EMAIL, view, start, end, claims);
            } else {
                redactor.identity(view, from, to, Kind.EMAIL, start, end, claims);
            }
            return true;
        }
        return scope == TextScanner.Scope.EVERYTHING && text(view, start, end, triggers, claims);
    }

    private boolean text(TextView view, int start, int end, StringTriggers triggers, Claims claims) {
        byte[] b = view.bytes;
        Kind kind = null;
        if (triggers.digits >= FEWEST_NATIONAL_DIGITS && phones.isWholeNational(b, start, end)) {
            kind = Kind.PHONE;
        } else if (identities.isWhole(b, start, end, target.isText)) {
            // Under the key of a document that does not say so, digits alone are some number of its own.
            kind = identities.kind();
        }
        if (kind != null) {
            claims.clear();
            redactor.part(view, start, end, kind, claims);
        }
        return kind != null;
    }

    /** What an identifier is that tells persons apart; null if nothing says that it is more than that. */
    private @Nullable Kind kindOfIdentity(byte[] b, int start, int end, StringTriggers triggers) {
        if (identities.isWhole(b, start, end, false)) {
            return identities.kind();
        }
        int number = Ascii.startsWith(b, start, end, DIAL) ? start + DIAL.length() : start;
        if (phones.isWholeInternational(b, number, end)
                || (triggers.digits >= FEWEST_NATIONAL_DIGITS && phones.isWholeNational(b, number, end))) {
            return Kind.PHONE;
        }
        if (triggers.digits >= FEWEST_CARD_DIGITS_ALONE && cards.isWhole(b, start, end, FEWEST_CARD_DIGITS_ALONE)) {
            return Kind.CREDIT_CARD;
        }
        if (ibans.isWhole(b, start, end)) {
            return Kind.IBAN;
        }
        if (tokens.at(b, start, end, start) && tokens.end == end) {
            return Kind.JWT;
        }
        IpAddress address = IpAddress.parse(b, start, end);
        return address != null && address.isPublic() ? Kind.IP : null;
    }
}
