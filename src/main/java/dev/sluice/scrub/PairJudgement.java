package dev.sluice.scrub;

import dev.sluice.scrub.detect.SecretShape;
import dev.sluice.scrub.policy.Kind;
import dev.sluice.scrub.text.Ascii;
import dev.sluice.scrub.text.Context;
import dev.sluice.scrub.text.Text;
import java.util.List;

/** Whether a name and a value belong together as those of a secret do. Looks at the first bytes of a long value only. */
final class PairJudgement {
    private static final int FEWEST_UNQUOTED = 6;
    private static final int FEWEST_TOKEN = 16;
    /** Without any letter or digit. */
    private static final int FEWEST_SIGNS = 4;

    private static final int FEWEST_PIN = 4;
    private static final int MOST_PIN = 8;
    private static final int UUID = 36;
    private static final int SERVICE_BYTES = 48;
    private static final int LOOKED_AT = 256;

    /** Services whose keys have no form of their own but numbers in hexadecimal: with their name they are keys. */
    private static final Context SERVICES = new Context(
            List.of(("adafruit algolia asana auth0 azure bitbucket box braintree bugsnag buildkite circleci cloudflare"
                            + " codecov coinbase confluent contentful datadog dd_ deepl discord dropbox etsy facebook fastly"
                            + " figma finicity freshdesk gitlab github grafana heroku honeycomb hubspot intercom jira kraken"
                            + " kucoin launchdarkly linkedin mailchimp mailgun mapbox messagebird mixpanel netlify newrelic"
                            + " new_relic nylas okta openai openweather opsgenie pagerduty plaid posthog postmark pusher"
                            + " rapidapi rollbar segment sendbird sendgrid sentry shopify slack snyk sonar sourcegraph splunk"
                            + " spotify squarespace stripe sumo telegram travis trello twilio twitch twitter typeform vercel"
                            + " weather yandex zendesk zoom")
                    .split(" ", -1)));

    private final PairName name;
    private final PairValue value;

    PairJudgement(PairName name, PairValue value) {
        this.name = name;
        this.value = value;
    }

    /** Whether the value under a name that means a secret is one. */
    boolean isSecret(Text text, boolean sure) {
        byte[] b = text.bytes;
        int start = value.start;
        int end = end();
        if (end <= start || SecretShape.isPlaceholder(b, start, end) || KeyedSecret.isPublic(b, start, end)) {
            return false;
        }
        // The end of input("Password: ")
        int letters = SecretShape.LOWER | SecretShape.UPPER | SecretShape.DIGIT;
        if (end - start < FEWEST_SIGNS && (SecretShape.classes(b, start, end) & letters) == 0) {
            return false;
        }
        if (sure) {
            return value.quoted || !isCode(text);
        }
        return end - start >= FEWEST_UNQUOTED && SecretShape.isPassword(b, start, end);
    }

    /**
     * Whether the value under a name that may mean a secret is one: it must look like it.
     *
     * @param named whether the name is in the list of those that mean a secret at times, such as "session"
     */
    boolean isSecretOf(Text text, boolean named) {
        byte[] b = text.bytes;
        int start = value.start;
        int end = value.end;
        boolean isLong = end - start > LOOKED_AT;
        if (end <= start || isLong || SecretShape.isPlaceholder(b, start, end) || KeyedSecret.isPublic(b, start, end)) {
            return false;
        }
        if (Ascii.digits(b, start, end) == end) {
            boolean pin = name.is(b, "pin") || name.is(b, "otp") || name.is(b, "totp") || name.is(b, "pincode");
            return pin && end - start >= FEWEST_PIN && end - start <= MOST_PIN;
        }
        int classes = SecretShape.classes(b, start, end);
        int mixed = SecretShape.DIGIT | SecretShape.LOWER | SecretShape.UPPER;
        boolean weak = (classes & SecretShape.DIGIT) == 0
                || (classes & SecretShape.LOWER) == 0
                || isMadeOfWords(b, start, end);
        boolean isToken =
                end - start >= FEWEST_TOKEN && ((classes & mixed) == mixed || (named && !weak)) && !isCode(text);
        boolean isNumber = (end - start == UUID || end - start >= 32) && (classes & SecretShape.DIGIT) != 0;
        boolean isPassword = name.isPassword(b) && (classes & SecretShape.DIGIT) != 0 && end - start >= FEWEST_UNQUOTED;
        return isToken || isPassword || (isNumber && SERVICES.before(b, text.from, start, SERVICE_BYTES));
    }

    /** {@code user-signup-2026}: parts with dashes, and most of them no numbers. */
    private static boolean isMadeOfWords(byte[] b, int from, int to) {
        int digits = 0;
        boolean joint = false;
        for (int i = from; i < to; i++) {
            digits += Ascii.isDigit(b[i]) ? 1 : 0;
            joint |= b[i] == '-' || b[i] == '_' || b[i] == '/' || b[i] == '.';
        }
        return joint && digits * 3 < to - from;
    }

    private int end() {
        return Math.min(value.end, value.start + LOOKED_AT);
    }

    /** {@code user.password}, {@code getToken()}, {@code process.env.KEY}: where code takes the value from. */
    private boolean isCode(Text text) {
        byte[] b = text.bytes;
        int start = value.start;
        int end = end();
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
    boolean isToken(Text text) {
        byte[] b = text.bytes;
        int start = value.start;
        int end = end();
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
        int limit = Math.min(text.to, end() + LOOKED_AT);
        for (int i = Math.max(text.from, value.start - LOOKED_AT); i + 6 < limit; i++) {
            if (b[i] == 's' && Ascii.startsWith(b, i, limit, "state=")) {
                return true;
            }
        }
        return false;
    }

    /** Whether a value of this kind is one. */
    boolean isWorthIt(Text text, Kind kind, boolean ambiguous, boolean sure) {
        byte[] b = text.bytes;
        int start = value.start;
        int end = end();
        if (end <= start) {
            return false;
        }
        int digits = 0;
        boolean at = false;
        boolean identifier = false;
        for (int i = start; i < end; i++) {
            identifier |= b[i] == '_';
            digits += Ascii.isDigit(b[i]) ? 1 : 0;
            at |= b[i] == '@' || (b[i] == '%' && Ascii.startsWith(b, i, end, "%40"));
        }
        boolean placeholder = SecretShape.isPlaceholder(b, start, end);
        return switch (kind) {
            case EMAIL -> at;
            case PHONE -> digits >= 5;
            case GPS -> digits >= 3;
            case IP -> false;
            // "name=home_page" names a thing.
            case PERSON_NAME -> !placeholder && !identifier;
            default ->
                switch (kind.group()) {
                    case NATIONAL_ID -> digits >= (ambiguous ? 3 : 1) || end - start >= FEWEST_TOKEN;
                    case PAYMENT -> !ambiguous || digits >= 3;
                    case CREDENTIAL -> !placeholder && sure && !KeyedSecret.isPublic(b, start, end);
                    default -> !placeholder;
                };
        };
    }
}
