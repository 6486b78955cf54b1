package dev.sluice.scrub;

import dev.sluice.json.JsonSkip;
import dev.sluice.json.MalformedJsonException;
import dev.sluice.scrub.detect.NameReader;
import dev.sluice.scrub.policy.Kind;
import dev.sluice.scrub.text.Ascii;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Objects whose members explain each other: {@code {"label":"Full name","value":…}}, {@code {"name":"email","type":"text",
 * "value":…}}, {@code {"key":"user.phone","value":{…}}}; and a {@code long} beside a {@code lat}. Where the value comes
 * first, a bounded look ahead finds its label, once for each object. Belongs to one thread.
 */
final class Siblings {
    /** What a key says about the members beside it. */
    enum Role {
        NONE,
        /** Names what the value is. */
        LABEL,
        /** Says which kind of input it is. */
        TYPE,
        VALUE,
        LATITUDE,
        /** A longitude, beside a latitude only. */
        LONGITUDE
    }

    private static final Set<String> LABELS = words(
            "name label key field fieldname fieldlabel fieldid question questiontext questionname prompt title id property"
                    + " propertyname attribute attributename placeholder autocomplete header headername param parameter"
                    + " variable column columnname htmlfor for arialabel inputname attrname attrid attrplaceholder"
                    + " attrautocomplete attrarialabel k n inputid fieldkey itemname labeltext caption");
    private static final Set<String> TYPES = words("type inputtype fieldtype attrtype");
    private static final Set<String> VALUES = words(
            "value val answer answers response reply input inputvalue fieldvalue stringvalue currentvalue defaultvalue"
                    + " newvalue oldvalue old new before after previous current userinput useranswer attrvalue v"
                    + " valuestring rawvalue textvalue");
    /** Inputs whose value is the page's own. */
    private static final Set<String> BUTTONS = words("submit button reset checkbox radio image");

    private static final int LONGEST_LABEL = 80;
    /** Bytes that end a label. */
    private static final boolean[] ENDS = new boolean[128];

    static {
        for (char c : "\"\\(*:?".toCharArray()) {
            ENDS[c] = true;
        }
    }

    private static final int LOOK_AHEAD = 1024;
    private static final int MOST_MEMBERS = 16;
    private static final int FEWEST_NAME_WORDS = 2;

    private final KeyTable keys;
    private final NameReader names = new NameReader();
    private final @Nullable KeyRule[] rules = new KeyRule[JsonSkip.MAX_DEPTH + 2];
    private final boolean[] looked = new boolean[JsonSkip.MAX_DEPTH + 2];
    private final boolean[] latitude = new boolean[JsonSkip.MAX_DEPTH + 2];
    private final boolean[] button = new boolean[JsonSkip.MAX_DEPTH + 2];

    Siblings(KeyTable keys) {
        this.keys = keys;
    }

    private static Set<String> words(String words) {
        return Set.copyOf(List.of(words.split(" ", -1)));
    }

    /** The role of a key, given without case and separators. */
    static Role role(String key) {
        if (LABELS.contains(key)) {
            return Role.LABEL;
        }
        if (TYPES.contains(key)) {
            return Role.TYPE;
        }
        return switch (key) {
            case "lat", "latitude" -> Role.LATITUDE;
            case "long" -> Role.LONGITUDE;
            default -> VALUES.contains(key) ? Role.VALUE : Role.NONE;
        };
    }

    /** An object starts, whose members are at this depth. */
    void open(int depth) {
        rules[depth] = null;
        looked[depth] = false;
        latitude[depth] = false;
        button[depth] = false;
    }

    /** How the value at {@code start} is treated, given how it would be without the members beside it. */
    Treatment of(TextView v, int start, int depth, KeyRule key, Treatment own) throws MalformedJsonException {
        switch (key.role()) {
            case NONE -> {}
            case LABEL, TYPE -> learn(v.bytes, start, v.to, depth, key.role());
            case LATITUDE -> latitude[depth] = true;
            case LONGITUDE -> {
                boolean number = start < v.to && (v.bytes[start] == '-' || Ascii.isDigit(v.bytes[start]));
                return latitude[depth] && number ? Treatment.keyed(Kind.GPS) : own;
            }
            case VALUE -> {
                return own.slot() == Treatment.Slot.TEXT ? value(v, start, depth, own) : own;
            }
        }
        return own;
    }

