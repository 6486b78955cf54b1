package dev.sluice.scrub;

import dev.sluice.json.ByteSink;
import dev.sluice.scrub.policy.Kind;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Scrubs one string as its {@link Treatment} asks. Belongs to one thread. */
final class StringScrubber {
    private static final int ROUNDS = 4;

    private final Target target;
    private final TextScanner scanner;
    private final WholeIdentifier identifiers;
    private final KeyedText keyed;
    private final PatternScanner patterns;
    private final StringTriggers triggers = new StringTriggers();
    private final Claims found = new Claims();
    private final Claims foundAgain = new Claims();
    private final TextView resultView = TextView.ofDocument();
    private final TextView[] unescapedResults = {TextView.scratch(), TextView.scratch()};
    private final TextView[] layers = new TextView[Unfold.LAYERS];

    /** Null inside of what is enclosed as deep as we look. */
    private final @Nullable Enclosed enclosed;

    private ByteSink result = new ByteSink(256);
    private ByteSink nextResult = new ByteSink(256);

    /** @param inner gives the walk for what stands enclosed in a string; null if such things are searched as text */
    StringScrubber(Target target, KeyTable keys, Pseudonyms.Cache pseudonyms, @Nullable Supplier<DocumentWalk> inner) {
        this.target = target;
        var redactor = new Redactor(target, pseudonyms);
        this.scanner = new TextScanner(redactor, keys);
        this.identifiers = new WholeIdentifier(target, redactor);
        this.keyed = new KeyedText(redactor, keys, target);
        this.enclosed = inner == null ? null : new Enclosed(target, redactor, inner);
        this.patterns = new PatternScanner(redactor);
        for (int i = 0; i < layers.length; i++) {
            layers[i] = TextView.scratch();
        }
    }

    /** Gives memory back that only something unusually large needed. */
    void trim() {
        result.trim();
        nextResult.trim();
        for (TextView view : unescapedResults) {
            view.trim();
        }
        for (TextView layer : layers) {
            layer.trim();
        }
        keyed.trim();
        if (enclosed != null) {
            enclosed.trim();
        }
    }

    void begin() {
        found.clear();
        foundAgain.clear();
    }

    /**
     * Scrubs {@code [from, to)} of a view, a string without its quotes and escapes.
     *
     * @param levels how many strings of JSON it is inside of, each within the other, where it stands in the document
     * @param known the triggers of the string
     * @return whether nothing at all was found
     */
    boolean string(TextView view, int from, int to, Treatment treatment, int levels, StringTriggers known) {
        if (from == to) {
            return true;
        }
        treat(view, from, to, treatment, known, found);
        if (found.isEmpty()) {
            return true;
        }
        found.settle(target.document);
        if (!found.isEmpty()) {
            found.count(target.findings);
            request(view.origin(from), view.origin(to), treatment, levels);
        }
        found.clear();
        return false;
    }

    /** Only claims what is personal in a text, for a caller that knows better where it stands. */
    void find(TextView view, StringTriggers known, Claims claims) {
        search(view, view.from, view.to, TextScanner.Scope.EVERYTHING, known, claims);
    }

    /**
     * Asks for what was found. A marker can be a border that was not there before, so what the string becomes is searched
     * again until nothing more comes up: a second scrubbing must not find anything. A marker or a token that is all there is
     * needs no search: no detector fires on it.
     */
    private void request(int start, int end, Treatment treatment, int levels) {
        boolean more = !found.isOne(start, end) && searchAgain(start, end, treatment, levels);
        if (more) {
            target.edits.replace(start, end, result.array(), 0, result.length());
        } else {
            found.request(target.edits);
        }
    }

    /** Answers whether anything else had to go; then {@link #result} is what the string becomes. */
    private boolean searchAgain(int start, int end, Treatment treatment, int levels) {
        result.clear();
        found.apply(target.document, start, end, result);
        boolean more = false;
        for (int round = 0; round < ROUNDS; round++) {
            TextView view = unescaped(levels);
            treat(view, view.from, view.to, treatment, triggers, foundAgain);
            foundAgain.settle(result.array());
            if (foundAgain.isEmpty()) {
                break;
            }
            more = true;
            foundAgain.count(target.findings);
            nextResult.clear();
            foundAgain.apply(result.array(), 0, result.length(), nextResult);
            foundAgain.clear();
            ByteSink previous = result;
            result = nextResult;
            nextResult = previous;
        }
        foundAgain.clear();
        return more;
    }

