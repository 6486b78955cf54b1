package dev.sluice.scrub;

import dev.sluice.scrub.detect.CardDetector;
import dev.sluice.scrub.policy.Action;
import dev.sluice.scrub.policy.CustomPattern;
import dev.sluice.scrub.policy.CustomPatterns;
import dev.sluice.scrub.policy.Kind;
import dev.sluice.scrub.text.Ascii;
import org.jspecify.annotations.Nullable;

/** Scrubs one bare number as its {@link Treatment} asks. Belongs to one thread. */
final class NumberScrubber {
    private static final int FEWEST_CARD_DIGITS_ALONE = 14;
    private static final int FEWEST_AMBIGUOUS_DIGITS = 4;
    private static final byte[] NULL = {'n', 'u', 'l', 'l'};
    private static final byte[] ZERO = {'0'};
    private static final byte[] NOTHING = new byte[0];

    private final CardDetector cards = new CardDetector();
    private final Target target;
    private final Pseudonyms.Cache pseudonyms;

    NumberScrubber(Target target, Pseudonyms.Cache pseudonyms) {
        this.target = target;
        this.pseudonyms = pseudonyms;
    }

    /** Scrubs the number {@code [from, to)}. */
    void scrub(TextView view, int from, int to, Treatment treatment) {
        Kind kind = treatment.kind();
        switch (treatment.slot()) {
            case PROTECTED, PROTECTED_LIST, EVENT_NAME, KEY, CODE, MACHINE, ELEMENTS_CHAIN -> {}
            case TEXT -> {
                CustomPattern pattern = pattern(view, from, to);
                if (pattern != null) {
                    act(view, from, to, pattern.kind(), pattern.action());
                } else if (isCard(view, from, to)) {
                    act(view, from, to, Kind.CREDIT_CARD, target.rules.action(Kind.CREDIT_CARD));
                }
            }
            case IDENTITY -> {
                CustomPattern pattern = pattern(view, from, to);
                if (pattern != null) {
                    act(view, from, to, pattern.kind(), Action.PSEUDONYM);
                } else if (isCard(view, from, to)) {
                    act(view, from, to, Kind.CREDIT_CARD, Action.PSEUDONYM);
                }
            }
            case KEYED -> keyed(view, from, to, kind == null ? Kind.KEYED_SECRET : kind);
            case KEYED_IF_DIGIT -> {
                if (to - from >= FEWEST_AMBIGUOUS_DIGITS) {
                    keyed(view, from, to, kind == null ? Kind.KEYED_SECRET : kind);
                }
            }
        }
    }

    /**
     * Scrubs a whole number that its format wants to stay one, bare or in quotes: what has to go becomes 0.
     *
     * @param from of the number, or of its quote
     */
    void whole(TextView view, int from, int to, Treatment treatment) {
        boolean quoted = to - from >= 2 && view.bytes[from] == '"';
        int start = quoted ? from + 1 : from;
        int end = quoted ? to - 1 : to;
        boolean isNumber = Ascii.digits(view.bytes, start, end) == end && end - start > 1;
        if (!isNumber) {
            return;
        }
        Kind kind = treatment.kind();
        switch (treatment.slot()) {
            case KEYED -> replace(view, start, end, kind == null ? Kind.KEYED_SECRET : kind, Action.REMOVE, ZERO);
            case TEXT, IDENTITY, KEYED_IF_DIGIT -> {
                boolean ambiguous =
                        treatment.slot() == Treatment.Slot.KEYED_IF_DIGIT && end - start >= FEWEST_AMBIGUOUS_DIGITS;
                if (ambiguous || isCard(view, start, end)) {
                    Kind found = kind == null ? Kind.CREDIT_CARD : kind;
                    replace(view, start, end, found, Action.REMOVE, ZERO);
                }
            }
            case PROTECTED, PROTECTED_LIST, EVENT_NAME, KEY, CODE, MACHINE, ELEMENTS_CHAIN -> {}
        }
    }

