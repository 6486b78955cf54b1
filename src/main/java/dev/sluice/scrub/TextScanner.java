package dev.sluice.scrub;

import dev.sluice.scrub.detect.CodeDetectors;
import dev.sluice.scrub.detect.EmailDetector;
import dev.sluice.scrub.detect.JsonWebToken;
import dev.sluice.scrub.detect.NumberDetectors;
import dev.sluice.scrub.detect.UserInfo;
import dev.sluice.scrub.detect.UserPathDetector;
import dev.sluice.scrub.detect.WebhookAddress;
import dev.sluice.scrub.detect.WordDetectors;
import dev.sluice.scrub.policy.Kind;
import dev.sluice.scrub.text.Ascii;
import dev.sluice.scrub.text.Letters;
import dev.sluice.scrub.text.Match;
import dev.sluice.scrub.text.Text;
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
        /** Credentials, e-mail addresses and users' folders, because the text is about the source of a program. */
        CODE,
        /** Credentials and e-mail addresses, because the text is about a machine or a program. */
        MACHINE,
        /** E-mail addresses only, because the text is a name that PostHog relies on. */
        EMAILS,
        /** The same in an identifier: what takes the place of an address must still tell persons apart. */
        IDENTIFIERS
    }

    /** What to do at a byte: 0 nothing, {@link #NUMBER}, {@link #WORD}, or the byte itself. */
    private static final byte[] TRIGGERS = new byte[256];

    private static final byte[] TRIGGERS_WITH_WORDS = new byte[256];
    private static final byte NUMBER = '0';
    private static final byte WORD = 'w';

    static {
        // J is the third letter of every JSON Web Token, and much rarer than the first two.
        for (byte b : "@=:,+(J_/\\>".getBytes(StandardCharsets.US_ASCII)) {
            TRIGGERS[b] = b;
            TRIGGERS_WITH_WORDS[b] = b;
        }
        for (int b = '0'; b <= '9'; b++) {
            TRIGGERS[b] = NUMBER;
            TRIGGERS_WITH_WORDS[b] = NUMBER;
        }
        for (int b = 'a'; b <= 'z'; b++) {
            TRIGGERS_WITH_WORDS[b] = WORD;
            TRIGGERS_WITH_WORDS[b - 0x20] = WORD;
        }
        // First bytes of all other letters.
        for (int b = 0xc3; b <= 0xf4; b++) {
            TRIGGERS_WITH_WORDS[b] = WORD;
        }
    }

    private final EmailDetector emails = new EmailDetector();
    private final JsonWebToken tokens = new JsonWebToken();
    private final UserInfo userInfo = new UserInfo();
    private final WebhookAddress webhooks = new WebhookAddress();
    private final NumberDetectors numbers = new NumberDetectors();
    private final CodeDetectors codes = new CodeDetectors();
    private final WordDetectors words = new WordDetectors();
    private final UserPathDetector userPaths = new UserPathDetector();
    private final PairDetector pairs;
    private final ElementDetector elements;
    private final Redactor redactor;
    private final Text text = new Text();
    private final Match match = new Match();

    private TextView view = TextView.ofDocument();
    private Claims claims = new Claims();
    private Scope scope = Scope.EVERYTHING;

    TextScanner(Redactor redactor, KeyTable keys) {
        this.redactor = redactor;
        this.pairs = new PairDetector(keys);
        this.elements = new ElementDetector(keys);
    }

    /** Claims what is personal in {@code [from, to)} of the view, a text with these triggers. */
    void scan(TextView view, int from, int to, Scope scope, StringTriggers triggers, Claims claims) {
        this.view = view;
        this.claims = claims;
        this.scope = scope;
        text.bytes = view.bytes;
        text.from = from;
        text.to = to;
        text.digits = triggers.digits;
        text.hasAt = (triggers.mask & StringTriggers.AT) != 0;
        text.hasSpaces = (triggers.mask & StringTriggers.SPACE) != 0;
        pairs.begin();
        codes.begin();
        claims.beginPass();
        if (isFull()) {
            everything(view.bytes, from, hasWords(triggers) ? TRIGGERS_WITH_WORDS : TRIGGERS);
        } else if (text.hasAt) {
            addresses(view.bytes, from);
        }
        claims.endPass();
    }

    /** Alphabets of the east have no spaces; and who hides an address between brackets leaves them out. */
    private boolean hasWords(StringTriggers triggers) {
        return text.hasSpaces || (triggers.mask & (StringTriggers.HIDES | StringTriggers.BRACKET)) != 0;
    }

    private void addresses(byte[] b, int from) {
        int i = from;
        while (i < text.to) {
            i = b[i] == '@' && emails.at(b, text.from, text.to, i) ? claimEmail() : i + 1;
        }
    }

    private void everything(byte[] b, int from, byte[] triggers) {
        int i = from;
        int end = text.to;
        while (i < end) {
            byte trigger = triggers[b[i] & 0xff];
            i = trigger == 0 ? i + 1 : triggered(trigger, b, i);
        }
    }

    private int triggered(byte trigger, byte[] b, int i) {
        return switch (trigger) {
            case '@' -> at(b, i);
            case '/', '\\' -> claimed(userPaths.at(text, i, match), i + 1);
            case NUMBER -> digits(b, i);
            case '+', '(' -> !isNarrow() && numbers.sign(text, i, match) ? claim() : i + 1;
            case '=' -> claimed(numbers.value(text, i + 1, match) || pairs.equals(text, i, match), i + 1);
            case ',' -> claimed(pairs.comma(text, i, match), i + 1);
            case '>' -> claimed(elements.at(text, i, match), i + 1);
            case '_' -> claimed(codes.underscore(text, i, match), i + 1);
            case ':' -> colon(b, i);
            case WORD -> word(b, i);
            default ->
                i - 2 >= text.from && tokens.at(b, text.from, text.to, i - 2)
                        ? claim(tokens.start, tokens.end, Kind.JWT)
                        : i + 1;
        };
    }

    private int at(byte[] b, int i) {
        if (emails.at(b, text.from, text.to, i)) {
            return claimEmail();
        }
        return claimed(words.sign(text, i, match), i + 1);
    }

    private boolean isFull() {
        return scope == Scope.EVERYTHING || scope == Scope.KEY || isNarrow();
    }

    /** Whether only some kinds count. */
    private boolean isNarrow() {
        return scope == Scope.CODE || scope == Scope.MACHINE;
    }

    private boolean counts(Kind kind) {
        return !isNarrow()
                || kind == Kind.EMAIL
                || kind.group() == Kind.Group.CREDENTIAL
                || kind.group() == Kind.Group.CUSTOM
                || (kind == Kind.USER_PATH && scope == Scope.CODE);
    }

    private int digits(byte[] b, int i) {
        int run = Ascii.digits(b, i, text.to);
        boolean startsWord = !Ascii.goesOnBefore(b, i, text.from);
        if (startsWord && !isNarrow() && numbers.at(text, i, run, match)) {
            return claim();
        }
        if (startsWord && !Ascii.goesOnAt(b, run, text.to)) {
            // The numbers in the midst of a key, as in xoxb-1234-….
            boolean afterLetters = i - 2 >= text.from && b[i - 1] == '-' && Ascii.isLetter(b[i - 2]);
            return claimed(afterLetters && codes.at(text, i, i, run, match), run);
        }
        int start = i;
        while (Ascii.goesOnBefore(b, start, text.from)) {
            start--;
        }
        int end = run;
        while (Ascii.goesOnAt(b, end, text.to)) {
            end++;
        }
        return claimed(codes.at(text, start, i, end, match), end);
    }

    private int word(byte[] b, int i) {
        int end = i;
        while (end < text.to && Ascii.isLetter(b[end])) {
            end++;
        }
        end = end < text.to && b[end] < 0 ? Math.max(i + 1, Letters.end(b, end, text.to)) : end;
        // The underscore in first_name does not hide the second word.
        if (Ascii.isWordAt(b, i - 1, text.from, text.to) && b[i - 1] != '_') {
            return end;
        }
        if (b[i] == 'e' && tokens.at(b, text.from, text.to, i)) {
            return claim(tokens.start, tokens.end, Kind.JWT);
        }
        return claimed(words.at(text, i, end, match), end);
    }

    private int colon(byte[] b, int i) {
        int to = text.to;
        if (i + 2 < to && b[i + 1] == '/' && b[i + 2] == '/') {
            boolean found = (text.hasAt && userInfo.at(text, i + 3, match)) || webhooks.at(text, i + 3, match);
            return claimed(found, i + 3);
        }
        boolean found = pairs.colon(text, i, match) || codes.colon(text, i, match) || numbers.colon(text, i, match);
        return claimed(found, i + 1);
    }

    private int claimEmail() {
        if (scope != Scope.IDENTIFIERS) {
            return claim(emails.start, emails.end, Kind.EMAIL);
        }
        redactor.identity(view, emails.start, emails.end, Kind.EMAIL, claims);
        text.from = emails.end;
        return emails.end;
    }

    /** Where the search goes on: after the match if there is one that counts here, else at {@code next}. */
    private int claimed(boolean found, int next) {
        return found && counts(match.kind) ? claim() : next;
    }

    private int claim() {
        return claim(match.start, match.end, match.kind);
    }

    /** Claims a stretch, and answers where the search goes on: after it. Nothing before is looked at again. */
    private int claim(int start, int end, Kind kind) {
        if (scope == Scope.KEY) {
            redactor.partOfKey(view, start, end, kind, claims);
        } else {
            redactor.part(view, start, end, kind, claims);
        }
        text.from = end;
        return end;
    }
}
