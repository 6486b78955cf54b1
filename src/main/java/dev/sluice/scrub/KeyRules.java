package dev.sluice.scrub;

import dev.sluice.scrub.policy.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Decides what a key means. Slow and thorough: {@link KeyTable} asks once for each different key. */
final class KeyRules {
    private static final Map<String, Field> EVENT_FIELDS = Map.of(
            "event", Field.EVENT,
            "uuid", Field.UUID,
            "distinct_id", Field.DISTINCT_ID,
            "$distinct_id", Field.DOLLAR_DISTINCT_ID,
            "timestamp", Field.TIMESTAMP,
            "offset", Field.OFFSET,
            "token", Field.TOKEN,
            "$token", Field.DOLLAR_TOKEN,
            "api_key", Field.API_KEY,
            "properties", Field.PROPERTIES);

    private static final Map<String, Field> PROPERTY_FIELDS = Map.ofEntries(
            Map.entry("token", Field.PROPERTIES_TOKEN),
            Map.entry("distinct_id", Field.PROPERTIES_DISTINCT_ID),
            Map.entry("$ip", Field.PROPERTIES_IP),
            Map.entry("$session_id", Field.PROPERTIES_SESSION_ID),
            Map.entry("$window_id", Field.PROPERTIES_WINDOW_ID),
            Map.entry("$snapshot_data", Field.PROPERTIES_SNAPSHOT_DATA),
            Map.entry("$ignore_sent_at", Field.PROPERTIES_IGNORE_SENT_AT),
            Map.entry("$cookieless_mode", Field.PROPERTIES_COOKIELESS_MODE),
            Map.entry("$geoip_disable", Field.PROPERTIES_GEOIP_DISABLE),
            Map.entry("$time", Field.PROPERTIES_TIME),
            Map.entry("$insert_id", Field.PROPERTIES_INSERT_ID),
            Map.entry("$sentry_trace_id", Field.PROPERTIES_SENTRY_TRACE_ID));

    private static final int LONGEST_WORD_KEY = 128;
    private static final int FEWEST_DIGITS_SEARCHED = 7;

    /** An {@code adid} is a device's, an {@code ad_id} an advertisement's. */
    private static final List<String> ADVERTISEMENT = List.of("ad", "id");

    private KeyRules() {}

    static KeyRule of(String key) {
        String told = end(key);
        boolean name = isName(told);
        KeyWords.Word word = name && !KeyPlaces.isTechnical(told) ? meaning(told) : null;
        String bare = name ? joined(tokens(lastSegment(told))) : "";
        Kind parameter = word != null && !word.ambiguous() ? word.kind() : KeyWords.parameter(bare);
        if (parameter == null && word != null) {
            parameter = word.kind();
        }
        return new KeyRule(
                word == null ? null : word.kind(),
                word != null && word.ambiguous(),
                parameter,
                KeyAffixes.NAME_PARTS.contains(bare),
                bare.equals("name") || isPerson(key),
                KeyPlaces.of(key),
                EVENT_FIELDS.get(key),
                PROPERTY_FIELDS.get(key),
                !KeyPlaces.isFlag(key) && isSearched(key),
                name ? Siblings.role(joined(tokens(told))) : Siblings.Role.NONE);
    }

    /** The last words of a key that is very long, as of an object that was made flat: what a value is stands at its end. */
    private static String end(String key) {
        if (key.length() <= LONGEST_WORD_KEY) {
            return key;
        }
        int start = key.length() - LONGEST_WORD_KEY;
        while (start < key.length() && Character.isLetterOrDigit(key.charAt(start))) {
            start++;
        }
        return key.substring(start);
    }

    private static boolean isSearched(String key) {
        int digits = 0;
        boolean upper = false;
        for (int i = 0; i < key.length(); i++) {
            char c = key.charAt(i);
            if (c >= 0x7f || "@=%&/\\ ".indexOf(c) >= 0) {
                return true;
            }
            digits += c >= '0' && c <= '9' ? 1 : 0;
            upper |= c >= 'A' && c <= 'Z';
        }
        boolean mayBeBase64 = upper && digits > 0 && key.length() >= Base64Run.SHORTEST;
        return mayBeBase64 || digits >= FEWEST_DIGITS_SEARCHED;
    }

    /** Addresses and the like are keys too, but not names of what is below them. */
    private static boolean isName(String key) {
        for (int i = 0; i < key.length(); i++) {
            if ("/=@?&".indexOf(key.charAt(i)) >= 0) {
                return false;
            }
        }
        return true;
    }

    private static KeyWords.@Nullable Word meaning(String key) {
        List<String> tokens = tokens(lastSegment(key));
        if (tokens.isEmpty()) {
            return null;
        }
        if (tokens.equals(ADVERTISEMENT)) {
            return null;
        }
        KeyWords.Word whole = KeyWords.word(joined(tokens(key)));
        whole = whole == null ? KeyWords.word(joined(tokens)) : whole;
        if (whole != null) {
            return whole;
        }
        if (KeyAffixes.HARMLESS_LAST.contains(tokens.getLast())
                || KeyAffixes.HARMLESS_FIRST.contains(tokens.getFirst())) {
            return null;
        }
        KeyWords.Word part = part(tokens);
        return part == null && isPersonsName(key, tokens) ? KeyWords.word("fullname") : part;
    }