    private boolean isCard(TextView view, int from, int to) {
        return to - from >= FEWEST_CARD_DIGITS_ALONE
                && Ascii.digits(view.bytes, from, to) == to
                && cards.isWhole(view.bytes, from, to, FEWEST_CARD_DIGITS_ALONE);
    }

    private void keyed(TextView view, int from, int to, Kind kind) {
        Action wanted = target.rules.action(kind);
        switch (kind) {
            case GPS -> act(view, from, to, kind, wanted == null ? Action.TRUNCATE : wanted);
            case IP -> {}
            case PHONE, STREET_ADDRESS, EMAIL, PERSON_NAME, USERNAME, DATE_OF_BIRTH -> {
                // Under such a key, a small number counts or chooses; unless the policy knows better.
                if (wanted != null || to - from >= FEWEST_AMBIGUOUS_DIGITS) {
                    act(view, from, to, kind, wanted);
                }
            }
            default -> act(view, from, to, kind, wanted);
        }
    }

    /** A number becomes nothing rather than a text, which would change the property's type; a token is the only exception. */
    private void act(TextView view, int from, int to, Kind kind, @Nullable Action wanted) {
        Action action = wanted == null ? Action.REMOVE : wanted;
        if (target.rules.keeps(kind, view.bytes, from, to)) {
            return;
        }
        switch (action) {
            case KEEP -> {}
            case TRUNCATE -> coarser(view, from, to, kind);
            case PSEUDONYM -> pseudonym(view, from, to, kind);
            case REMOVE, REPLACE, MASK -> replace(view, from, to, kind, Action.REMOVE, NULL);
        }
    }

    /** In JSON that stands in a string the quotes of a token would need to be escaped as deep as that is. */
    private void pseudonym(TextView view, int from, int to, Kind kind) {
        if (view.isDecoded()) {
            replace(view, from, to, kind, Action.REMOVE, NULL);
            return;
        }
        byte[] token = pseudonyms.token(target.project, Pseudonyms.Domain.of(kind), view.bytes, from, to);
        replace(view, from, to, kind, Action.PSEUDONYM, quoted(token));
    }

    private @Nullable CustomPattern pattern(TextView view, int from, int to) {
        CustomPatterns patterns = target.policy.patterns();
        CustomPattern found = patterns.isEmpty() ? null : patterns.at(view.bytes, from, from, to);
        return found != null && found.end(view.bytes, from, from, to) == to ? found : null;
    }

    private void coarser(TextView view, int from, int to, Kind kind) {
        if (kind == Kind.GPS) {
            coordinate(view, from, to);
            return;
        }
        byte[] year = kind == Kind.DATE_OF_BIRTH ? Coarser.year(view.bytes, from, to) : null;
        if (year == null) {
            replace(view, from, to, kind, Action.REMOVE, NULL);
        } else if (to - from > year.length) {
            replace(view, from, to, kind, Action.TRUNCATE, year);
        }
    }

    /** A coordinate keeps one decimal, some ten kilometres. */
    private void coordinate(TextView view, int from, int to) {
        byte[] b = view.bytes;
        int dot = -1;
        for (int i = from; i < to; i++) {
            if (b[i] == 'e' || b[i] == 'E') {
                replace(view, from, to, Kind.GPS, Action.REMOVE, NULL);
                return;
            }
            dot = b[i] == '.' ? i : dot;
        }
        if (dot >= 0 && to - dot > 2) {
            replace(view, dot + 2, to, Kind.GPS, Action.TRUNCATE, NOTHING);
        }
    }

    private void replace(TextView view, int from, int to, Kind kind, Action action, byte[] with) {
        target.edits.replace(view.origin(from), view.origin(to), with);
        target.findings.count(kind, action);
    }

    private static byte[] quoted(byte[] token) {
        byte[] quoted = new byte[token.length + 2];
        quoted[0] = '"';
        System.arraycopy(token, 0, quoted, 1, token.length);
        quoted[quoted.length - 1] = '"';
        return quoted;
    }
}
