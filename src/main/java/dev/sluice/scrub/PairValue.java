package dev.sluice.scrub;

import dev.sluice.scrub.detect.SecretShape;
import dev.sluice.scrub.policy.Kind;
import dev.sluice.scrub.text.Ascii;
import dev.sluice.scrub.text.Context;
import dev.sluice.scrub.text.Text;
import java.util.List;

/** The value behind an equals sign or a colon: where it ends, and whether it is one. Belongs to one thread. */
final class PairValue {
    private static final int MAX_QUOTED = 1024;
    private static final int MAX_SPACES = 8;
    private static final int FEWEST_UNQUOTED = 6;
    private static final int FEWEST_TOKEN = 16;
    private static final int FEWEST_PIN = 4;
    private static final int MOST_PIN = 8;
    private static final int UUID = 36;
    private static final int SERVICE_BYTES = 48;
    private static final int LONGEST_SCHEME = 24;
    private static final boolean[] ENDS_PARAMETER = new boolean[256];
    private static final boolean[] ENDS_VALUE = new boolean[256];

    /** Services whose keys have no form of their own but numbers in hexadecimal: with their name they are keys. */
    private static final Context SERVICES = new Context(List.of(
            "adafruit",
            "algolia",
            "asana",
            "auth0",
            "azure",
            "bitbucket",
            "box",
            "braintree",
            "bugsnag",
            "buildkite",
            "circleci",
            "cloudflare",
            "codecov",
            "coinbase",
            "confluent",
            "contentful",
            "datadog",
            "dd_",
            "deepl",
            "discord",
            "dropbox",
            "etsy",
            "facebook",
            "fastly",
            "figma",
            "finicity",
            "freshdesk",
            "gitlab",
            "github",
            "grafana",
            "heroku",
            "honeycomb",
            "hubspot",
            "intercom",
            "jira",
            "kraken",
            "kucoin",
            "launchdarkly",
            "linkedin",
            "mailchimp",
            "mailgun",
            "mapbox",
            "messagebird",
            "mixpanel",
            "netlify",
            "newrelic",
            "new_relic",
            "nylas",
            "okta",
            "openai",
            "openweather",
            "opsgenie",
            "pagerduty",
            "plaid",
            "posthog",
            "postmark",
            "pusher",
            "rapidapi",
            "rollbar",
            "segment",
            "sendbird",
            "sendgrid",
            "sentry",
            "shopify",
            "slack",
            "snyk",
            "sonar",
            "sourcegraph",
            "splunk",
            "spotify",
            "squarespace",
            "stripe",
            "sumo",
            "telegram",
            "travis",
            "trello",
            "twilio",
            "twitch",
            "twitter",
            "typeform",
            "vercel",
            "weather",
            "yandex",
            "zendesk",
            "zoom"));

    int start;
    int end;
    boolean quoted;

    static {
        for (int b = 0; b < 256; b++) {
            ENDS_PARAMETER[b] = b <= ' ' || "&#\"<>\\'`;".indexOf(b) >= 0;
            ENDS_VALUE[b] = b <= ' ' || "\"<>\\'`;,".indexOf(b) >= 0;
        }
    }

    /** Reads a parameter of an address. A hash that is no fragment's start belongs to the value, as people forget to encode it. */
    void readParameter(Text text, int from) {
        byte[] b = text.bytes;
        quoted = false;
        start = from;
        end = plainEnd(b, from, text.to, ENDS_PARAMETER);
        if (end < text.to && b[end] == '#' && end > start) {
            int rest = plainEnd(b, end + 1, text.to, ENDS_PARAMETER);
            boolean inQuery = rest < text.to && b[rest] == '&';
            end = inQuery || isNoAnchor(b, end + 1, rest) ? rest : end;
        }
    }

    /** An anchor is a name or a path, with no digit in the midst of letters, or has parameters of its own. */
    private static boolean isNoAnchor(byte[] b, int from, int to) {
        for (int i = from; i < to; i++) {
            if (b[i] == '=' || b[i] == '/' || b[i] == '-' || b[i] == '_') {
                return false;
            }
        }
        int classes = SecretShape.classes(b, from, to);
        int mixed = SecretShape.DIGIT | SecretShape.UPPER;
        return (classes & mixed) == mixed || (Ascii.isDigitAt(b, from, from, to) && (classes & SecretShape.LOWER) != 0);
    }

