package dev.sluice.scrub;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import dev.sluice.json.ByteSink;
import dev.sluice.json.Edits;
import dev.sluice.json.MalformedJsonException;
import dev.sluice.json.Utf8;
import dev.sluice.scrub.policy.Action;
import dev.sluice.scrub.policy.CheckDigit;
import dev.sluice.scrub.policy.CustomPattern;
import dev.sluice.scrub.policy.IpPolicy;
import dev.sluice.scrub.policy.Kind;
import dev.sluice.scrub.policy.PathPattern;
import dev.sluice.scrub.policy.PolicyDraft;
import dev.sluice.scrub.policy.ProjectPolicy;
import java.io.IOException;
import java.util.Arrays;

/**
 * What holds for the firewall whatever bytes it is given; the target of {@code fuzz/run}. The first byte chooses the way in
 * and whether a project has a policy of its own.
 * What a fuzzer found is kept in {@code src/test/resources/fuzz/firewall} and tried by {@link FirewallFuzzTest}.
 */
public final class FirewallFuzz {
    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(10_000)
                    .maxNumberLength(Integer.MAX_VALUE)
                    .maxStringLength(Integer.MAX_VALUE)
                    .maxNameLength(Integer.MAX_VALUE)
                    .build())
            .build();
    /** What makes a project's own policy of the first byte, the rest of which is the way in. */
    private static final int OWN_POLICY = 0x40;

    private static final String USUAL = "usual";
    private static final EventScrubber SCRUBBER =
            new EventScrubber(new Pseudonyms(new PseudonymKey(new byte[32])), FirewallFuzz::policy);
    private static final ScannedEvent SCANNED = new ScannedEvent();
    private static final Edits EDITS = new Edits();
    private static final Findings FINDINGS = new Findings();
    private static final ProjectPolicy USUAL_POLICY = ProjectPolicy.usual(IpPolicy.TRUNCATE);
    private static final ProjectPolicy OWN = own();

    private FirewallFuzz() {}

    private enum Way {
        EVENT,
        DOCUMENT,
        TEXT,
        QUERY,
        ANYTHING,
        SENTRY,
        SENTRY_FEEDBACK,
        SENTRY_HEADER,
        RECORDING;

        private boolean isJson() {
            return this != TEXT && this != QUERY;
        }
    }

    private static ProjectPolicy policy(String project) {
        return project.equals(USUAL) ? USUAL_POLICY : OWN;
    }

    /** Something of all that a policy may ask for. */
    private static ProjectPolicy own() {
        var draft = new PolicyDraft(IpPolicy.DROP);
        PolicyDraft.Section everywhere = draft.everywhere();
        everywhere.action(Kind.EMAIL, Action.MASK);
        everywhere.action(Kind.CREDIT_CARD, Action.MASK);
        everywhere.action(Kind.PHONE, Action.PSEUDONYM);
        everywhere.action(Kind.IBAN, Action.PSEUDONYM);
        everywhere.action(Kind.IP, Action.TRUNCATE);
        everywhere.action(Kind.GPS, Action.TRUNCATE);
        everywhere.action(Kind.DATE_OF_BIRTH, Action.TRUNCATE);
        everywhere.action(Kind.PERSON_NAME, Action.KEEP);
        everywhere.allowValue("jane@example.org");
        everywhere.allowEmailDomain("example.com");
        everywhere.path(PathPattern.parse("properties.a"), null, Action.REMOVE);
        everywhere.path(PathPattern.parse("**.b"), Kind.USERNAME, Action.PSEUDONYM);
        everywhere.path(PathPattern.parse("properties.*.c"), null, Action.KEEP);
        draft.event("a*").action(Kind.EMAIL, Action.KEEP);
        draft.key("badge", Kind.DEVICE_ID);
        draft.allowKey("name");
        draft.pattern("number", CustomPattern.shape("AB-####", CheckDigit.NONE, Kind.CUSTOM, null));
        draft.pattern("word", CustomPattern.literal("canary", Kind.CUSTOM, Action.PSEUDONYM));
        return draft.policy();
    }

    /** Called by Jazzer. */
    public static void fuzzerTestOneInput(byte[] data) {
        if (data.length < 2) {
            return;
        }
        Way way = Way.values()[(data[0] & 0x3f) % Way.values().length];
        String project = (data[0] & OWN_POLICY) == 0 ? USUAL : "own";
        byte[] input = Arrays.copyOfRange(data, 1, data.length);
        byte[] before = input.clone();
        byte[] once = scrubbed(way, project, input);
        if (!Arrays.equals(input, before)) {
            throw new AssertionError("the input was changed");
        }
        if (once == null) {
            return;
        }
        // Whether it is UTF-8 at all is seen to before the firewall.
        boolean json = way.isJson() && Utf8.firstInvalid(input, 0, input.length) < 0;
        if (json && !isJson(input)) {
            throw new AssertionError("taken for JSON, which it is not");
        }
        if (json && !isJson(once)) {
            throw new AssertionError("no JSON any more: " + new String(once, UTF_8));
        }
        byte[] twice = scrubbed(way, project, once);
        if (twice == null || !Arrays.equals(once, twice)) {
            throw new AssertionError("scrubbed twice is not scrubbed once:\n" + new String(once, UTF_8) + "\n"
                    + (twice == null ? "withheld" : new String(twice, UTF_8)));
        }
    }

    /** Null where the firewall says that it will not let it through. */
    private static byte @org.jspecify.annotations.Nullable [] scrubbed(Way way, String project, byte[] input) {
        try {
            return switch (way) {
                case TEXT -> SCRUBBER.scrubText(input, project);
                case QUERY -> SCRUBBER.scrubQuery(input, project);
                case EVENT -> {
                    SCRUBBER.scan(input, 0, input.length, project, SCANNED);
                    yield applied(input, SCANNED.edits());
                }
                default -> {
                    scan(way, project, input);
                    yield applied(input, EDITS);
                }
            };
        } catch (MalformedJsonException refused) {
            return null;
        } catch (ScrubFailedException withheld) {
            if (String.valueOf(withheld.getMessage()).startsWith("internal error")) {
                throw new AssertionError("the firewall made a mistake", withheld);
            }
            return null;
        }
    }

    private static void scan(Way way, String project, byte[] input)
            throws MalformedJsonException, ScrubFailedException {
        switch (way) {
            case ANYTHING -> SCRUBBER.scanAnything(input, 0, input.length, project, EDITS, FINDINGS);
            case SENTRY -> SCRUBBER.scanSentry("event", input, 0, input.length, project, EDITS, FINDINGS);
            case SENTRY_FEEDBACK ->
                SCRUBBER.scanSentry("user_report", input, 0, input.length, project, EDITS, FINDINGS);
            case SENTRY_HEADER -> SCRUBBER.scanSentryHeader(input, 0, input.length, project, EDITS, FINDINGS);
            case RECORDING -> SCRUBBER.scanRecording(input, 0, input.length, project, EDITS, FINDINGS);
            default -> SCRUBBER.scanDocument(input, 0, input.length, project, EDITS, FINDINGS);
        }
    }

    private static byte[] applied(byte[] document, Edits edits) {
        var out = new ByteSink(document.length);
        edits.apply(document, 0, document.length, out);
        return out.toByteArray();
    }

    /** Whether another parser takes it for exactly one JSON value. */
    private static boolean isJson(byte[] bytes) {
        try (JsonParser parser = JSON.createParser(bytes)) {
            JsonToken token = parser.nextToken();
            if (token == null) {
                return false;
            }
            parser.skipChildren();
            return parser.nextToken() == null;
        } catch (IOException notJson) {
            return false;
        }
    }
}
