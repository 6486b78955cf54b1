package dev.sluice.config;

import dev.sluice.json.ByteSink;
import dev.sluice.json.Edits;
import dev.sluice.json.MalformedJsonException;
import dev.sluice.scrub.EventScrubber;
import dev.sluice.scrub.PseudonymKey;
import dev.sluice.scrub.Pseudonyms;
import dev.sluice.scrub.ScannedEvent;
import dev.sluice.scrub.ScrubFailedException;
import dev.sluice.scrub.policy.IpPolicy;
import dev.sluice.scrub.policy.PolicySet;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;

/** The firewall as a configuration file makes it, for tests: strings in, strings out. */
final class PolicyInForce {
    private final EventScrubber scrubber;
    private final ScannedEvent scanned = new ScannedEvent();

    PolicyInForce(String yaml) {
        this(policies(yaml));
    }

    PolicyInForce(PolicySet policies) {
        scrubber = new EventScrubber(new Pseudonyms(new PseudonymKey(new byte[32])), policies);
    }

    static PolicySet policies(String yaml) {
        return FilePolicies.of(Optional.of(file(yaml)), IpPolicy.TRUNCATE);
    }

    static SluiceFile file(String yaml) {
        return SluiceFile.of(Path.of("sluice.yaml"), yaml.getBytes(StandardCharsets.UTF_8));
    }

    /** The event as it leaves; it must not change any more if it comes a second time. */
    String event(String json) throws MalformedJsonException, ScrubFailedException {
        return event(json, "shop");
    }

    String event(String json, String project) throws MalformedJsonException, ScrubFailedException {
        String once = once(json, project);
        String twice = once(once, project);
        if (!twice.equals(once)) {
            throw new AssertionError("scrubbing " + json + " gives " + once + " and then " + twice);
        }
        return once;
    }

    private String once(String json, String project) throws MalformedJsonException, ScrubFailedException {
        byte[] document = json.getBytes(StandardCharsets.UTF_8);
        scrubber.scan(document, 0, document.length, project, scanned);
        return applied(document, scanned.edits());
    }

    /** What is left of these properties of an event {@code x}, given as the inside of an object. */
    String properties(String members) throws MalformedJsonException, ScrubFailedException {
        String before = "{\"event\":\"x\",\"properties\":{";
        String scrubbed = event(before + members + "}}");
        return scrubbed.substring(before.length(), scrubbed.length() - 2);
    }

    String text(String text) throws ScrubFailedException {
        return new String(scrubber.scrubText(text.getBytes(StandardCharsets.UTF_8), "shop"), StandardCharsets.UTF_8);
    }

    private static String applied(byte[] document, Edits edits) {
        var out = new ByteSink(document.length);
        edits.apply(document, 0, document.length, out);
        return new String(out.toByteArray(), StandardCharsets.UTF_8);
    }
}
