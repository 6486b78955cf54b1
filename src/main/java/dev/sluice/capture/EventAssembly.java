package dev.sluice.capture;

import static dev.sluice.scrub.Field.API_KEY;
import static dev.sluice.scrub.Field.DOLLAR_TOKEN;
import static dev.sluice.scrub.Field.EVENT;
import static dev.sluice.scrub.Field.OFFSET;
import static dev.sluice.scrub.Field.PROPERTIES;
import static dev.sluice.scrub.Field.PROPERTIES_GEOIP_DISABLE;
import static dev.sluice.scrub.Field.PROPERTIES_INSERT_ID;
import static dev.sluice.scrub.Field.PROPERTIES_IP;
import static dev.sluice.scrub.Field.PROPERTIES_SENTRY_TRACE_ID;
import static dev.sluice.scrub.Field.PROPERTIES_SESSION_ID;
import static dev.sluice.scrub.Field.PROPERTIES_TIME;
import static dev.sluice.scrub.Field.PROPERTIES_TOKEN;
import static dev.sluice.scrub.Field.TIMESTAMP;
import static dev.sluice.scrub.Field.TOKEN;

import dev.sluice.event.EventKey;
import dev.sluice.event.Lane;
import dev.sluice.event.RejectReason;
import dev.sluice.event.SafeEvent;
import dev.sluice.json.ByteSink;
import dev.sluice.json.JsonSkip;
import dev.sluice.json.MalformedJsonException;
import dev.sluice.scrub.Field;
import dev.sluice.scrub.ScannedEvent;
import dev.sluice.scrub.ScrubFailedException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.UUID;

/**
 * Makes one event complete and safe: the firewall's edits and those that fix its uuid, its time and the visitor's address go
 * into the bytes in one copy. Belongs to one thread.
 */
final class EventAssembly {
    private static final byte[] IDENTIFY = ascii("\"$identify\"");
    private static final byte[] NO_GEOIP = ascii("\"$geoip_disable\":true");
    private static final byte[] TRUE = ascii("true");
    private static final byte[] UUID_KEY = ascii("\"uuid\":");
    private static final byte[] TIMESTAMP_KEY = ascii("\"timestamp\":");
    private static final byte[] EVENT_KEY = ascii("\"event\":");
    private static final byte[] PROPERTIES_KEY = ascii("\"properties\":");
    private static final byte[] API_KEY_KEY = ascii("\"api_key\":");

    private final EventScan firewall;
    private final EventIds ids;
    private final PersonMerges merges;
    private final SharedIdentity sharedIdentity;
    private final KindLabels kinds = new KindLabels();
    private final ScannedEvent event = new ScannedEvent();
    private final ByteSink head = new ByteSink(256);
    private final ByteSink part = new ByteSink(256);
    private final ByteSink name = new ByteSink(64);
    private ByteSink out = new ByteSink(16 << 10);
    private int redactions;

    EventAssembly(EventScan firewall, EventIds ids) {
        this.firewall = firewall;
        this.ids = ids;
        this.merges = new PersonMerges(ids);
        this.sharedIdentity = new SharedIdentity(ids);
    }

    /** What has to be sent besides the event that was assembled last, because its person has a new token. */
    Optional<SafeEvent> merge(RequestFacts facts) {
        return event.moved().flatMap(person -> merges.of(person, facts.project(), facts.receivedAtMillis()));
    }

    /** How many values of the event that was assembled last the firewall took out or replaced. */
    int redactions() {
        return redactions;
    }

    /** @param from index of the first byte of a syntactically correct JSON value, {@code to} the index after it */
    Assembled assemble(RequestFacts facts, byte[] document, int from, int to) {
        redactions = 0;
        if (document[from] != '{') {
            return new Assembled.Rejected(RejectReason.NOT_AN_OBJECT, Optional.empty());
        }
        if (to - from > facts.path().maxEventBytes()) {
            return new Assembled.Rejected(RejectReason.EVENT_TOO_LARGE, Optional.empty());
        }
        try {
            firewall.scan(document, from, to, facts.project(), event);
            redactions = event.findings().total();
            return judge(facts, document, from, to);
        } catch (ScrubFailedException | MalformedJsonException | RuntimeException | StackOverflowError e) {
            // Fail closed: whatever went wrong, an event that the firewall did not finish goes nowhere. Other errors
            // are the
            // process's and not the event's: with them the whole request fails, and its sender keeps the events.
            return new Assembled.Withheld(e);
        }
    }

