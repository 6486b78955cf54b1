package dev.sluice.scrub;

import dev.sluice.json.ByteSink;
import dev.sluice.json.Edits;

/** Scrubs one string, or one number, as its {@link Treatment} asks. Belongs to one thread. */
final class StringScrubber {
    /** Layers of encoding that are undone: percent signs within percent signs, references within them, and so on. */
    private static final int LAYERS = 3;

    private static final int ROUNDS = 4;
    private static final int FEWEST_PHONE_DIGITS = 5;
    private static final int MOST_LETTERS_BESIDE_PHONE = 6;
    private static final int FEWEST_CARD_DIGITS_ALONE = 14;
    private static final int FEWEST_CARD_DIGITS = 13;
    private static final int FEWEST_NATIONAL_DIGITS = 9;
    private static final int FEWEST_AMBIGUOUS_DIGITS = 4;
    private static final byte[] NULL = {'n', 'u', 'l', 'l'};

    private final TextScanner scanner;
    private final IpSlot addresses = new IpSlot();
    private final EmailDetector emails = new EmailDetector();
    private final PhoneDetector phones = new PhoneDetector();
    private final CardDetector cards = new CardDetector();
    private final StringTriggers triggers = new StringTriggers();
    private final Claims found = new Claims();
    private final Claims foundAgain = new Claims();
    private final TextView resultView = TextView.ofDocument();
    private final TextView[] unescapedResults = {TextView.scratch(), TextView.scratch()};
    private final TextView[] layers = new TextView[LAYERS];
    private final Pseudonyms.Cache pseudonyms;
    private final IpPolicy ipPolicy;

    private Claims claims = found;
    private ByteSink result = new ByteSink(256);
    private ByteSink nextResult = new ByteSink(256);
    private byte[] document = new byte[0];
    private String project = "";
    private Edits edits = new Edits();
    private Findings findings = new Findings();

    StringScrubber(KeyTable keys, Pseudonyms.Cache pseudonyms, IpPolicy ipPolicy) {
        this.scanner = new TextScanner(keys, pseudonyms);
        this.pseudonyms = pseudonyms;
        this.ipPolicy = ipPolicy;
        for (int i = 0; i < LAYERS; i++) {
            layers[i] = TextView.scratch();
        }
    }

    void begin(byte[] document, String project, Edits edits, Findings findings) {
        this.document = document;
        this.project = project;
        this.edits = edits;
        this.findings = findings;
        found.clear();
        foundAgain.clear();
    }

    /**
     * Scrubs {@code [from, to)} of a view, a string without its quotes and escapes.
     *
     * @param levels how many strings of JSON it is inside of, each within the other, where it stands in the document
     */
    void string(TextView view, int from, int to, Treatment treatment, int levels) {
        if (from == to) {
            return;
        }
        claims = found;
        treat(view, from, to, treatment);
        found.settle(document);
        if (!found.isEmpty()) {
            found.count(findings);
            request(view.origin(from), view.origin(to), treatment, levels);
        }
        found.clear();
    }

    /**
     * Asks for what was found. A marker can be a border that was not there before, so what the string becomes is searched
     * again until nothing more comes up: a second scrubbing must not find anything.
     */
    private void request(int start, int end, Treatment treatment, int levels) {
        result.clear();
        found.apply(document, start, end, result);
        boolean more = false;
        claims = foundAgain;
        for (int round = 0; round < ROUNDS; round++) {
            TextView view = unescaped(levels);
            treat(view, view.from, view.to, treatment);
            foundAgain.settle(result.array());
            if (foundAgain.isEmpty()) {
                break;
            }
            more = true;
            foundAgain.count(findings);
            nextResult.clear();
            foundAgain.apply(result.array(), 0, result.length(), nextResult);
            foundAgain.clear();
            ByteSink previous = result;
            result = nextResult;
            nextResult = previous;
        }
        foundAgain.clear();
        if (more) {
            edits.replace(start, end, result.array(), 0, result.length());
        } else {
            found.request(edits);
        }
    }

    private TextView unescaped(int levels) {
        resultView.show(result.array(), 0, result.length());
        TextView view = resultView;
        for (int level = 0; level < levels; level++) {
            TextView next = unescapedResults[level & 1];
            Unfold.json(view, view.from, view.to, next);
            view = next;
        }
        return view;
    }

