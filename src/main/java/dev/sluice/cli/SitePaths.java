package dev.sluice.cli;

import dev.sluice.json.JsonSkip;
import dev.sluice.json.MalformedJsonException;
import dev.sluice.scrub.Sites.Site;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Predicate;

/**
 * Says by which path each finding of a document stands: names joined by dots, {@code []} for the elements of a list,
 * {@code (key)} for a key that is personal itself. One pass over the document, however many findings there are.
 */
final class SitePaths {
    private static final int LONGEST_NAME = 64;
    private static final int FEWEST_DIGITS_OF_ID = 5;
    /** In the place of a name that could tell something. */
    private static final String HIDDEN = "*";

    private final Predicate<String> isPersonal;
    private final BiConsumer<String, Site> into;

    private byte[] document = new byte[0];
    private List<Site> sites = List.of();
    private int next;

    /** @param isPersonal whether a name is personal, so that it must not be shown */
    SitePaths(Predicate<String> isPersonal, BiConsumer<String, Site> into) {
        this.isPersonal = isPersonal;
        this.into = into;
    }

    void tell(byte[] document, List<Site> found) throws MalformedJsonException {
        if (found.isEmpty()) {
            return;
        }
        this.document = document;
        sites = found.stream().sorted(Comparator.comparingInt(Site::position)).toList();
        next = 0;
        value(JsonSkip.space(document, 0, document.length), "");
    }

    /** Tells the findings in the value that starts at {@code i}; answers the index after it. */
    private int value(int i, String path) throws MalformedJsonException {
        int end = JsonSkip.value(document, i, document.length);
        if (next == sites.size() || sites.get(next).position() >= end) {
            return end;
        }
        switch (document[i]) {
            case '{' -> members(i, path);
            case '[' -> elements(i, path);
            default -> tellUntil(end, path.isEmpty() ? "(text)" : path);
        }
        return end;
    }

    private void members(int open, String path) throws MalformedJsonException {
        int i = space(open + 1);
        while (document[i] == '"') {
            int end = JsonSkip.string(document, i, document.length);
            tellUntil(end, path.isEmpty() ? "(key)" : path + ".(key)");
            String name = name(i + 1, end - 1);
            i = value(space(space(end) + 1), path.isEmpty() ? name : path + "." + name);
            i = space(i);
            if (document[i] == '}') {
                return;
            }
            i = space(i + 1);
        }
    }

    private void elements(int open, String path) throws MalformedJsonException {
        int i = space(open + 1);
        while (document[i] != ']') {
            i = space(value(i, path + "[]"));
            i = document[i] == ',' ? space(i + 1) : i;
        }
    }

    private void tellUntil(int end, String path) {
        while (next < sites.size() && sites.get(next).position() < end) {
            into.accept(path, sites.get(next++));
        }
    }

    private int space(int i) {
        return JsonSkip.space(document, i, document.length);
    }

    private String name(int from, int to) {
        if (to - from > LONGEST_NAME) {
            return HIDDEN;
        }
        int digits = 0;
        for (int i = from; i < to; i++) {
            byte b = document[i];
            digits += b >= '0' && b <= '9' ? 1 : 0;
            boolean plain = (b >= 'a' && b <= 'z')
                    || (b >= 'A' && b <= 'Z')
                    || (b >= '0' && b <= '9')
                    || b == '_'
                    || b == '-'
                    || b == '$'
                    || b == '.';
            // Where persons are members of an object, its keys are their numbers.
            if (!plain || digits == FEWEST_DIGITS_OF_ID) {
                return HIDDEN;
            }
        }
        String name = new String(document, from, to - from, StandardCharsets.US_ASCII);
        return isPersonal.test(name) ? HIDDEN : name;
    }
}
