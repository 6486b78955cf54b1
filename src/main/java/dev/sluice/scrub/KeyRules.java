package dev.sluice.scrub;

import static dev.sluice.scrub.KeyRule.Special;

import dev.sluice.scrub.policy.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Decides what a key means. Slow and thorough: {@link KeyTable} asks once for each different key. */
final class KeyRules {
    private static final int EVENT = Place.EVENT.bit();
    private static final int PROPERTIES = Place.PROPERTIES.bit();
    private static final int DOCUMENT = Place.DOCUMENT.bit();

    /** Must reach PostHog as they are (reference of the wire protocol, section 13), where they stand at these places. */
    private static final Map<String, Integer> PROTECTED = Map.ofEntries(
            Map.entry("uuid", EVENT),
            Map.entry("event", 0),
            Map.entry("timestamp", EVENT),
            Map.entry("sent_at", EVENT | DOCUMENT),
            Map.entry("offset", EVENT),
            Map.entry("token", EVENT | PROPERTIES | DOCUMENT),
            Map.entry("$token", EVENT),
            Map.entry("api_key", EVENT | DOCUMENT),
            Map.entry("session_id", EVENT),
            Map.entry("window_id", EVENT));

    private static final Set<String> PROTECTED_PROPERTIES = Set.of(
            "$insert_id",
            "$session_id",
            "$window_id",
            "$pageview_id",
            "$lib",
            "$lib_version",
            "$device_type",
            "$time",
            "$active_feature_flags",
            "$process_person_profile",
            "$geoip_disable",
            "$snapshot_source",
            "$group_type",
            "$exception_fingerprint",
            "$timezone",
            "$lib_custom_api_host",
            "$is_identified",
            "$cookieless_mode",
            "$ignore_sent_at");

    private static final Set<String> IDENTITIES =
            Set.of("distinct_id", "$distinct_id", "$anon_distinct_id", "$user_id", "alias", "$group_key", "$device_id");

    private static final Set<String> PERSONS = Set.of(
            "$set",
            "$set_once",
            "user",
            "users",
            "customer",
            "customers",
            "contacts",
            "recipients",
            "contact",
            "recipient",
            "traits",
            "person",
            "person_properties",
            "cardholder",
            "shipping",
            "billing");

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
            Map.entry("$insert_id", Field.PROPERTIES_INSERT_ID));

    private static final Map<String, Special> SPECIALS = Map.ofEntries(
            Map.entry("event", Special.EVENT_NAME),
            Map.entry("properties", Special.PROPERTIES),
            Map.entry("$groups", Special.GROUPS),
            Map.entry("groups", Special.REQUEST_GROUPS),
            Map.entry("$snapshot_data", Special.SNAPSHOT_DATA),
            Map.entry("$ip", Special.IP));

    private static final int LONGEST_WORD_KEY = 128;
    private static final int FEWEST_DIGITS_SEARCHED = 7;

    private KeyRules() {}

    static KeyRule of(String key) {
        boolean name = key.length() <= LONGEST_WORD_KEY && isName(key);
        // Elsewhere than in its place ($web_vitals_*_event repeats $session_id) PostHog's own name is no secret's name
        // either.
        KeyWords.Word word = name && !PROTECTED_PROPERTIES.contains(key) ? meaning(key) : null;
        String bare = name ? joined(tokens(lastSegment(key))) : "";
        Kind parameter = word != null && !word.ambiguous() ? word.kind() : KeyWords.parameter(bare);
        if (parameter == null && word != null) {
            parameter = word.kind();
        }
        return new KeyRule(
                word == null ? null : word.kind(),
                word != null && word.ambiguous(),
                parameter,
                bare.equals("name"),
                PERSONS.contains(key),
                protectedIn(key),
                IDENTITIES.contains(key) ? EVENT | PROPERTIES | DOCUMENT : 0,
                EVENT_FIELDS.get(key),
                PROPERTY_FIELDS.get(key),
                isSearched(key),
                SPECIALS.getOrDefault(key, Special.NONE));
    }

    private static boolean isSearched(String key) {
        int digits = 0;
        boolean upper = false;
        for (int i = 0; i < key.length(); i++) {
            char c = key.charAt(i);
            if (c >= 0x7f || "@=%&\\".indexOf(c) >= 0) {
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

    private static int protectedIn(String key) {
        if (PROTECTED_PROPERTIES.contains(key) || key.startsWith("$feature/") || key.startsWith("$feature_flag")) {
            return PROPERTIES;
        }
        return PROTECTED.getOrDefault(key, 0);
    }

    private static KeyWords.@Nullable Word meaning(String key) {
        List<String> tokens = tokens(lastSegment(key));
        if (tokens.isEmpty()) {
            return null;
        }
        KeyWords.Word whole = KeyWords.word(joined(tokens));
        if (whole != null) {
            return whole;
        }
        if (KeyWords.HARMLESS_LAST.contains(tokens.getLast()) || KeyWords.HARMLESS_FIRST.contains(tokens.getFirst())) {
            return null;
        }
        List<String> rest = tokens;
        while (rest.size() > 1 && KeyWords.PREFIXES.contains(rest.getFirst())) {
            rest = rest.subList(1, rest.size());
            KeyWords.Word stripped = KeyWords.word(joined(rest));
            if (stripped != null) {
                return stripped;
            }
        }
        for (int words = Math.min(3, tokens.size() - 1); words > 0; words--) {
            KeyWords.Word last = KeyWords.word(joined(tokens.subList(tokens.size() - words, tokens.size())));
            if (last != null && last.loose()) {
                return last;
            }
        }
        return null;
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
