package dev.sluice.tunnel;

import dev.sluice.capture.JsonMembers;
import dev.sluice.json.ByteSink;
import dev.sluice.json.Edits;
import dev.sluice.json.JsonSkip;
import dev.sluice.json.MalformedJsonException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;

/**
 * What the tunnel itself writes into the payloads of items, once they are scrubbed: that Sentry must not look for the visitor's
 * address, and who the item is of in PostHog's words. Belongs to one thread.
 */
final class ItemSettings {
    private static final byte[] NEVER = ascii("\"never\"");
    private static final String INFER_IP = "\"infer_ip\":\"never\"";
    private static final String SETTINGS = "\"settings\":{\"infer_ip\":\"never\"}";
    private static final String SDK = "\"sdk\":{\"settings\":{\"infer_ip\":\"never\"}}";
    private static final String INGEST_SETTINGS = "\"ingest_settings\":{\"infer_ip\":\"never\"}";

    private final Edits edits = new Edits();
    private final Pruning pruning = new Pruning();
    /** What the object as a whole gets: members joined by commas. */
    private final StringBuilder top = new StringBuilder();

    /**
     * @param payload of an item, one JSON object
     * @param tellsVisitor whether Sentry may find out where the visitor is
     */
    byte[] write(ItemType type, byte[] payload, boolean tellsVisitor, Stamps stamps) throws MalformedJsonException {
        byte[] json = tellsVisitor ? payload : pruning.withoutAutoAddress(payload);
        edits.clear();
        top.setLength(0);
        int open = JsonSkip.space(json, 0, json.length);
        if (open == json.length || json[open] != '{') {
            throw new MalformedJsonException("an item is no object", open);
        }
        switch (type) {
            case EVENT, TRANSACTION, FEEDBACK, REPLAY_EVENT -> {
                if (!tellsVisitor) {
                    forbid(json, open, "sdk", SDK);
                }
                stampTags(json, open, stamps);
            }
            case SPAN, LOG, TRACE_METRIC -> {
                if (isContainer(json, open)) {
                    if (!tellsVisitor) {
                        forbid(json, open, "ingest_settings", INGEST_SETTINGS);
                    }
                    stampAttributes(json, open, stamps);
                }
            }
            case SESSION,
                    SESSIONS,
                    ATTACHMENT,
                    USER_REPORT,
                    REPLAY_RECORDING,
                    PROFILE,
                    PROFILE_CHUNK,
                    CHECK_IN,
                    CLIENT_REPORT -> {
                // They have neither settings nor tags.
            }
        }
        insert(json, open, top);
        return applied(json);
    }

    /** Spans of the SDKs before version 10 come one by one. */
    private static boolean isContainer(byte[] json, int open) throws MalformedJsonException {
        JsonMembers members = new JsonMembers(json, open, json.length);
        while (members.next()) {
            if (members.isKey("items") && json[members.valueStart()] == '[') {
                return true;
            }
            members.skip();
        }
        return false;
    }

    /**
     * Says {@code infer_ip: never} where the SDK's version of it stands or would stand.
     *
     * @param key {@code sdk}, which holds {@code settings}, or {@code ingest_settings}
     * @param whole the member to write where there is none of this key
     */
    private void forbid(byte[] json, int open, String key, String whole) throws MalformedJsonException {
        boolean isThere = false;
        JsonMembers members = new JsonMembers(json, open, json.length);
        while (members.next()) {
            int start = members.valueStart();
            int end = members.skip();
            if (!members.isKey(key)) {
                continue;
            }
            isThere = true;
            if (json[start] != '{') {
                edits.replace(start, end, ascii(whole.substring(key.length() + 3)));
            } else if (key.equals("sdk")) {
                forbidIn(json, start, end);
            } else {
                infer(json, start, end);
            }
        }
        if (!isThere) {
            addToTop(whole);
        }
    }

    private void forbidIn(byte[] json, int sdk, int sdkEnd) throws MalformedJsonException {
        boolean isThere = false;
        JsonMembers members = new JsonMembers(json, sdk, sdkEnd);
        while (members.next()) {
            int start = members.valueStart();
            int end = members.skip();
            if (members.isKey("settings")) {
                isThere = true;
                if (json[start] == '{') {
                    infer(json, start, end);
                } else {
                    edits.replace(start, end, ascii(SETTINGS.substring("\"settings\":".length())));
                }
            }
        }
        if (!isThere) {
            insert(json, sdk, SETTINGS);
        }
    }

