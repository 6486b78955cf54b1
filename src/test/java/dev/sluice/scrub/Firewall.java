package dev.sluice.scrub;

import dev.sluice.json.ByteSink;
import dev.sluice.json.Edits;
import dev.sluice.json.MalformedJsonException;
import dev.sluice.scrub.policy.IpPolicy;
import dev.sluice.scrub.policy.Policies;
import dev.sluice.scrub.policy.PolicyDraft;
import dev.sluice.scrub.policy.PolicySet;
import dev.sluice.scrub.policy.RecordingLevel;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** A scrubber with a fixed key, for tests: strings in, strings out. */
final class Firewall {
    static final String PROJECT = "shop";

    private final EventScrubber scrubber;
    private final ScannedEvent scanned = new ScannedEvent();

    Firewall() {
        this(IpPolicy.TRUNCATE);
    }

    Firewall(IpPolicy ipPolicy) {
        this(new byte[32], ipPolicy);
    }

    Firewall(byte[] key, IpPolicy ipPolicy) {
        scrubber = new EventScrubber(new Pseudonyms(new PseudonymKey(key)), ipPolicy);
    }

    Firewall(RecordingLevel recordings) {
        var draft = new PolicyDraft(IpPolicy.TRUNCATE);
        draft.recordings(recordings);
        Policies policies = new PolicySet(draft.policy(), Map.of());
        scrubber = new EventScrubber(new Pseudonyms(new PseudonymKey(new byte[32])), policies);
    }

    String event(String json) throws MalformedJsonException, ScrubFailedException {
        return event(json, PROJECT);
    }

    String event(String json, String project) throws MalformedJsonException, ScrubFailedException {
        byte[] document = json.getBytes(StandardCharsets.UTF_8);
        scrubber.scan(document, 0, document.length, project, scanned);
        return applied(document, scanned.edits());
    }

    /** Answers how many replacements an event takes. */
    int scan(byte[] document) throws MalformedJsonException, ScrubFailedException {
        scrubber.scan(document, 0, document.length, PROJECT, scanned);
        return scanned.edits().size();
    }

    /** What the last call of {@link #event} found. */
    ScannedEvent scanned() {
        return scanned;
    }

    /** An event with these properties, given as the inside of an object. */
    String properties(String members) throws MalformedJsonException, ScrubFailedException {
        String scrubbed = event("{\"event\":\"x\",\"properties\":{" + members + "}}");
        return scrubbed.substring("{\"event\":\"x\",\"properties\":{".length(), scrubbed.length() - 2);
    }

    String document(String json) throws MalformedJsonException, ScrubFailedException {
        byte[] document = json.getBytes(StandardCharsets.UTF_8);
        var edits = new Edits();
        scrubber.scanDocument(document, 0, document.length, PROJECT, edits);
        return applied(document, edits);
    }

    /** The payload of a Sentry item. */
    String sentry(String json) throws MalformedJsonException, ScrubFailedException {
        byte[] document = json.getBytes(StandardCharsets.UTF_8);
        var edits = new Edits();
        scrubber.scanSentry("event", document, 0, document.length, PROJECT, edits, new Findings());
        return applied(document, edits);
    }

    /** Whatever it looks like. */
    String anything(String json) throws MalformedJsonException, ScrubFailedException {
        byte[] document = json.getBytes(StandardCharsets.UTF_8);
        var edits = new Edits();
        scrubber.scanAnything(document, 0, document.length, PROJECT, edits, new Findings());
        return applied(document, edits);
    }

    SentryItems items() {
        return new SentryItems(scrubber);
    }

    String text(String text) throws ScrubFailedException {
        return new String(scrubber.scrubText(text.getBytes(StandardCharsets.UTF_8), PROJECT), StandardCharsets.UTF_8);
    }

    String query(String query) throws ScrubFailedException {
        return new String(scrubber.scrubQuery(query.getBytes(StandardCharsets.UTF_8), PROJECT), StandardCharsets.UTF_8);
    }

    private static String applied(byte[] document, Edits edits) {
        var out = new ByteSink(document.length);
        edits.apply(document, 0, document.length, out);
        return new String(out.toByteArray(), StandardCharsets.UTF_8);
    }
}
