package dev.sluice.capture;

import dev.sluice.json.JsonSkip;
import dev.sluice.json.MalformedJsonException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What stands around the events of a body: whose they are, when they were sent, and where each begins and ends. Shapes:
 * reference of the wire protocol, section 3. Belongs to one thread and is filled again by the next {@link #read}.
 */
final class Envelope {
    private byte[] document = new byte[0];
    private int base;
    private int to;
    private int[] starts = new int[64];
    private int[] ends = new int[64];
    private int count;
    private @Nullable String token;
    private boolean isBatch;
    private boolean isHistorical;
    private int sentAtStart;
    private int sentAtEnd;
    private int propertiesTokenStart;
    private int propertiesTokenEnd;

    /**
     * Finds the events.
     *
     * @throws CaptureException 400 if the text is not JSON of a known shape or holds no event; 401 if it has no token, one
     *     that cannot be a token, or different ones
     */
    void read(ByteRange text) throws CaptureException {
        document = text.bytes();
        base = text.from();
        to = text.to();
        count = 0;
        token = null;
        isBatch = false;
        isHistorical = false;
        sentAtStart = -1;
        try {
            walk();
        } catch (MalformedJsonException e) {
            throw new CaptureException(
                    Refusal.MALFORMED_BODY,
                    "the body is not valid JSON at byte " + (e.offset() - base) + " of the decoded text");
        }
        if (count == 0) {
            throw new CaptureException(Refusal.EMPTY_BATCH, "the batch holds no event");
        }
        if (token == null) {
            throw new CaptureException(
                    Refusal.MISSING_TOKEN,
                    "no project token; send it as api_key beside batch, or as token of an event");
        }
    }

    int count() {
        return count;
    }

    int start(int event) {
        return starts[event];
    }

    int end(int event) {
        return ends[event];
    }

    /** The one token of the request, as after a {@link #read} that did not throw. */
    String token() {
        if (token == null) {
            throw new IllegalStateException("nothing was read");
        }
        return token;
    }

    boolean isHistorical() {
        return isHistorical;
    }

    /** When the sender's clock says it sent the batch; null where the body does not say, or not in a readable way. */
    @Nullable
    ParsedTime sentAt() {
        return sentAtStart < 0 ? null : Timestamps.ofJson(document, sentAtStart, sentAtEnd);
    }

    private void walk() throws MalformedJsonException, CaptureException {
        int start = JsonSkip.space(document, base, to);
        int end;
        if (start < to && document[start] == '[') {
            end = array(start, true);
        } else if (start < to && document[start] == '{') {
            end = object(start);
        } else {
            throw new MalformedJsonException("an object or an array expected", start);
        }
        int rest = JsonSkip.space(document, end, to);
        if (rest < to) {
            throw new MalformedJsonException("nothing expected", rest);
        }
        if (isBatch && token == null) {
            for (int i = 0; i < count; i++) {
                if (document[starts[i]] == '{') {
                    event(starts[i]);
                }
            }
        }
    }

    /** A batch or a single event: which of the two is known when a member called batch was met. */
    private int object(int open) throws MalformedJsonException, CaptureException {
        JsonMembers members = new JsonMembers(document, open, to);
        propertiesTokenStart = -1;
        String own = null;
        while (members.next()) {
            if (members.isKey("batch") && members.valueStartsWith('[')) {
                isBatch = true;
                count = 0;
                members.valueEndsAt(array(members.valueStart(), false));
                continue;
            }
            int start = members.valueStart();
            int end = value(members);
            if (isTokenKey(members)) {
                own = JsonText.isNull(document, start) ? own : Tokens.read(document, start, end);
            } else if (members.isKey("sent_at")) {
                sentAtStart = start;
                sentAtEnd = end;
            } else if (members.isKey("historical_migration")) {
                isHistorical = document[start] == 't';
            }
        }
        if (isBatch) {
            token = own;
        } else {
            add(open, members.end());
            agree(own);
            // Inside an event these are nobody's: PostHog reads them beside a batch only.
            sentAtStart = -1;
            isHistorical = false;
        }
        return members.end();
    }

    /** Reads the token of one event; the index after its closing brace. */
    private int event(int open) throws MalformedJsonException, CaptureException {
        JsonMembers members = new JsonMembers(document, open, to);
        propertiesTokenStart = -1;
        String own = null;
        while (members.next()) {
            int start = members.valueStart();
            int end = value(members);
            if (isTokenKey(members) && !JsonText.isNull(document, start)) {
                own = Tokens.read(document, start, end);
            }
        }
        agree(own);
        return members.end();
    }

    /** Passes over a value, and notes where the token stands in it if it is an event's properties. */
    private int value(JsonMembers parent) throws MalformedJsonException {
        if (!parent.isKey("properties") || !parent.valueStartsWith('{')) {
            return parent.skip();
        }
        JsonMembers members = new JsonMembers(document, parent.valueStart(), to);
        while (members.next()) {
            int start = members.valueStart();
            int end = members.skip();
            if (members.isKey("token") && JsonText.isString(document, start)) {
                propertiesTokenStart = start;
                propertiesTokenEnd = end;
            }
        }
        parent.valueEndsAt(members.end());
        return members.end();
    }

    private int array(int open, boolean readTokens) throws MalformedJsonException, CaptureException {
        int i = JsonSkip.space(document, open + 1, to);
        if (i < to && document[i] == ']') {
            return i + 1;
        }
        while (true) {
            int end = readTokens && i < to && document[i] == '{' ? event(i) : JsonSkip.value(document, i, to);
            add(i, end);
            i = JsonSkip.space(document, end, to);
            if (i < to && document[i] == ']') {
                return i + 1;
            }
            if (i >= to || document[i] != ',') {
                throw new MalformedJsonException("',' or ']' expected", i);
            }
            i = JsonSkip.space(document, i + 1, to);
        }
    }

    private static boolean isTokenKey(JsonMembers members) {
        return members.isKey("token") || members.isKey("api_key") || members.isKey("$token");
    }

    /** @param own the token at the event's top, which goes before the one in its properties */
    private void agree(@Nullable String own) throws CaptureException {
        String another = own;
        if (another == null) {
            if (propertiesTokenStart < 0) {
                return;
            }
            another = Tokens.read(document, propertiesTokenStart, propertiesTokenEnd);
        }
        if (token != null && !token.equals(another)) {
            throw new CaptureException(
                    Refusal.DIFFERENT_TOKENS,
                    "events of one request name different project tokens; send one request for each");
        }
        token = another;
    }

    private void add(int start, int end) {
        if (count == starts.length) {
            starts = Arrays.copyOf(starts, count * 2);
            ends = Arrays.copyOf(ends, count * 2);
        }
        starts[count] = start;
        ends[count] = end;
        count++;
    }
}