    private void infer(byte[] json, int settings, int settingsEnd) throws MalformedJsonException {
        boolean isThere = false;
        JsonMembers members = new JsonMembers(json, settings, settingsEnd);
        while (members.next()) {
            int end = members.skip();
            if (members.isKey("infer_ip")) {
                isThere = true;
                edits.replace(members.valueStart(), end, NEVER);
            }
        }
        if (!isThere) {
            insert(json, settings, INFER_IP);
        }
    }

    /** Tags are an object, or a list of pairs. What the page has put there itself stays. */
    private void stampTags(byte[] json, int open, Stamps stamps) throws MalformedJsonException {
        if (stamps.isEmpty()) {
            return;
        }
        JsonMembers members = new JsonMembers(json, open, json.length);
        while (members.next()) {
            int start = members.valueStart();
            int end = members.skip();
            if (members.isKey("tags")) {
                if (json[start] == '{') {
                    stampObject(json, start, end, stamps, "", "");
                } else if (json[start] == '[') {
                    var pairs = new StringBuilder();
                    stamps.forEach((name, value) -> joined(pairs).append("[\"" + name + "\"," + value + "]"));
                    insert(json, start, pairs);
                }
                return;
            }
        }
        var tags = new StringBuilder();
        stamps.forEach((name, value) ->
                joined(tags).append('"').append(name).append("\":").append(value));
        addToTop("\"tags\":{" + tags + "}");
    }

    private void stampAttributes(byte[] json, int open, Stamps stamps) throws MalformedJsonException {
        if (stamps.isEmpty()) {
            return;
        }
        JsonMembers members = new JsonMembers(json, open, json.length);
        while (members.next()) {
            int start = members.valueStart();
            members.skip();
            if (members.isKey("items") && json[start] == '[') {
                int i = JsonSkip.space(json, start + 1, json.length);
                while (json[i] != ']') {
                    int end = JsonSkip.value(json, i, json.length);
                    if (json[i] == '{') {
                        stampItem(json, i, end, stamps);
                    }
                    i = JsonSkip.space(json, end, json.length);
                    if (json[i] == ',') {
                        i = JsonSkip.space(json, i + 1, json.length);
                    }
                }
            }
        }
    }

    private void stampItem(byte[] json, int open, int end, Stamps stamps) throws MalformedJsonException {
        JsonMembers members = new JsonMembers(json, open, end);
        while (members.next()) {
            int start = members.valueStart();
            int valueEnd = members.skip();
            if (members.isKey("attributes") && json[start] == '{') {
                stampObject(json, start, valueEnd, stamps, "{\"value\":", ",\"type\":\"string\"}");
            }
        }
    }

    private void stampObject(byte[] json, int open, int end, Stamps stamps, String before, String after)
            throws MalformedJsonException {
        Set<String> taken = new HashSet<>();
        JsonMembers members = new JsonMembers(json, open, end);
        while (members.next()) {
            taken.add(members.key());
            members.skip();
        }
        var own = new StringBuilder();
        stamps.forEach((name, value) -> {
            if (!taken.contains(name)) {
                joined(own).append("\"" + name + "\":" + before + value + after);
            }
        });
        insert(json, open, own);
    }

    private void addToTop(String member) {
        joined(top).append(member);
    }

    private static StringBuilder joined(StringBuilder members) {
        return members.isEmpty() ? members : members.append(',');
    }

    /** At the beginning of the object or list that opens here. */
    private void insert(byte[] json, int open, CharSequence what) {
        if (what.isEmpty()) {
            return;
        }
        byte next = json[JsonSkip.space(json, open + 1, json.length)];
        boolean isEmpty = next == '}' || next == ']';
        edits.insert(open + 1, ascii(isEmpty ? what.toString() : what + ","));
    }

    private byte[] applied(byte[] json) {
        if (edits.isEmpty()) {
            return json;
        }
        ByteSink out = new ByteSink(json.length + 256);
        edits.apply(json, 0, json.length, out);
        edits.trim();
        return out.toByteArray();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