    void readCookie(Text text, int from) {
        byte[] b = text.bytes;
        quoted = from < text.to && b[from] == '"';
        start = quoted ? from + 1 : from;
        end = plainEnd(b, start, text.to, ENDS_VALUE);
    }

    /** Reads what is assigned in code, settings or prose. */
    void readAssigned(Text text, int from) {
        byte[] b = text.bytes;
        int to = text.to;
        int i = from < to && b[from] == '>' ? from + 1 : from;
        int limit = Math.min(to, i + MAX_SPACES);
        while (i < limit && Ascii.isSpace(b[i])) {
            i++;
        }
        // b'…' and f"…" of Python.
        boolean prefixed = i + 1 < to && Ascii.isLetter(b[i]) && isQuote(b[i + 1]);
        i = prefixed ? i + 1 : i;
        quoted = i < to && isQuote(b[i]);
        start = quoted ? i + 1 : i;
        if (quoted) {
            end = quotedEnd(b, start, to, b[i]);
        } else {
            end = assignedEnd(b, start, to);
        }
    }

    private static int assignedEnd(byte[] b, int from, int to) {
        int end = plainEnd(b, from, to, ENDS_VALUE);
        int amp = from;
        while (amp < end && b[amp] != '&') {
            amp++;
        }
        for (int i = amp + 1; i < end; i++) {
            if (b[i] == '=') {
                end = amp;
            }
        }
        while (end > from && (b[end - 1] == ')' || b[end - 1] == '}' || b[end - 1] == ']' || b[end - 1] == '.')) {
            boolean marker = b[from] == '[' || b[from] == '{' || b[from] == '(';
            if (marker) {
                break;
            }
            end--;
        }
        return end;
    }

    private static int quotedEnd(byte[] b, int from, int to, byte quote) {
        int limit = Math.min(to, from + MAX_QUOTED);
        for (int i = from; i < limit; i++) {
            if (b[i] == quote) {
                return i;
            }
        }
        return plainEnd(b, from, to, ENDS_VALUE);
    }

    private static boolean isQuote(byte b) {
        return b == '"' || b == '\'' || b == '`';
    }

    private static int plainEnd(byte[] b, int from, int to, boolean[] ends) {
        int i = from;
        while (i < to && !ends[b[i] & 0xff]) {
            i++;
        }
        return i;
    }

    /**
     * After {@code Authorization:}: what follows the scheme, up to the end of the line where it is a list, as in Digest and
     * OAuth. Answers whether there is a scheme that is not looked for by its own name.
     */
    boolean readCredentials(Text text) {
        byte[] b = text.bytes;
        boolean scheme = end > start
                && end - start <= LONGEST_SCHEME
                && end + 1 < text.to
                && b[end] == ' '
                && Ascii.isLetter(b[start])
                && !Ascii.startsWith(b, start, end, "bearer")
                && !Ascii.startsWith(b, start, end, "basic");
        if (!scheme) {
            return false;
        }
        int from = end + 1;
        int to = plainEnd(b, from, text.to, ENDS_VALUE);
        boolean list = to < text.to && to > from && (b[to - 1] == '=' || b[to] == ',');
        while (list && to < text.to && b[to] != '\n' && b[to] != '\r' && b[to] != '\'') {
            to++;
        }
        int classes = SecretShape.classes(b, from, to);
        boolean credentials = to - from >= FEWEST_UNQUOTED
                && (classes & SecretShape.DIGIT) != 0
                && !SecretShape.isPlaceholder(b, from, to);
        // What stands behind a marker or a word of prose is not the scheme's.
        boolean done = b[from] == '[';
        start = credentials ? from : start;
        end = credentials ? to : done ? start : end;
        return credentials || done;
    }

    /** Whether the value under a name that means a secret is one. */
    boolean isSecret(Text text, boolean sure) {
        byte[] b = text.bytes;
        if (end <= start || SecretShape.isPlaceholder(b, start, end) || isPublic(b)) {
            return false;
        }
        if (sure) {
            return quoted || !isCode(text);
        }
        return end - start >= FEWEST_UNQUOTED && SecretShape.isPassword(b, start, end);
    }

