package dev.sluice.scrub;

import dev.sluice.scrub.detect.SecretShape;
import dev.sluice.scrub.policy.Kind;
import dev.sluice.scrub.text.Text;

/**
 * Which cookies go: those that are named like a session or a secret, and unknown ones that look like an identifier (reference
 * of personal data, section 4.2). Names stay, and so do the language, the theme and the like. Goes through the cookies of a text; belongs to one thread.
 */
final class Cookies {
    private static final int LOOKED_AT = 256;
    private static final int FEWEST_BARE = 8;
    private static final int FEWEST_UNKNOWN = 16;
    private static final int FEWEST_SECRET = 4;
    private static final String[] ATTRIBUTES = {
        "path", "domain", "expires", "max-age", "samesite", "priority", "version"
    };

    /** Names of sessions that mean nothing elsewhere. */
    private static final String[] SESSIONS = {
        "__session",
        "__host-session",
        "symfony",
        "su",
        "sudo",
        "connect.sid",
        "_iris_csrf",
        "auth",
        "session",
        "sid",
        "sess"
    };

    private final KeyTable keys;
    private final Text text = new Text();
    private final PairName name = new PairName();
    private final PairValue value = new PairValue();
    private int position;
    private boolean bare;

    Cookies(KeyTable keys) {
        this.keys = keys;
    }

    /** Starts with {@code [from, to)}, the value of a header or a single cookie. */
    void begin(byte[] b, int from, int to) {
        text.bytes = b;
        text.from = from;
        text.to = to;
        position = from;
        value.begin();
        bare = true;
        for (int i = from; i < to && bare; i++) {
            bare = b[i] != '=' || i == from || i + 1 == to || b[i + 1] == '=';
        }
    }

    /** Whether it is a single cookie's value, without a name. */
    boolean isBare() {
        return bare;
    }

    /** Goes on to the next cookie that has to go. */
    boolean next() {
        byte[] b = text.bytes;
        if (bare) {
            boolean first = position == text.from;
            position = text.to;
            value.start = text.from;
            value.end = text.to;
            return first && isValue(b, text.from, text.to);
        }
        for (; position < text.to; position++) {
            if (b[position] == '=' && name.beforeEquals(text, position)) {
                value.readCookie(text, position + 1);
                if (isSecret(b, name, value, keys.rule(b, name.start, name.end))) {
                    position = value.end;
                    return true;
                }
                position = Math.max(position, value.end - 1);
            }
        }
        return false;
    }

    int start() {
        return value.start;
    }

    int end() {
        return value.end;
    }

    private static boolean isValue(byte[] b, int from, int to) {
        int classes = SecretShape.classes(b, from, to);
        boolean digit = (classes & SecretShape.DIGIT) != 0;
        boolean letter = (classes & (SecretShape.LOWER | SecretShape.UPPER)) != 0;
        return isIdentifier(b, from, to) || (to - from >= FEWEST_BARE && digit && letter);
    }

    static boolean isSecret(byte[] b, PairName name, PairValue value, KeyRule rule) {
        if (value.end <= value.start
                || SecretShape.isPlaceholder(b, value.start, Math.min(value.end, value.start + LOOKED_AT))) {
            return false;
        }
        for (String attribute : ATTRIBUTES) {
            if (name.is(b, attribute)) {
                return false;
            }
        }
        Kind kind = rule.kind();
        if (kind != null && kind.group() == Kind.Group.CREDENTIAL && value.end - value.start >= FEWEST_SECRET) {
            return true;
        }
        for (String session : SESSIONS) {
            if (name.is(b, session)) {
                return true;
            }
        }
        return isIdentifier(b, value.start, value.end);
    }

    /** Whether a cookie of unknown name goes: long, and with classes of characters mixed. */
    static boolean isIdentifier(byte[] b, int from, int to) {
        int classes = SecretShape.classes(b, from, Math.min(to, from + LOOKED_AT));
        boolean digit = (classes & SecretShape.DIGIT) != 0;
        boolean lower = (classes & SecretShape.LOWER) != 0;
        boolean upper = (classes & SecretShape.UPPER) != 0;
        return to - from >= FEWEST_UNKNOWN && (digit ? lower || upper : lower && upper);
    }
}