    private void treat(TextView view, int from, int to, Treatment treatment) {
        Kind kind = treatment.kind();
        switch (treatment.slot()) {
            case PROTECTED -> {}
            case TEXT -> search(view, from, to, TextScanner.Scope.EVERYTHING);
            case KEY -> search(view, from, to, TextScanner.Scope.KEY);
            case EVENT_NAME -> search(view, from, to, TextScanner.Scope.EMAILS);
            case IDENTITY -> search(view, from, to, TextScanner.Scope.IDENTIFIERS);
            case KEYED -> keyed(view, from, to, kind == null ? Kind.SECRET : kind);
            case KEYED_IF_DIGIT -> {
                triggers.of(view.bytes, from, to);
                if (triggers.digits > 0) {
                    keyed(view, from, to, kind == null ? Kind.SECRET : kind);
                } else {
                    search(view, from, to, TextScanner.Scope.EVERYTHING);
                }
            }
        }
    }

    private void keyed(TextView view, int from, int to, Kind kind) {
        byte[] b = view.bytes;
        switch (kind) {
            case EMAIL -> search(view, from, to, TextScanner.Scope.EVERYTHING);
            case PHONE -> phone(view, from, to);
            case IP -> addresses.scan(view, from, to, ipPolicy == IpPolicy.DROP, claims);
            case USERNAME -> {
                TextView clear = clear(view, from, to);
                boolean email = emails.isWhole(clear.bytes, clear.from, clear.to);
                if (email) {
                    search(view, from, to, TextScanner.Scope.EVERYTHING);
                } else if (!Pseudonyms.isToken(b, from, to)) {
                    String name = Normal.name(clear.bytes, clear.from, clear.to);
                    pseudonym(view, from, to, kind, Pseudonyms.Domain.USERNAME, name);
                }
            }
            case SECRET -> {
                // A project's own key is public: browsers carry it, and PostHog's own settings repeat it.
                if (!Ascii.startsWith(b, from, to, "phc_")) {
                    replace(view, from, to, kind);
                }
            }
            default -> replace(view, from, to, kind);
        }
    }

    private void phone(TextView view, int from, int to) {
        TextView clear = clear(view, from, to);
        int digits = 0;
        int letters = 0;
        for (int i = clear.from; i < clear.to; i++) {
            digits += Ascii.isDigit(clear.bytes[i]) ? 1 : 0;
            letters += Ascii.isWord(clear.bytes[i]) && !Ascii.isDigit(clear.bytes[i]) ? 1 : 0;
        }
        if (digits >= FEWEST_PHONE_DIGITS && letters <= MOST_LETTERS_BESIDE_PHONE) {
            String number = Normal.phone(clear.bytes, clear.from, clear.to);
            pseudonym(view, from, to, Kind.PHONE, Pseudonyms.Domain.PHONE, number);
        } else {
            search(view, from, to, TextScanner.Scope.EVERYTHING);
        }
    }

    private void search(TextView view, int from, int to, TextScanner.Scope scope) {
        TextView current = view;
        int start = from;
        int end = to;
        for (int layer = 0; layer <= LAYERS; layer++) {
            triggers.of(current.bytes, start, end);
            boolean hides = triggers.hides();
            if (isWhole(current, start, end, scope)) {
                return;
            }
            scanner.scan(current, start, end, scope, project, claims);
            if (!hides || layer == LAYERS || !Unfold.layer(current, start, end, layers[layer])) {
                return;
            }
            current = layers[layer];
            start = current.from;
            end = current.to;
        }
    }

    /** If the whole text is an identifier, claims it as such, and nothing else: tokens join, markers do not. */
    private boolean isWhole(TextView view, int from, int to, TextScanner.Scope scope) {
        byte[] b = view.bytes;
        int start = from;
        int end = to;
        while (start < end && Ascii.isSpace(b[start])) {
            start++;
        }
        while (start < end && Ascii.isSpace(b[end - 1])) {
            end--;
        }
        if ((triggers.mask & StringTriggers.AT) != 0 && emails.isWhole(b, start, end)) {
            wholePseudonym(view, start, end, Kind.EMAIL, Pseudonyms.Domain.EMAIL, Normal.email(b, start, end));
            return true;
        }
        if (scope == TextScanner.Scope.EVERYTHING
                && triggers.digits >= FEWEST_NATIONAL_DIGITS
                && phones.isWholeNational(b, start, end)) {
            claims.clear();
            claims.add(view.origin(start), view.origin(end), Kind.PHONE, Action.REPLACE, Kind.PHONE.marker());
            return true;
        }
        if (scope != TextScanner.Scope.IDENTIFIERS) {
            return false;
        }
        if (phones.isWholeInternational(b, start, end)) {
            wholePseudonym(view, start, end, Kind.PHONE, Pseudonyms.Domain.PHONE, Normal.phone(b, start, end));
            return true;
        }
        if (triggers.digits >= FEWEST_CARD_DIGITS && cards.isWhole(b, start, end, FEWEST_CARD_DIGITS_ALONE)) {
            wholePseudonym(view, start, end, Kind.CARD, Pseudonyms.Domain.CARD, Normal.digits(b, start, end));
            return true;
        }
        return false;
    }