    private Assembled judge(RequestFacts facts, byte[] document, int from, int to) throws MalformedJsonException {
        if (EventRules.isNamed(document, event, "$performance_event")) {
            return new Assembled.Dropped();
        }
        boolean isSnapshot = EventRules.isNamed(document, event, "$snapshot");
        RejectReason problem = EventRules.problem(document, event, facts.path(), isSnapshot);
        UUID uuid = EventRules.uuid(document, event);
        if (problem != null) {
            return new Assembled.Rejected(problem, Optional.ofNullable(uuid));
        }

        boolean isUuidMissing = uuid == null;
        if (uuid == null) {
            uuid = carriesItsOwnTime(document)
                    ? ids.derived(facts.project(), document, from, to)
                    : ids.fresh(facts.receivedAtMillis());
        }
        EventKey key = key(facts, document, uuid);
        String nameText = new String(name.array(), 0, name.length(), StandardCharsets.UTF_8);
        long person = ids.person(facts.project(), part.array(), part.length());
        Lane lane = isSnapshot ? Lane.REPLAY : facts.isHistorical() ? Lane.HISTORICAL : Lane.EVENTS;
        long session = isSnapshot
                ? ids.session(document, event.start(PROPERTIES_SESSION_ID), event.end(PROPERTIES_SESSION_ID))
                : 0;
        return new Assembled.Safe(new SafeEvent(
                fixed(facts, document, from, to, uuid, isUuidMissing, isSnapshot),
                uuid,
                key,
                lane,
                session,
                nameText,
                person,
                kinds.of(event.findings())));
    }

    private byte[] fixed(
            RequestFacts facts,
            byte[] document,
            int from,
            int to,
            UUID uuid,
            boolean isUuidMissing,
            boolean isSnapshot) {
        head.clear();
        head.append((byte) '{');
        if (isUuidMissing) {
            part.clear();
            byte[] text = new byte[36];
            UuidText.write(uuid, text, 0);
            part.append((byte) '"').append(text).append((byte) '"');
            put(Field.UUID, UUID_KEY);
        }
        if (!EventRules.hasName(document, event)) {
            part.clear();
            part.append(IDENTIFY);
            put(EVENT, EVENT_KEY);
        }
        fixTime(facts, document);
        fixProperties(facts, document, isSnapshot);
        if (isSnapshot) {
            fixToken(facts, document);
        }
        if (head.length() > 1) {
            // The brace is replaced rather than followed by an insertion, so that it cannot meet an edit of the first
            // member.
            event.edits().replace(from, from + 1, head.array(), 0, head.length());
        }
        out.clear();
        event.edits().apply(document, from, to, out);
        byte[] json = out.toByteArray();
        if (out.array().length > 1 << 20) {
            out = new ByteSink(16 << 10);
        }
        return json;
    }

    /** Writes what stands in {@code part}: over the value that is there, or as a new member at the front. */
    private void put(Field field, byte[] key) {
        if (event.has(field)) {
            event.edits().replace(event.start(field), event.end(field), part.array(), 0, part.length());
        } else {
            head.append(key).append(part.array(), 0, part.length()).append((byte) ',');
        }
    }

    private void fixTime(RequestFacts facts, byte[] document) {
        byte[] text = EventTime.fix(document, event, facts.sentAt(), facts.receivedAt());
        if (text != null) {
            part.clear();
            part.append((byte) '"').append(text).append((byte) '"');
            put(TIMESTAMP, TIMESTAMP_KEY);
        }
        if (event.has(OFFSET)) {
            MemberRange member = MemberRange.of(document, event.start(OFFSET), event.end(OFFSET));
            event.edits().delete(member.from(), member.to());
        }
    }

