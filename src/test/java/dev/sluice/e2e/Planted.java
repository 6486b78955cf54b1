package dev.sluice.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.testsupport.RecordingPostHog;
import java.util.List;

/** The personal data of an invented customer, which no test wants to see upstream, and what upstream saw. */
final class Planted {
    static final String EMAIL = "jane.query@example.com";
    static final String CARD = "4242 4242 4242 4242";
    static final String PHONE = "+1 555 010 7788";

    private static final List<String> TRACES = List.of(
            "jane.query",
            "billing@",
            "4242 4242",
            "4242424242424242",
            "010 7788",
            "0107788",
            "Jane Query",
            "Jane%20Query");

    private Planted() {}

    /** Nothing of the customer in any request: not in an event, an address, or a header. */
    static void isAbsentFrom(RecordingPostHog posthog) {
        for (RecordingPostHog.Received request : posthog.requests()) {
            String all = request.path() + '\n' + request.headers() + '\n' + request.json();
            assertThat(all).doesNotContainIgnoringCase(TRACES.toArray(String[]::new));
            assertThat(request.headers().contains("cookie"))
                    .as("a cookie upstream")
                    .isFalse();
        }
    }

    /** Each event that was delivered, repeats included. */
    static List<JsonNode> delivered(RecordingPostHog posthog) {
        return posthog.requests().stream()
                .filter(request ->
                        request.path().equals("/batch/") || request.path().equals("/s/"))
                .flatMap(request -> request.events().stream())
                .toList();
    }

    static JsonNode named(RecordingPostHog posthog, String event) {
        return delivered(posthog).stream()
                .filter(one -> one.path("event").asText().equals(event))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no event called " + event + " was delivered"));
    }
}