    /** The meaning of a key without what stands around its telling word. */
    private static KeyWords.@Nullable Word part(List<String> all) {
        List<String> tokens = singular(withoutSuffixes(all));
        List<String> rest = tokens;
        KeyWords.Word found = tokens.equals(all) ? null : KeyWords.word(joined(tokens));
        while (found == null && rest.size() > 1 && KeyAffixes.PREFIXES.contains(rest.getFirst())) {
            rest = rest.subList(1, rest.size());
            found = KeyWords.word(joined(rest));
        }
        for (int words = Math.min(3, tokens.size() - 1); found == null && words > 0; words--) {
            KeyWords.Word last = KeyWords.word(joined(tokens.subList(tokens.size() - words, tokens.size())));
            found = last != null && last.loose() ? last : null;
        }
        return found;
    }

    /** {@code email_work}, {@code phone2}, {@code address_line_1} without their ends. */
    private static List<String> withoutSuffixes(List<String> all) {
        List<String> tokens = all;
        while (tokens.size() > 1 && (KeyAffixes.SUFFIXES.contains(tokens.getLast()) || isNumber(tokens.getLast()))) {
            tokens = tokens.subList(0, tokens.size() - 1);
        }
        String last = tokens.getLast();
        int end = last.length();
        while (end > 1 && Character.isDigit(last.charAt(end - 1))) {
            end--;
        }
        return end == last.length() ? tokens : replaceLast(tokens, last.substring(0, end));
    }

    private static boolean isNumber(String token) {
        return token.chars().allMatch(Character::isDigit);
    }

    /** {@code phone_numbers} hold what {@code phone_number} does; {@code tokens} are something else than a token. */
    private static List<String> singular(List<String> tokens) {
        String last = tokens.getLast();
        if (!last.endsWith("s") || last.endsWith("ss") || last.length() < 4) {
            return tokens;
        }
        List<String> one = replaceLast(tokens, last.substring(0, last.length() - (last.endsWith("sses") ? 2 : 1)));
        KeyWords.Word word = KeyWords.word(joined(one.subList(one.size() - 1, one.size())));
        KeyWords.Word whole = KeyWords.word(joined(one));
        boolean secret = isSecret(word) || isSecret(whole);
        return secret ? tokens : one;
    }

    private static boolean isSecret(KeyWords.@Nullable Word word) {
        return word != null && word.kind() == Kind.KEYED_SECRET;
    }

    private static List<String> replaceLast(List<String> tokens, String last) {
        List<String> all = new ArrayList<>(tokens.subList(0, tokens.size() - 1));
        all.add(last);
        return all;
    }

    /** {@code passengerName}, {@code user.name}: the bare word, and before it whose it is. */
    private static boolean isPersonsName(String key, List<String> tokens) {
        if (!tokens.getLast().equals("name")) {
            return false;
        }
        if (tokens.size() > 1) {
            String before = tokens.get(tokens.size() - 2);
            return KeyAffixes.PERSONS.contains(before)
                    || KeyAffixes.NAME_QUALIFIERS.contains(before)
                    || KeyAffixes.PERSONS.contains(joined(tokens.subList(0, tokens.size() - 1)));
        }
        List<String> all = tokens(key);
        return all.size() > 1 && KeyAffixes.PERSONS.contains(all.get(all.size() - 2));
    }

    /** Whether the value is somebody. */
    private static boolean isPerson(String key) {
        return key.equals("$set") || key.equals("$set_once") || KeyAffixes.PERSONS.contains(joined(tokens(key)));
    }

    /** {@code user[email]} and {@code form.email} mean their last part. */
    private static String lastSegment(String key) {
        int end = key.endsWith("]") ? key.length() - 1 : key.length();
        int open = key.lastIndexOf('[', end - 1);
        int dot = key.lastIndexOf('.', end - 1);
        String last = key.substring(Math.max(open, dot) + 1, end);
        return last.isEmpty() ? key : last;
    }

    private static String joined(List<String> tokens) {
        return String.join("", tokens);
    }

    /** Words of a key, lower case: split at everything that is no letter or digit, and in {@code camelCase}. */
    private static List<String> tokens(String key) {
        List<String> tokens = new ArrayList<>();
        int start = -1;
        for (int i = 0; i < key.length(); i++) {
            char c = key.charAt(i);
            boolean part = Character.isLetterOrDigit(c);
            boolean breaks = start >= 0
                    && part
                    && Character.isUpperCase(c)
                    && (Character.isLowerCase(key.charAt(i - 1))
                            || (i + 1 < key.length() && Character.isLowerCase(key.charAt(i + 1))));
            if (start >= 0 && (!part || breaks)) {
                tokens.add(key.substring(start, i).toLowerCase(Locale.ROOT));
                start = -1;
            }
            if (part && start < 0) {
                start = i;
            }
        }
        if (start >= 0) {
            tokens.add(key.substring(start).toLowerCase(Locale.ROOT));
        }
        return tokens;
    }
}
