package dev.sluice.capture;

import dev.sluice.event.EventKey;
import dev.sluice.json.ByteSink;
import dev.sluice.json.MalformedJsonException;
import dev.sluice.project.SameEvents;
import dev.sluice.scrub.Field;
import dev.sluice.scrub.ScannedEvent;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The identity of events that the configuration calls one because of what they say, whatever their uuid and person. It is made
 * of the values as they were sent: what the firewall writes in the place of one may be the same for all. Nothing of them
 * leaves but a digest under a secret key, as with a pseudonym. Belongs to one thread.
 */
final class SharedIdentity {
    private static final int LONGEST_NUMBER = 40;

    private final EventIds ids;

    SharedIdentity(EventIds ids) {
        this.ids = ids;
    }

    /**
     * The identity by the project's rule for events of this name; null if there is none, or if the event lacks one of the
     * properties, so that it is only itself.
     *
     * @param name the event's name as it stands after the firewall, as JSON
     */
    @Nullable
    EventKey of(RequestFacts facts, byte[] document, ScannedEvent event, ByteSink name) throws MalformedJsonException {
        if (facts.sameEvents().isEmpty() || !event.has(Field.PROPERTIES)) {
            return null;
        }
        String text = JsonText.text(name.array(), 0, name.length());
        for (SameEvents rule : facts.sameEvents()) {
            if (rule.event().equals(text)) {
                @Nullable String[] values = values(rule.by(), document, event);
                return values == null ? null : ids.sharedKey(facts.project(), rule, values);
            }
        }
        return null;
    }

    private static @Nullable String @Nullable [] values(List<String> by, byte[] document, ScannedEvent event)
            throws MalformedJsonException {
        int open = event.start(Field.PROPERTIES);
        if (document[open] != '{') {
            return null;
        }
        @Nullable String[] values = new String[by.size()];
        var members = new JsonMembers(document, open, event.end(Field.PROPERTIES));
        while (members.next()) {
            int end = members.skip();
            int place = by.indexOf(members.key());
            if (place >= 0) {
                values[place] = value(document, members.valueStart(), end);
            }
        }
        for (String value : values) {
            if (value == null) {
                return null;
            }
        }
        return values;
    }

    /** The value as text, a number as the string that it would be; null for what cannot tell events apart. */
    private static @Nullable String value(byte[] document, int start, int end) {
        if (JsonText.isString(document, start)) {
            String text = JsonText.text(document, start, end);
            return text.isBlank() ? null : text;
        }
        boolean isNumber = document[start] == '-' || (document[start] >= '0' && document[start] <= '9');
        return isNumber && end - start <= LONGEST_NUMBER ? number(document, start, end) : null;
    }

    /** So that 7 and 7.0 are one. Other spellings of a number stay apart. */
    private static String number(byte[] document, int start, int end) {
        String text = new String(document, start, end - start, StandardCharsets.US_ASCII);
        int point = text.indexOf('.');
        return point > 0 && text.chars().skip(point + 1).allMatch(c -> c == '0') ? text.substring(0, point) : text;
    }
}
