package dev.sluice.scrub;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import dev.sluice.json.ByteSink;
import dev.sluice.json.Edits;
import dev.sluice.json.MalformedJsonException;
import dev.sluice.scrub.policy.IpPolicy;
import java.io.IOException;
import java.util.Arrays;

/**
 * What holds for the firewall whatever bytes it is given; the target of {@code fuzz/run}. The first byte chooses the way in.
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
    private static final EventScrubber SCRUBBER =
            new EventScrubber(new Pseudonyms(new PseudonymKey(new byte[32])), IpPolicy.TRUNCATE);
    private static final ScannedEvent SCANNED = new ScannedEvent();
    private static final Edits EDITS = new Edits();

    private FirewallFuzz() {}

    private enum Way {
        EVENT,
        DOCUMENT,
        TEXT,
        QUERY
    }

    /** Called by Jazzer. */
    public static void fuzzerTestOneInput(byte[] data) {
        if (data.length < 2) {
            return;
        }
        Way way = Way.values()[(data[0] & 0xff) % Way.values().length];
        byte[] input = Arrays.copyOfRange(data, 1, data.length);
        byte[] before = input.clone();
        byte[] once = scrubbed(way, input);
        if (!Arrays.equals(input, before)) {
            throw new AssertionError("the input was changed");
        }
        if (once == null) {
            return;
        }
        boolean json = way == Way.EVENT || way == Way.DOCUMENT;
        if (json && !isJson(input)) {
            throw new AssertionError("taken for JSON, which it is not");
        }
        if (json && !isJson(once)) {
            throw new AssertionError("no JSON any more: " + new String(once, UTF_8));
        }
        byte[] twice = scrubbed(way, once);
        if (twice == null || !Arrays.equals(once, twice)) {
            throw new AssertionError("scrubbed twice is not scrubbed once:\n" + new String(once, UTF_8) + "\n"
                    + (twice == null ? "withheld" : new String(twice, UTF_8)));
        }
    }

    /** Null where the firewall says that it will not let it through. */
    private static byte @org.jspecify.annotations.Nullable [] scrubbed(Way way, byte[] input) {
        try {
            switch (way) {
                case EVENT -> {
                    SCRUBBER.scan(input, 0, input.length, "shop", SCANNED);
                    return applied(input, SCANNED.edits());
                }
                case DOCUMENT -> {
                    SCRUBBER.scanDocument(input, 0, input.length, "shop", EDITS);
                    return applied(input, EDITS);
                }
                case TEXT -> {
                    return SCRUBBER.scrubText(input, "shop");
                }
                default -> {
                    return SCRUBBER.scrubQuery(input, "shop");
                }
            }
        } catch (MalformedJsonException refused) {
            return null;
        } catch (ScrubFailedException withheld) {
            if (String.valueOf(withheld.getMessage()).startsWith("internal error")) {
                throw new AssertionError("the firewall made a mistake", withheld);
            }
            return null;
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
