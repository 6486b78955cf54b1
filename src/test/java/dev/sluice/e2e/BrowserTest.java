package dev.sluice.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.testsupport.Browser;
import dev.sluice.testsupport.NothingConfigured;
import dev.sluice.testsupport.Page;
import dev.sluice.testsupport.RecordingPostHog;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** The real posthog-js in a real browser, on a shop of another origin than the gateway. */
@QuarkusTest
@TestProfile(NothingConfigured.class)
@WithTestResource(GatewayBeforePostHog.class)
@SuppressWarnings("NullAway.Init") // Fields are filled by Quarkus.
class BrowserTest {
    RecordingPostHog posthog;

    @TestHTTPResource
    URI gateway;

    @Test
    void what_a_visitor_does_arrives_once_and_without_the_visitor_s_data() throws Exception {
        Optional<Path> chromium = Browser.executable();
        assumeTrue(chromium.isPresent(), "skipped: no Chromium on this machine (Debian: apt-get install chromium)");
        posthog.answer(PagesPostHog::answer);
        Arrivals arrivals = Arrivals.fromNowOn(posthog);

        List<String> sent;
        try (Shop shop = new Shop(page());
                Browser browser = Browser.launch(chromium.get())) {
            Page page = browser.open(shop.uri() + "/?email=jane.query%40example.com&card=4242424242424242&plan=pro");
            page.waitFor("posthog.__loaded && JSON.parse(sessionStorage.getItem('sent') ?? '[]').length >= 1");
            page.click("#reset");
            page.click("#help");
            page.evaluate("posthog.identify('" + Planted.EMAIL + "', {email: '" + Planted.EMAIL
                    + "', name: 'Jane Query', phone: '" + Planted.PHONE + "'})");
            page.evaluate("posthog.capture('order placed', {total: 171, card: '" + Planted.CARD + "', note: 'call "
                    + Planted.PHONE + "'})");
            // A browser that leaves gives up what its SDK still compresses, and nobody ever sees that.
            awaitAll(arrivals, sent(page));
            // Leaving makes the SDK send its last event by a beacon, cookies and all.
            page.navigate(shop.uri() + "/bye");
            sent = sent(page);
            awaitAll(arrivals, sent);
        }

        assertThat(arrivals.of("uuid")).containsExactlyInAnyOrderElementsOf(sent);
        assertThat(arrivals.of("event"))
                .contains("$pageview", "$autocapture", "$identify", "order placed", "$pageleave");
        assertThat(arrivals.named("order placed")
                        .path("properties")
                        .path("total")
                        .asInt())
                .isEqualTo(171);
        assertThat(arrivals.named("$pageview")
                        .path("properties")
                        .path("$current_url")
                        .asText())
                .contains("plan=pro");
        assertThat(arrivals.requests()).anyMatch(request -> request.path().equals("/flags/"));
        arrivals.holdNothingOfTheCustomer();
    }

    private static void awaitAll(Arrivals arrivals, List<String> sent) {
        Awaitility.await("all that before_send saw at PostHog")
                .atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(arrivals.of("uuid")).containsAll(sent));
    }

    /** The uuids of what before_send saw until now. */
    private static List<String> sent(Page page) throws IOException {
        String json = page.evaluate("sessionStorage.getItem('sent')").asText();
        List<String> uuids = new ArrayList<>();
        for (JsonNode event : new ObjectMapper().readTree(json)) {
            uuids.add(event.path("uuid").asText());
        }
        return uuids;
    }

    private String page() {
        return PagesPostHog.resource("/e2e/shop.html")
                .replace("{gateway}", "http://127.0.0.1:" + gateway.getPort())
                .replace("{token}", GatewayBeforePostHog.TOKEN);
    }
}