    /**
     * Snapshots travel as a bare array, so PostHog finds the token in them or nowhere; events that came beside an
     * {@code api_key}, or under the token of another one in the array, have none. Never a second spelling beside one that is
     * there: PostHog's parser takes them for one field, and refuses a field that stands twice.
     */
    private void fixToken(RequestFacts facts, byte[] document) {
        Field place = event.has(TOKEN) ? TOKEN : event.has(DOLLAR_TOKEN) ? DOLLAR_TOKEN : API_KEY;
        Field read = event.has(place) ? place : PROPERTIES_TOKEN;
        if (event.has(read) && Tokens.isToken(facts.token(), document, event.start(read), event.end(read))) {
            return;
        }
        part.clear();
        part.append((byte) '"');
        for (byte b : ascii(facts.token())) {
            if (b == '"' || b == '\\') {
                part.append((byte) '\\');
            }
            part.append(b);
        }
        part.append((byte) '"');
        put(place, API_KEY_KEY);
    }

    private void fixProperties(RequestFacts facts, byte[] document, boolean isSnapshot) {
        byte[] address = facts.address();
        part.clear();
        part.append((byte) '{');
        if (address != null && !event.has(PROPERTIES_IP)) {
            part.append(address);
        } else if (address == null && !event.has(PROPERTIES_GEOIP_DISABLE)) {
            part.append(NO_GEOIP);
        } else if (address == null && document[event.start(PROPERTIES_GEOIP_DISABLE)] != 't') {
            event.edits().replace(event.start(PROPERTIES_GEOIP_DISABLE), event.end(PROPERTIES_GEOIP_DISABLE), TRUE);
        }
        byte[] trace = facts.trace();
        // A recording consists of many events that PostHog reads for their snapshots only.
        if (trace != null && !isSnapshot && !event.has(PROPERTIES_SENTRY_TRACE_ID)) {
            if (part.length() > 1) {
                part.append((byte) ',');
            }
            part.append(trace);
        }
        if (part.length() == 1) {
            return;
        }
        if (event.has(PROPERTIES) && document[event.start(PROPERTIES)] == '{') {
            if (!isEmptyAfterFirewall(document)) {
                part.append((byte) ',');
            }
            int brace = event.start(PROPERTIES);
            event.edits().replace(brace, brace + 1, part.array(), 0, part.length());
        } else {
            part.append((byte) '}');
            put(PROPERTIES, PROPERTIES_KEY);
        }
    }

    /** Whether nothing is left between the braces of the properties, where the firewall may have taken members out. */
    private boolean isEmptyAfterFirewall(byte[] document) {
        int start = event.start(PROPERTIES) + 1;
        int end = event.end(PROPERTIES) - 1;
        int first = JsonSkip.space(document, start, end);
        if (first == end || !event.edits().touches(first, first + 1)) {
            return first == end;
        }
        name.clear();
        event.edits().apply(document, start, end, name);
        return JsonSkip.space(name.array(), 0, name.length()) == name.length();
    }

    private EventKey key(RequestFacts facts, byte[] document, UUID uuid) throws MalformedJsonException {
        name.clear();
        if (EventRules.hasName(document, event)) {
            event.edits().apply(document, event.start(EVENT), event.end(EVENT), name);
        } else {
            name.append(IDENTIFY);
        }
        Field distinctId = EventRules.distinctId(document, event);
        part.clear();
        event.edits().apply(document, event.start(distinctId), event.end(distinctId), part);
        EventKey shared = sharedIdentity.of(facts, document, event, name);
        return shared != null
                ? shared
                : ids.key(facts.project(), uuid, name.array(), name.length(), part.array(), part.length());
    }

    /** Without a time of its own, two equal events are two events: identical clicks are legitimate. */
    private boolean carriesItsOwnTime(byte[] document) {
        return EventRules.isGiven(document, event, TIMESTAMP)
                || EventRules.isGiven(document, event, PROPERTIES_TIME)
                || EventRules.isGiven(document, event, PROPERTIES_INSERT_ID);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
