package dev.sluice.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.testsupport.RecordingPostHog;
import dev.sluice.testsupport.RecordingPostHog.Received;
import java.util.List;

/**
 * What reached PostHog since the test began: tests share a gateway.
 *
 * @param before how many requests there were already
 */
record Arrivals(RecordingPostHog posthog, int before) {
    static Arrivals fromNowOn(RecordingPostHog posthog) {
        return new Arrivals(posthog, posthog.requests().size());
    }

    List<Received> requests() {
        return posthog.requests().stream().skip(before).toList();
    }

    /** Each event that was delivered, repeats included. */
    List<JsonNode> events() {
        return requests().stream()
                .filter(request ->
                        request.path().equals("/batch/") || request.path().equals("/s/"))
                .flatMap(request -> request.events().stream())
                .toList();
    }

    /** That field of each event. */
    List<String> of(String field) {
        return events().stream().map(event -> event.path(field).asText()).toList();
    }

    JsonNode named(String event) {
        return events().stream()
                .filter(one -> one.path("event").asText().equals(event))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no event called " + event + " was delivered"));
    }

    /** Nothing of the customer in any request: not in an event, an address, or a header. */
    void holdNothingOfTheCustomer() {
        for (Received request : requests()) {
            String all = request.path() + '\n' + request.headers() + '\n' + request.json();
            assertThat(all).doesNotContainIgnoringCase(Planted.TRACES.toArray(String[]::new));
            assertThat(request.headers().contains("cookie"))
                    .as("a cookie upstream")
                    .isFalse();
        }
    }
}