    /**
     * Whether the value under a name that may mean a secret is one: it must look like it.
     *
     * @param named whether the name is in the list of those that mean a secret at times, such as "session"
     */
    boolean isSecretOf(Text text, PairName name, boolean named) {
        byte[] b = text.bytes;
        if (end <= start || SecretShape.isPlaceholder(b, start, end) || isPublic(b)) {
            return false;
        }
        if (Ascii.digits(b, start, end) == end) {
            boolean pin = name.is(b, "pin") || name.is(b, "otp") || name.is(b, "totp") || name.is(b, "pincode");
            return pin && end - start >= FEWEST_PIN && end - start <= MOST_PIN;
        }
        int classes = SecretShape.classes(b, start, end);
        int mixed = SecretShape.DIGIT | SecretShape.LOWER | SecretShape.UPPER;
        boolean weak = (classes & SecretShape.DIGIT) == 0 || (classes & SecretShape.LOWER) == 0;
        boolean isToken =
                end - start >= FEWEST_TOKEN && ((classes & mixed) == mixed || (named && !weak)) && !isCode(text);
        boolean isNumber = (end - start == UUID || end - start >= 32) && (classes & SecretShape.DIGIT) != 0;
        boolean isPassword = name.isPassword(b) && (classes & SecretShape.DIGIT) != 0 && end - start >= FEWEST_UNQUOTED;
        return isToken || isPassword || (isNumber && SERVICES.before(b, text.from, start, SERVICE_BYTES));
    }

    /** A public key of PostHog, Stripe or Clerk. */
    private boolean isPublic(byte[] b) {
        return Ascii.startsWith(b, start, end, "phc_")
                || Ascii.startsWith(b, start, end, "pk_live_")
                || Ascii.startsWith(b, start, end, "pk_test_");
    }

    /** {@code user.password}, {@code getToken()}, {@code process.env.KEY}: where code takes the value from. */
    private boolean isCode(Text text) {
        byte[] b = text.bytes;
        if (end < text.to && (b[end] == '\'' || b[end] == '"' || b[end] == '`') && b[end - 1] == '[') {
            return true;
        }
        boolean dot = false;
        for (int i = start; i < end; i++) {
            if (b[i] == '(') {
                return true;
            }
            if (!Ascii.isLetter(b[i]) && b[i] != '.' && b[i] != '_' && b[i] != '?' && b[i] != '[') {
                return false;
            }
            dot |= b[i] == '.';
        }
        return dot;
    }

    /** Whether a parameter whose name says little has a token: {@code code} with its {@code state}, anything else by its form. */
    boolean isToken(Text text, PairName name) {
        byte[] b = text.bytes;
        if (name.is(b, "code") && hasState(text)) {
            return end - start >= FEWEST_PIN;
        }
        int classes = SecretShape.classes(b, start, end);
        boolean digit = (classes & SecretShape.DIGIT) != 0;
        boolean lower = (classes & SecretShape.LOWER) != 0;
        if (name.is(b, "pin") || name.is(b, "otp")) {
            return digit;
        }
        boolean password = name.isPassword(b) && end > start;
        return password || (digit && (lower ? end - start >= 12 : end - start >= 24));
    }

    /** Whether there is a parameter {@code state} in the bytes around. */
    private boolean hasState(Text text) {
        byte[] b = text.bytes;
        int limit = Math.min(text.to, end + 256);
        for (int i = Math.max(text.from, start - 256); i + 6 < limit; i++) {
            if (b[i] == 's' && Ascii.startsWith(b, i, limit, "state=")) {
                return true;
            }
        }
        return false;
    }

    /** Whether a value of this kind is one. */
    boolean isWorthIt(Text text, Kind kind, boolean ambiguous, boolean sure) {
        byte[] b = text.bytes;
        if (end <= start) {
            return false;
        }
        int digits = 0;
        boolean at = false;
        for (int i = start; i < end; i++) {
            digits += Ascii.isDigit(b[i]) ? 1 : 0;
            at |= b[i] == '@' || (b[i] == '%' && Ascii.startsWith(b, i, end, "%40"));
        }
        boolean placeholder = SecretShape.isPlaceholder(b, start, end);
        return switch (kind) {
            case EMAIL -> at;
            case PHONE -> digits >= 5;
            case GPS -> digits >= 3;
            case IP -> false;
            default ->
                switch (kind.group()) {
                    case NATIONAL_ID -> digits >= (ambiguous ? 3 : 2) || end - start >= FEWEST_TOKEN;
                    case PAYMENT -> !ambiguous || digits >= 3;
                    case CREDENTIAL -> !placeholder && sure && !isPublic(b);
                    default -> !placeholder;
                };
        };
    }
}
