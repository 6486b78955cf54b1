package dev.sluice.scrub;

import static dev.sluice.scrub.Place.ATTRIBUTES;
import static dev.sluice.scrub.Place.DOCUMENT;
import static dev.sluice.scrub.Place.EVENT;
import static dev.sluice.scrub.Place.EXCEPTIONS;
import static dev.sluice.scrub.Place.FRAMES;
import static dev.sluice.scrub.Place.OTLP;
import static dev.sluice.scrub.Place.PERSON;
import static dev.sluice.scrub.Place.PROPERTIES;
import static dev.sluice.scrub.Place.SENTRY;
import static dev.sluice.scrub.Place.SENTRY_BREADCRUMBS;
import static dev.sluice.scrub.Place.SENTRY_CONTEXTS;
import static dev.sluice.scrub.Place.SENTRY_FEEDBACK;
import static dev.sluice.scrub.Place.SENTRY_HEADER;
import static dev.sluice.scrub.Place.SENTRY_USER;
import static dev.sluice.scrub.Place.TYPED_VALUE;

import dev.sluice.scrub.KeyRule.Special;
import dev.sluice.scrub.KeyRule.Standing;
import java.util.HashMap;
import java.util.Map;

/**
 * What keys mean by where they stand: what PostHog and Sentry need is never touched, identities become pseudonyms, and what
 * programs say about themselves is searched for less. By path, not by name: a {@code token} somewhere else is a secret.
 * Lists: reference of personal data, sections 3 and 8; of the wire protocol, section 13; Sentry's event payload, envelope
 * items and the attributes of its spans and logs; OTLP 1 as JSON.
 */
final class KeyPlaces {
    private static final class Places {
        private int protectedIn;
        private int listedIn;
        private int identityIn;
        private int accountIn;
        private int codeIn;
        private int machineIn;
        private Special special = Special.NONE;

        private Standing standing() {
            return new Standing(protectedIn, listedIn, identityIn, accountIn, codeIn, machineIn, special);
        }
    }

    private static final Map<String, Places> KEYS = new HashMap<>();
    private static final Map<String, Standing> STANDINGS = new HashMap<>();
    private static final Standing NOTHING = new Places().standing();

    private static final String OWN_PROPERTIES =
            "$insert_id $session_id $window_id $pageview_id $prev_pageview_id $lib $lib_version $device_type $time"
                    + " $process_person_profile $geoip_disable $snapshot_source $group_type $timezone $lib_custom_api_host"
                    + " $is_identified $cookieless_mode $ignore_sent_at";

    private static final Standing FLAG = new Standing(PROPERTIES.bit(), 0, 0, 0, 0, 0, Special.NONE);
    private static final Standing LOCATED = new Standing(PROPERTIES.bit() | PERSON.bit(), 0, 0, 0, 0, 0, Special.NONE);
    private static final Standing OF_BROWSER =
            new Standing(0, 0, 0, 0, 0, PROPERTIES.bit() | PERSON.bit(), Special.NONE);
    private static final Standing OF_SOURCE = new Standing(0, 0, 0, 0, ATTRIBUTES.bit(), 0, Special.NONE);
    private static final Standing OF_MACHINE = new Standing(0, 0, 0, 0, 0, ATTRIBUTES.bit(), Special.NONE);

    private static final String[] BROWSER_PREFIXES = {
        "$lib",
        "$browser",
        "$os",
        "$screen_",
        "$viewport_",
        "$sdk_",
        "$app_",
        "$device_m",
        "$initial_browser",
        "$initial_os",
        "$initial_device_type"
    };
    private static final String[] MACHINE_PREFIXES = {
        "sentry.", "telemetry.", "os.", "browser.", "process.runtime.", "culture.", "user_agent."
    };
    private static final String[] WORDED_BY_PEOPLE = {
        "sentry.segment.name",
        "sentry.message",
        "sentry.user",
        "sentry.description",
        "sentry.transaction",
        "sentry.normalized"
    };

