package dev.sluice.scrub;

import dev.sluice.scrub.national.IdentityDetector;
import dev.sluice.scrub.policy.Kind;
import dev.sluice.scrub.text.Match;
import dev.sluice.scrub.text.Text;
import org.jspecify.annotations.Nullable;

/**
 * Values that their name gives away: parameters in the query or fragment of an address, absolute or relative, form bodies,
 * cookies, connection strings, settings, headers, and what code and logs write as {@code name = value}, {@code name: value}
 * or {@code "name" => "value"}. In an address more names count than in prose. Belongs to one thread.
 */
final class PairDetector {
    /** Lists of names are lists, too: "password", "email". */
    private static final int FEWEST_IN_LIST = 8;

    private final KeyTable keys;
    private final IdentityDetector identities = new IdentityDetector();
    private static final int LONGEST_CREDENTIALS = 128;

    private final PairName name = new PairName();
    private final PairValue value = new PairValue();
    private final PairJudgement judgement = new PairJudgement(name, value);

    /** Up to here the pairs are cookies. */
    private int cookiesEnd;

    PairDetector(KeyTable keys) {
        this.keys = keys;
    }

    /** Forgets the text before. */
    void begin() {
        cookiesEnd = 0;
        value.begin();
    }

    /** Looks at the name and the value around the equals sign at {@code equals}. */
    boolean equals(Text text, int equals, Match match) {
        byte[] b = text.bytes;
        if (!name.beforeEquals(text, equals)) {
            return false;
        }
        if (name.isBundlerHost(b)) {
            return credentials(text, equals, match);
        }
        boolean inCookies = equals < cookiesEnd;
        boolean mayMean = keys.mayMeanSomething(b, name.start, name.end);
        boolean hasPassword = !mayMean && name.inAddress && name.hasPassword(b);
        if (!mayMean && !inCookies && !hasPassword) {
            return false;
        }
        KeyRule rule = keys.rule(b, name.start, name.end);
        if (rule.kind() == Kind.SESSION_COOKIE && !name.inAddress && !inCookies) {
            cookiesEnd = lineEnd(b, equals, text.to);
            return false;
        }
        if (inCookies) {
            value.readCookie(text, equals + 1);
            return Cookies.isSecret(b, name, value, rule) && match.is(value.start, value.end, Kind.SESSION_COOKIE);
        }
        if (hasPassword && rule.parameter() == null) {
            value.readParameter(text, equals + 1);
            return judgement.isSecret(text, true) && match.is(value.start, value.end, Kind.QUERY_SECRET);
        }
        if (name.inAddress && parameter(text, equals, rule, match)) {
            return true;
        }
        // A text that starts with a name may be a setting as well as a query string.
        boolean setting = !name.inAddress || name.start == text.from;
        return setting && assignment(text, equals, rule, match);
    }

    /** A name, a colon and a password. */
    private boolean credentials(Text text, int sign, Match match) {
        value.readAssigned(text, sign + 1);
        int end = Math.min(value.end, value.start + LONGEST_CREDENTIALS);
        for (int i = value.start + 1; i + 1 < end; i++) {
            if (text.bytes[i] == ':') {
                return text.bytes[i + 1] != '/' && match.is(value.start, value.end, Kind.KEYED_SECRET);
            }
        }
        return false;
    }

    private boolean parameter(Text text, int equals, KeyRule rule, Match match) {
        Kind kind = rule.parameter();
        if (kind == null) {
            return false;
        }
        value.readParameter(text, equals + 1);
        boolean sure = rule.kind() != null && !rule.ambiguous();
        return judgement.isWorthIt(text, kind, rule.ambiguous(), sure || judgement.isToken(text))
                && match.is(value.start, value.end, parameterKind(kind));
    }

    private static Kind parameterKind(Kind kind) {
        return kind == Kind.KEYED_SECRET ? Kind.QUERY_SECRET : kind;
    }

