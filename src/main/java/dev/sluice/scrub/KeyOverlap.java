package dev.sluice.scrub;

import dev.sluice.json.ByteSink;
import dev.sluice.json.Edits;
import dev.sluice.json.MalformedJsonException;
import dev.sluice.scrub.policy.ProjectPolicy;
import dev.sluice.scrub.policy.ProjectPolicy.Scope;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * While two keys overlap: finds out which token the person of an event had under the key before. Scrubs the distinct id once
 * more as the only member of an event, so that every rule about identities holds. Belongs to one thread.
 */
final class KeyOverlap {
    private static final List<Field> IDENTITIES =
            List.of(Field.DISTINCT_ID, Field.DOLLAR_DISTINCT_ID, Field.PROPERTIES_DISTINCT_ID);
    private static final byte[] BEFORE = "{\"distinct_id\":".getBytes(StandardCharsets.US_ASCII);

    private final DocumentWalk walk;
    private final Edits edits = new Edits();
    private final Findings findings = new Findings();

    /**
     * @param previous gives the tokens under the key before
     * @param budget what one document may cost
     */
    KeyOverlap(Pseudonyms previous, Budget budget) {
        walk = new DocumentWalk(new Pseudonyms.Cache(previous), budget);
    }

    /** Notes the person of a scanned event as moved, if its distinct id became a token. */
    void note(byte[] document, String project, ProjectPolicy policy, Scope scope, ScannedEvent event)
            throws MalformedJsonException, ScrubFailedException {
        for (Field field : IDENTITIES) {
            if (event.has(field) && event.edits().touches(event.start(field), event.end(field))) {
                note(document, event.start(field), event.end(field), project, policy, scope, event);
                return;
            }
        }
    }

    private void note(
            byte[] document, int start, int end, String project, ProjectPolicy policy, Scope scope, ScannedEvent event)
            throws MalformedJsonException, ScrubFailedException {
        var alone = new ByteSink(end - start + BEFORE.length + 1);
        alone.append(BEFORE).append(document, start, end).append((byte) '}');
        byte[] json = alone.toByteArray();
        int to = json.length - 1;
        edits.clear();
        walk.obey(policy, scope);
        walk.walk(json, 0, json.length, project, Place.EVENT, new DocumentWalk.Output(edits, findings, null));
        byte[] before = applied(edits, json, BEFORE.length, to);
        byte[] now = applied(event.edits(), document, start, end);
        // Only ever a token: what the distinct id was must not come out this way.
        if (isToken(before) && isToken(now)) {
            event.moved(new ScannedEvent.Moved(now, before));
        }
    }

    private static boolean isToken(byte[] json) {
        return json.length > 2 && json[0] == '"' && Pseudonyms.isToken(json, 1, json.length - 1);
    }

    private static byte[] applied(Edits edits, byte[] document, int from, int to) {
        var out = new ByteSink(to - from + 64);
        edits.apply(document, from, to, out);
        return out.toByteArray();
    }
}