    static {
        protect(EVENT, "uuid timestamp sent_at offset token $token api_key session_id window_id");
        protect(DOCUMENT, "token api_key sent_at");
        protect(PROPERTIES, "token " + OWN_PROPERTIES);
        list(PROPERTIES, "$active_feature_flags $exception_fingerprint");
        identify(EVENT, "distinct_id $distinct_id $anon_distinct_id $user_id alias $group_key $device_id");
        identify(PROPERTIES, "distinct_id $distinct_id $anon_distinct_id $user_id alias $group_key $device_id");
        identify(DOCUMENT, "distinct_id $distinct_id $anon_distinct_id $user_id alias $group_key $device_id");
        machine(
                PROPERTIES,
                "$raw_user_agent $user_agent $browser $os $device $debug_images $ai_trace_id $ai_span_id $ai_parent_id");
        machine(PERSON, "$raw_user_agent $browser $os $lib $initial_raw_user_agent $device_type $timezone");
        code(PROPERTIES, "$exception_sources $exception_functions");

        protect(
                SENTRY,
                "event_id timestamp start_timestamp end_timestamp received platform level release environment dist"
                        + " trace_id span_id parent_span_id segment_id debug_id type sid started status check_in_id"
                        + " monitor_slug profile_id profiler_id chunk_id active_thread_id replay_id replay_type"
                        + " replay_start_timestamp version unit measurements transaction_info monitor_config");
        list(SENTRY, "error_ids trace_ids");
        identify(SENTRY, "did");
        machine(SENTRY, "sdk client_sdk debug_meta logger op origin user_agent thread_metadata");
        identify(SENTRY_USER, "id user_id");
        protect(SENTRY_FEEDBACK, "event_id replay_id associated_event_id");
        machine(
                SENTRY_CONTEXTS,
                "os browser runtime app gpu culture cloud_resource unity otel react_native_context profile replay");
        protect(SENTRY_BREADCRUMBS, "timestamp level type category");
        protect(
                SENTRY_HEADER,
                "event_id dsn sent_at trace_id public_key release environment sample_rate sampled sample_rand org_id"
                        + " replay_id type length content_type attachment_type item_count platform");
        identify(SENTRY_HEADER, "user_id");
        machine(SENTRY_HEADER, "sdk");

        code(FRAMES, "filename abs_path function raw_function module package source symbol resolved_name mangled_name");
        protect(
                FRAMES,
                "lineno colno in_app instruction_addr symbol_addr image_addr addr_mode platform lang raw_id chunk_id"
                        + " debug_id");
        code(EXCEPTIONS, "module");

        protect(
                ATTRIBUTES,
                "sessionId session.id posthogSessionId $session_id windowId trace_id span_id sentry.replay_id"
                        + " sentry.trace.parent_span_id feature_flags");
        identify(
                ATTRIBUTES,
                "posthogDistinctId posthog.distinct_id posthog_distinct_id distinct_id distinctId $distinct_id user.id"
                        + " user_id userId enduser.id user.hash");
        account(ATTRIBUTES, "user.name enduser.name");
        protect(TYPED_VALUE, "type unit");
        protect(
                OTLP,
                "traceId spanId parentSpanId trace_id span_id parent_span_id traceState flags schemaUrl version"
                        + " timeUnixNano observedTimeUnixNano startTimeUnixNano endTimeUnixNano time_unix_nano"
                        + " observed_time_unix_nano start_time_unix_nano end_time_unix_nano severityText severityNumber"
                        + " kind unit count asInt as_int");

        special(Special.EVENT_NAME, "event");
        special(Special.PROPERTIES, "properties");
        special(Special.GROUPS, "$groups");
        special(Special.REQUEST_GROUPS, "groups");
        special(Special.PERSON, "$set $set_once person_properties");
        special(Special.BATCH, "batch");
        special(Special.SNAPSHOT_DATA, "$snapshot_data");
        special(Special.DATA, "data");
        special(Special.ATTRIBUTES, "attributes");
        special(Special.IP, "$ip");
        special(Special.ELEMENTS_CHAIN, "$elements_chain");
        special(Special.EXCEPTION_LIST, "$exception_list");
        special(Special.EXCEPTION, "exception threads");
        special(Special.VALUES, "values");
        special(Special.STACKTRACE, "stacktrace raw_stacktrace");
        special(Special.FRAMES, "frames");
        special(Special.USER, "user");
        special(Special.REQUEST, "request");
        special(Special.QUERY_STRING, "query_string");
        special(Special.BREADCRUMBS, "breadcrumbs");
        special(Special.CONTEXTS, "contexts");
        special(Special.TRACE, "trace");
        special(Special.FEEDBACK, "feedback");
        special(Special.SPANS, "spans items attrs payload");
        special(Special.TAGS, "tags");
        special(Special.MODULES, "modules");
        special(Special.PROFILE, "profile");
        special(Special.KEY, "key");
        special(Special.VALUE, "value");
        special(Special.INT_VALUE, "intValue int_value");
        KEYS.forEach((key, places) -> STANDINGS.put(key, places.standing()));
    }