    private boolean assignment(Text text, int equals, KeyRule rule, Match match) {
        Kind kind = strong(rule);
        if (kind != null && kind.group() != Kind.Group.CREDENTIAL) {
            value.readAssigned(text, equals + 1);
            if (kind.group() == Kind.Group.NATIONAL_ID) {
                // These are written with spaces between.
                value.end = Math.max(value.end, identities.endAt(text.bytes, value.start, text.to));
            }
            return judgement.isWorthIt(text, kind, rule.ambiguous(), true) && match.is(value.start, value.end, kind);
        }
        if (kind == null && !mayBeSecret(text.bytes, rule)) {
            return false;
        }
        value.readAssigned(text, equals + 1);
        boolean secret = kind != null
                ? judgement.isSecret(text, !name.spaced || value.quoted)
                : judgement.isSecretOf(text, rule.kind() == Kind.KEYED_SECRET);
        return secret && match.is(value.start, value.end, secretKind(text.bytes));
    }

    /** Looks at {@code password: value} and {@code "password":"value"} around the colon at {@code colon}. */
    boolean colon(Text text, int colon, Match match) {
        byte[] b = text.bytes;
        if (!name.beforeColon(text, colon)) {
            return false;
        }
        if (name.isBundlerHost(b)) {
            return credentials(text, colon, match);
        }
        if (!keys.mayMeanSomething(b, name.start, name.end)) {
            return false;
        }
        KeyRule rule = keys.rule(b, name.start, name.end);
        if (rule.kind() == null && name.widen(text)) {
            rule = keys.rule(b, name.start, name.end);
        }
        if (rule.kind() == Kind.SESSION_COOKIE) {
            cookiesEnd = colon < cookiesEnd ? cookiesEnd : lineEnd(b, colon, text.to);
            return false;
        }
        boolean sure = rule.kind() == Kind.KEYED_SECRET && !rule.ambiguous();
        if (!sure && !mayBeSecret(b, rule)) {
            return false;
        }
        value.readAssigned(text, colon + 1);
        if (sure && name.isAuthorization(b) && value.readCredentials(text)) {
            return value.end > value.start && match.is(value.start, value.end, Kind.KEYED_SECRET);
        }
        boolean secret = sure
                ? judgement.isSecret(text, value.quoted)
                : judgement.isSecretOf(text, rule.kind() == Kind.KEYED_SECRET);
        return secret && match.is(value.start, value.end, secretKind(b));
    }

    /** Looks at the two strings around the comma at {@code comma}: arguments of a call, a header in a list. */
    boolean comma(Text text, int comma, Match match) {
        byte[] b = text.bytes;
        if (comma <= text.from || !PairName.isQuote(b[comma - 1]) || !name.beforeColon(text, comma)) {
            return false;
        }
        if (!keys.mayMeanSomething(b, name.start, name.end)) {
            return false;
        }
        KeyRule rule = keys.rule(b, name.start, name.end);
        value.readAssigned(text, comma + 1);
        if (!value.quoted) {
            return false;
        }
        if (rule.kind() == Kind.SESSION_COOKIE) {
            cookiesEnd = value.end;
            return false;
        }
        boolean secret = rule.kind() == Kind.KEYED_SECRET && !rule.ambiguous()
                ? value.end - value.start >= FEWEST_IN_LIST && judgement.isSecret(text, false)
                : mayBeSecret(b, rule) && judgement.isSecretOf(text, rule.kind() == Kind.KEYED_SECRET);
        return secret && match.is(value.start, value.end, secretKind(b));
    }

    private Kind secretKind(byte[] b) {
        return name.isPassword(b) ? Kind.PASSWORD : Kind.KEYED_SECRET;
    }

    /** Names that say "secret" only together with a value that looks like one. */
    private boolean mayBeSecret(byte[] b, KeyRule rule) {
        return rule.kind() == null || rule.kind() == Kind.USERNAME
                ? name.endsInKey(b)
                : rule.kind() == Kind.KEYED_SECRET;
    }

    /** In prose only what is hardly ever said without its value. */
    private static @Nullable Kind strong(KeyRule rule) {
        Kind kind = rule.kind();
        if (kind == null || rule.ambiguous()) {
            return null;
        }
        return switch (kind.group()) {
            case CREDENTIAL, PAYMENT, NATIONAL_ID -> kind;
            default -> kind == Kind.AD_CLICK_ID ? kind : null;
        };
    }

    private static int lineEnd(byte[] b, int from, int to) {
        int i = from;
        while (i < to && b[i] != '\n' && b[i] != '\r') {
            i++;
        }
        return i;
    }
}