    /** The result without its escapes; leaves its triggers. */
    private TextView unescaped(int levels) {
        resultView.show(result.array(), 0, result.length());
        TextView view = resultView;
        triggers.of(view.bytes, view.from, view.to);
        for (int level = 0; level < levels && (triggers.mask & StringTriggers.BACKSLASH) != 0; level++) {
            TextView next = unescapedResults[level & 1];
            Unfold.json(view, view.from, view.to, next);
            view = next;
            triggers.of(view.bytes, view.from, view.to);
        }
        return view;
    }

    private void treat(TextView view, int from, int to, Treatment treatment, StringTriggers known, Claims claims) {
        Kind kind = treatment.kind() == null ? Kind.KEYED_SECRET : treatment.kind();
        switch (treatment.slot()) {
            case PROTECTED, PROTECTED_LIST -> {}
            case CODE -> technical(view, from, to, TextScanner.Scope.CODE, known, claims);
            case MACHINE -> technical(view, from, to, TextScanner.Scope.MACHINE, known, claims);
            case TEXT, ELEMENTS_CHAIN -> search(view, from, to, TextScanner.Scope.EVERYTHING, known, claims);
            case KEY -> search(view, from, to, TextScanner.Scope.KEY, known, claims);
            case EVENT_NAME -> search(view, from, to, TextScanner.Scope.EMAILS, known, claims);
            case IDENTITY -> search(view, from, to, TextScanner.Scope.IDENTIFIERS, known, claims);
            case KEYED -> keyed(view, from, to, kind, known, claims);
            case KEYED_IF_DIGIT -> {
                if (known.digits > 0) {
                    keyed(view, from, to, kind, known, claims);
                } else {
                    search(view, from, to, TextScanner.Scope.EVERYTHING, known, claims);
                }
            }
        }
    }

    private void technical(
            TextView view, int from, int to, TextScanner.Scope scope, StringTriggers known, Claims claims) {
        boolean mayBeAddress = (known.mask & StringTriggers.COLON) != 0;
        int words = mayBeAddress ? PageAddress.ownWords(view.bytes, from, to) : to;
        if (words == to) {
            search(view, from, to, scope, known, claims);
            return;
        }
        // The words first: what is an e-mail address as a whole takes back all claims before it.
        triggers.of(view.bytes, words, to);
        search(view, words, to, TextScanner.Scope.EVERYTHING, triggers, claims);
        triggers.of(view.bytes, from, words);
        search(view, from, words, scope, triggers, claims);
    }

    private void keyed(TextView view, int from, int to, Kind kind, StringTriggers known, Claims claims) {
        if (!keyed.claim(view, from, to, kind, claims)) {
            search(view, from, to, TextScanner.Scope.EVERYTHING, known, claims);
        }
    }

    private void search(TextView view, int from, int to, TextScanner.Scope scope, StringTriggers known, Claims claims) {
        TextView current = view;
        StringTriggers signs = known;
        int start = from;
        int end = to;
        for (int layer = 0; layer <= layers.length; layer++) {
            if (identifiers.claim(current, start, end, scope, signs, claims)) {
                return;
            }
            if (!target.policy.patterns().isEmpty()) {
                patterns.scan(current, start, end, scope, target.policy.patterns(), claims);
            }
            scanner.scan(current, start, end, scope, signs, claims);
            if (enclosed != null) {
                enclosed.claim(current, start, end, scope, signs, claims);
            }
            if (layer == layers.length || !Unfold.layer(current, start, end, signs, layers[layer])) {
                return;
            }
            current = layers[layer];
            start = current.from;
            end = current.to;
            signs = triggers;
            signs.of(current.bytes, start, end);
        }
    }
}
