package dev.sluice.scrub;

import dev.sluice.scrub.detect.CardDetector;
import dev.sluice.scrub.policy.Action;
import dev.sluice.scrub.policy.Kind;
import dev.sluice.scrub.text.Ascii;

/** Scrubs one bare number as its {@link Treatment} asks. Belongs to one thread. */
final class NumberScrubber {
    private static final int FEWEST_CARD_DIGITS_ALONE = 14;
    private static final int FEWEST_AMBIGUOUS_DIGITS = 4;
    private static final byte[] NULL = {'n', 'u', 'l', 'l'};
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
            case PROTECTED, EVENT_NAME, KEY -> {}
            case TEXT -> {
                if (isCard(view, from, to)) {
                    replace(view, from, to, Kind.CREDIT_CARD, Action.REMOVE, NULL);
                }
            }
            case IDENTITY -> {
                if (isCard(view, from, to)) {
                    byte[] token = pseudonyms.token(target.project, Pseudonyms.Domain.CARD, view.bytes, from, to);
                    replace(view, from, to, Kind.CREDIT_CARD, Action.PSEUDONYM, quoted(token));
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

    private boolean isCard(TextView view, int from, int to) {
        return to - from >= FEWEST_CARD_DIGITS_ALONE
                && Ascii.digits(view.bytes, from, to) == to
                && cards.isWhole(view.bytes, from, to, FEWEST_CARD_DIGITS_ALONE);
    }

    private void keyed(TextView view, int from, int to, Kind kind) {
        switch (kind) {
            case GPS -> coarser(view, from, to);
            case IP -> {}
            case PHONE, STREET_ADDRESS, EMAIL, PERSON_NAME, USERNAME, DATE_OF_BIRTH -> {
                // Under such a key, a small number counts or chooses.
                if (to - from >= FEWEST_AMBIGUOUS_DIGITS) {
                    replace(view, from, to, kind, Action.REMOVE, NULL);
                }
            }
            default -> replace(view, from, to, kind, Action.REMOVE, NULL);
        }
    }

    /** A coordinate keeps one decimal, some ten kilometres. */
    private void coarser(TextView view, int from, int to) {
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