    private Treatment value(TextView v, int start, int depth, Treatment own) throws MalformedJsonException {
        if (rules[depth] == null && !looked[depth] && start < v.to) {
            looked[depth] = true;
            lookAhead(v.bytes, start, v.to, depth);
        }
        KeyRule rule = rules[depth];
        if (rule == null || button[depth]) {
            return own;
        }
        Kind kind = rule.kind();
        if (kind != null) {
            return Treatment.keyed(kind, rule.ambiguous());
        }
        return isName(v.bytes, start, v.to) ? Treatment.keyed(Kind.PERSON_NAME) : own;
    }

    /** Notes what the string at {@code start} says about a value beside it. */
    private void learn(byte[] b, int start, int to, int depth, Role role) {
        if (start >= to || b[start] != '"') {
            return;
        }
        int from = start + 1;
        int end = from;
        while (end < to && end - from < LONGEST_LABEL && !(b[end] >= 0 && ENDS[b[end]])) {
            end++;
        }
        if (end >= to || end - from == LONGEST_LABEL || b[end] == '\\' || end == from) {
            return;
        }
        if (role == Role.TYPE) {
            button[depth] |= isButton(b, from, end);
        }
        KeyRule rule = keys.rule(b, from, end);
        boolean telling = rule.kind() != null || (role == Role.LABEL && rule.name());
        KeyRule known = rules[depth];
        if (telling && (known == null || known.kind() == null) && !(role == Role.TYPE && rule.ambiguous())) {
            rules[depth] = rule;
        }
    }

    private static boolean isButton(byte[] b, int from, int to) {
        for (String type : BUTTONS) {
            if (type.length() == to - from && Ascii.startsWith(b, from, to, type)) {
                return true;
            }
        }
        return false;
    }

    /** Looks for a label behind the plain value at {@code start}. */
    private void lookAhead(byte[] b, int start, int end, int depth) throws MalformedJsonException {
        int to = Math.min(end, start + LOOK_AHEAD);
        int i = start;
        for (int members = 0; members < MOST_MEMBERS && rules[depth] == null; members++) {
            i = plainEnd(b, i, to);
            i = i < 0 ? to : JsonSkip.space(b, i, to);
            if (i >= to || b[i] != ',') {
                return;
            }
            i = JsonSkip.space(b, i + 1, to);
            int keyEnd = i < to && b[i] == '"' ? plainEnd(b, i, to) : -1;
            int colon = keyEnd < 0 ? to : JsonSkip.space(b, keyEnd, to);
            if (colon >= to || b[colon] != ':') {
                return;
            }
            KeyRule rule = keys.rule(b, i + 1, keyEnd - 1);
            i = JsonSkip.space(b, colon + 1, to);
            if (rule.role() == Role.LABEL || rule.role() == Role.TYPE) {
                learn(b, i, to, depth, rule.role());
            }
        }
    }

    /** Index after the string, number or word at {@code i}; -1 if it does not end before {@code to}. */
    private static int plainEnd(byte[] b, int i, int to) {
        if (i >= to || b[i] == '{' || b[i] == '[') {
            return -1;
        }
        int end = i + 1;
        if (b[i] != '"') {
            while (end < to && b[end] != ',' && b[end] != '}' && b[end] > ' ') {
                end++;
            }
            return end < to ? end : -1;
        }
        while (end < to && b[end] != '"') {
            end += b[end] == '\\' ? 2 : 1;
        }
        return end < to ? end + 1 : -1;
    }

    /** Whether the string at {@code start} reads like the name of a person: the label alone is said of many things. */
    private boolean isName(byte[] b, int start, int to) {
        if (start >= to || b[start] != '"') {
            return false;
        }
        int limit = Math.min(to, start + LONGEST_LABEL);
        int end = start + 1;
        while (end < limit && b[end] != '"') {
            end++;
        }
        return end < limit && names.isWhole(b, start + 1, end, FEWEST_NAME_WORDS);
    }
}