    private KeyPlaces() {}

    static Standing of(String key) {
        Standing known = STANDINGS.get(key);
        if (known != null) {
            return known;
        }
        if (isFlag(key)) {
            return FLAG;
        }
        if (isLocated(key)) {
            return LOCATED;
        }
        if (startsWithOne(key, BROWSER_PREFIXES)) {
            return OF_BROWSER;
        }
        if (key.startsWith("code.")) {
            return OF_SOURCE;
        }
        return startsWithOne(key, MACHINE_PREFIXES) && !startsWithOne(key, WORDED_BY_PEOPLE) ? OF_MACHINE : NOTHING;
    }

    /**
     * Whether it is a fixed name for something that is no person's, wherever it stands ({@code $web_vitals_*_event} repeats
     * {@code $session_id}): then its words mean nothing else.
     */
    static boolean isTechnical(String key) {
        return isLocated(key)
                || isOfServer(key)
                || (of(key).protectedIn() & PROPERTIES.bit()) != 0 && key.charAt(0) == '$';
    }

    /** Addresses of machines, by OpenTelemetry's semantic conventions: not of people and not of streets. */
    private static boolean isOfServer(String key) {
        return key.equals("server.address") || key.equals("network.local.address") || key.equals("host.address");
    }

    /** The name and answer of a feature flag, which PostHog gave itself. */
    static boolean isFlag(String key) {
        return key.startsWith("$feature/") || key.startsWith("$feature_flag");
    }

    /** What PostHog has found out about the place of an address. */
    private static boolean isLocated(String key) {
        return key.startsWith("$geoip_") || key.startsWith("$initial_geoip_");
    }

    private static boolean startsWithOne(String key, String[] prefixes) {
        for (String prefix : prefixes) {
            if (key.startsWith(prefix)) {
                return true;
            }
        }
        return false;
    }

    private static void protect(Place place, String keys) {
        for (String key : keys.split(" ", -1)) {
            places(key).protectedIn |= place.bit();
        }
    }

    private static void list(Place place, String keys) {
        for (String key : keys.split(" ", -1)) {
            places(key).listedIn |= place.bit();
        }
    }

    private static void identify(Place place, String keys) {
        for (String key : keys.split(" ", -1)) {
            places(key).identityIn |= place.bit();
        }
    }

    private static void account(Place place, String keys) {
        for (String key : keys.split(" ", -1)) {
            places(key).accountIn |= place.bit();
        }
    }

    private static void code(Place place, String keys) {
        for (String key : keys.split(" ", -1)) {
            places(key).codeIn |= place.bit();
        }
    }

    private static void machine(Place place, String keys) {
        for (String key : keys.split(" ", -1)) {
            places(key).machineIn |= place.bit();
        }
    }

    private static void special(Special special, String keys) {
        for (String key : keys.split(" ", -1)) {
            places(key).special = special;
        }
    }

    private static Places places(String key) {
        return KEYS.computeIfAbsent(key, _ -> new Places());
    }
}
