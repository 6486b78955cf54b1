package dev.sluice.scrub;

import java.nio.charset.StandardCharsets;

/**
 * One pass over a text: stops at the bytes that can be part of something personal and asks the detector in charge. Each
 * detector looks at a bounded stretch around the byte, or consumes what it looked at, so the work is linear.
 */
final class TextScanner {
    /** How much a text is searched for. */
    enum Scope {
        EVERYTHING,
        /** The same in a key, where a marker must not read like the name of something. */
        KEY,
        /** E-mail addresses only, because the text is a name that PostHog relies on. */
        EMAILS,
        /** The same in an identifier: what takes the place of an address must still tell persons apart. */
        IDENTIFIERS
    }

    private static final byte[] TRIGGERS = new byte[256];
    private static final int FEWEST_PHONE_DIGITS = 7;
    private static final int SHORTEST_CARD = 14;

    static {
        // J is the third letter of every JSON Web Token, and much rarer than the first two.
        for (byte b : "@=:+(JBb".getBytes(StandardCharsets.US_ASCII)) {
            TRIGGERS[b] = b;
        }
        for (int b = '0'; b <= '9'; b++) {
            TRIGGERS[b] = '0';
        }
    }

    private final EmailDetector emails = new EmailDetector();
    private final PhoneDetector phones = new PhoneDetector();
    private final CardDetector cards = new CardDetector();
    private final IpDetector addresses = new IpDetector();
    private final TokenDetector tokens = new TokenDetector();
    private final PairDetector pairs;
    private final Target target;
    private final Pseudonyms.Cache pseudonyms;

    private TextView view = TextView.ofDocument();
    private Claims claims = new Claims();
    private Scope scope = Scope.EVERYTHING;
    private boolean parameters;
    private boolean hasAt;
    private boolean hasPhoneDigits;
    private int to;
    /** Nothing before this index is looked at again. */
    private int floor;

    TextScanner(Target target, KeyTable keys, Pseudonyms.Cache pseudonyms) {
        this.target = target;
        this.pairs = new PairDetector(keys);
        this.pseudonyms = pseudonyms;
    }

    /** Claims what is personal in {@code [from, to)} of the view, a text with these triggers. */
    void scan(TextView view, int from, int to, Scope scope, StringTriggers triggers, Claims claims) {
        this.view = view;
        this.claims = claims;
        this.scope = scope;
        this.to = to;
        this.floor = from;
        parameters = (triggers.mask & StringTriggers.SPACE) == 0;
        hasAt = (triggers.mask & StringTriggers.AT) != 0;
        hasPhoneDigits = triggers.digits >= FEWEST_PHONE_DIGITS;
        claims.beginPass();
        if (isFull()) {
            everything(view.bytes, from);
        } else if (hasAt) {
            addresses(view.bytes, from);
        }
        claims.endPass();
    }

    private void addresses(byte[] b, int from) {
        int i = from;
        while (i < to) {
            i = b[i] == '@' && emails.at(b, floor, to, i) ? claimEmail(b) : i + 1;
        }
    }

    private void everything(byte[] b, int from) {
        int i = from;
        int end = to;
        while (i < end) {
            byte trigger = TRIGGERS[b[i] & 0xff];
            i = trigger == 0 ? i + 1 : triggered(trigger, b, i);
        }
    }

    private int triggered(byte trigger, byte[] b, int i) {
        return switch (trigger) {
            case '@' -> emails.at(b, floor, to, i) ? claimEmail(b) : i + 1;
            case '0' -> digits(b, i);
            case '+' ->
                hasPhoneDigits && phones.international(b, floor, to, i) ? claim(i, phones.end, Kind.PHONE) : i + 1;
            case '(' ->
                hasPhoneDigits && Ascii.isDigitAt(b, i + 1, floor, to) && phones.national(b, floor, to, i)
                        ? claim(i, phones.end, Kind.PHONE)
                        : i + 1;
            case '=' -> pairs.at(b, floor, to, i, parameters) ? claim(pairs.start, pairs.end, pairs.kind) : i + 1;
            case ':' -> colon(b, i);
            case 'J' ->
                i - 2 >= floor && tokens.jwt(b, floor, to, i - 2)
                        ? claim(tokens.start, tokens.end, Kind.SECRET)
                        : i + 1;
            default -> tokens.scheme(b, floor, to, i) ? claim(tokens.start, tokens.end, Kind.SECRET) : i + 1;
        };
    }

    private boolean isFull() {
        return scope == Scope.EVERYTHING || scope == Scope.KEY;
    }

    private int digits(byte[] b, int i) {
        int run = Ascii.digits(b, i, to);
        if (Ascii.isWordAt(b, i - 1, floor, to)) {
            // The start of an IPv6 address may still follow: "2a00:" is found at its colon.
            return run;
        }
        if (run - i <= 3 && run < to && b[run] == '.' && addresses.v4(b, floor, to, i)) {
            return claim(addresses.start, addresses.end, Kind.IP);
        }
        boolean fraction = i > floor && (b[i - 1] == '.' || b[i - 1] == ',') && Ascii.isDigitAt(b, i - 2, floor, to);
        if (fraction) {
            return run;
        }
        if (!hasPhoneDigits) {
            return run;
        }
        boolean isCardLike = run - i >= SHORTEST_CARD || (run - i == 4 && Ascii.isDigitAt(b, run + 1, floor, to));
        if (isCardLike && cards.at(b, i, to)) {
            return claim(i, cards.end, Kind.CARD);
        }
        int socialSecurity = SocialSecurity.endAt(b, floor, to, i);
        if (socialSecurity > 0) {
            return claim(i, socialSecurity, Kind.NATIONAL_ID);
        }
        boolean isPhoneLike = run - i >= FEWEST_PHONE_DIGITS || (run < to && PhoneDetector.isSeparator(b[run]));
        return isPhoneLike && phones.national(b, floor, to, i) ? claim(i, phones.end, Kind.PHONE) : run;
    }

    private int colon(byte[] b, int i) {
        if (i + 2 < to && b[i + 1] == '/' && b[i + 2] == '/') {
            return hasAt && UserInfo.find(b, i + 3, to) ? claimPassword(b, i + 3) : i + 3;
        }
        if (pairs.header(b, floor, to, i)) {
            return claim(pairs.start, pairs.end, pairs.kind);
        }
        return addresses.v6(b, floor, to, i) ? claim(addresses.start, addresses.end, Kind.IP) : i + 1;
    }

    private int claimPassword(byte[] b, int from) {
        int colon = UserInfo.colon(b, from, to);
        return claim(colon + 1, UserInfo.at(b, from, to), Kind.SECRET);
    }

    private int claimEmail(byte[] b) {
        if (scope != Scope.IDENTIFIERS) {
            return claim(emails.start, emails.end, Kind.EMAIL);
        }
        byte[] token = pseudonyms.token(target.project, Pseudonyms.Domain.EMAIL, b, emails.start, emails.end);
        claims.add(view.origin(emails.start), view.origin(emails.end), Kind.EMAIL, Action.PSEUDONYM, token);
        floor = emails.end;
        return emails.end;
    }

    private int claim(int start, int end, Kind kind) {
        byte[] marker = scope == Scope.KEY ? Kind.SECRET.marker() : kind.marker();
        Action action = kind == Kind.SECRET || kind == Kind.PAYMENT ? Action.REMOVE : Action.REPLACE;
        claims.add(view.origin(start), view.origin(end), kind, action, marker);
        floor = end;
        return end;
    }
}