    private void wholePseudonym(
            TextView view, int from, int to, Kind kind, Pseudonyms.Domain domain, String normalised) {
        claims.clear();
        pseudonym(view, from, to, kind, domain, normalised);
    }

    private void pseudonym(TextView view, int from, int to, Kind kind, Pseudonyms.Domain domain, String normalised) {
        byte[] token = pseudonyms.token(project, domain, normalised);
        claims.add(view.origin(from), view.origin(to), kind, Action.PSEUDONYM, token);
    }

    private void replace(TextView view, int from, int to, Kind kind) {
        claims.add(view.origin(from), view.origin(to), kind, Action.REMOVE, kind.marker());
    }

    /** The text with all layers of encoding undone, without the white space around it. */
    private TextView clear(TextView view, int from, int to) {
        TextView current = layers[0];
        boolean changed = Unfold.layer(view, from, to, current);
        for (int layer = 1; layer < LAYERS && changed; layer++) {
            TextView next = layers[layer];
            changed = Unfold.layer(current, current.from, current.to, next);
            current = changed ? next : current;
        }
        while (current.from < current.to && Ascii.isSpace(current.bytes[current.from])) {
            current.from++;
        }
        while (current.from < current.to && Ascii.isSpace(current.bytes[current.to - 1])) {
            current.to--;
        }
        return current;
    }

    /** Scrubs the number {@code [from, to)}. */
    void number(TextView view, int from, int to, Treatment treatment) {
        byte[] b = view.bytes;
        Kind kind = treatment.kind();
        int length = to - from;
        claims = found;
        switch (treatment.slot()) {
            case PROTECTED, EVENT_NAME, KEY -> {}
            case TEXT -> {
                if (length >= FEWEST_CARD_DIGITS_ALONE && cards.isWhole(b, from, to, FEWEST_CARD_DIGITS_ALONE)) {
                    claims.add(view.origin(from), view.origin(to), Kind.CARD, Action.REMOVE, NULL);
                }
            }
            case IDENTITY -> {
                if (length >= FEWEST_CARD_DIGITS_ALONE && cards.isWhole(b, from, to, FEWEST_CARD_DIGITS_ALONE)) {
                    byte[] token = pseudonyms.token(project, Pseudonyms.Domain.CARD, Normal.digits(b, from, to));
                    claims.add(view.origin(from), view.origin(to), Kind.CARD, Action.PSEUDONYM, quoted(token));
                }
            }
            case KEYED -> keyedNumber(view, from, to, kind == null ? Kind.SECRET : kind);
            case KEYED_IF_DIGIT -> {
                if (length >= FEWEST_AMBIGUOUS_DIGITS) {
                    keyedNumber(view, from, to, kind == null ? Kind.SECRET : kind);
                }
            }
        }
        found.count(findings);
        found.request(edits);
        found.clear();
    }

    private void keyedNumber(TextView view, int from, int to, Kind kind) {
        switch (kind) {
            case LOCATION -> coarser(view, from, to);
            case IP -> {}
            default -> claims.add(view.origin(from), view.origin(to), kind, Action.REMOVE, NULL);
        }
    }

    /** A coordinate keeps one decimal, some ten kilometres. */
    private void coarser(TextView view, int from, int to) {
        byte[] b = view.bytes;
        int dot = -1;
        for (int i = from; i < to; i++) {
            if (b[i] == 'e' || b[i] == 'E') {
                claims.add(view.origin(from), view.origin(to), Kind.LOCATION, Action.REMOVE, NULL);
                return;
            }
            dot = b[i] == '.' ? i : dot;
        }
        if (dot >= 0 && to - dot > 2) {
            claims.add(view.origin(dot + 2), view.origin(to), Kind.LOCATION, Action.TRUNCATE, new byte[0]);
        }
    }

    private static byte[] quoted(byte[] token) {
        byte[] quoted = new byte[token.length + 2];
        quoted[0] = '"';
        System.arraycopy(token, 0, quoted, 1, token.length);
        quoted[quoted.length - 1] = '"';
        return quoted;
    }
}
