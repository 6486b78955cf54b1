package dev.sluice.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sluice.testsupport.Browser;
import dev.sluice.testsupport.NothingConfigured;
import dev.sluice.testsupport.Page;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The demo as someone sees it who has just started the gateway with nothing configured. */
@QuarkusTest
@TestProfile(NothingConfigured.class)
@SuppressWarnings("NullAway.Init") // Fields are filled by Quarkus.
class DemoTest {
    @TestHTTPResource
    URI gateway;

    @Test
    void each_event_is_shown_as_it_was_sent_and_as_it_left() throws Exception {
        Optional<Path> chromium = Browser.executable();
        assumeTrue(chromium.isPresent(), "skipped: no Chromium on this machine (Debian: apt-get install chromium)");

        try (Browser browser = Browser.launch(chromium.get())) {
            Page page = browser.open("http://127.0.0.1:" + gateway.getPort() + "/demo");
            page.click("#sign-in");
            page.click("[data-product=birch-lamp]");
            page.click("#pay");
            page.click("#fail");

            for (String event :
                    new String[] {"$pageview", "$identify", "product added", "order placed", "$exception"}) {
                page.waitFor("[...document.querySelectorAll('.event.arrived strong')]"
                        + ".some((name) => name.textContent === '" + event + "')");
            }
            page.waitFor("document.querySelectorAll('.event:not(.arrived)').length === 0");

            assertThat(text(page, ".sent")).contains(Planted.EMAIL, Planted.CARD, Planted.PHONE);
            assertThat(text(page, ".received"))
                    .contains("order placed", "ord_8841")
                    .doesNotContain("jane.query", "4242 4242", "010 7788");
            assertThat(page.evaluate("document.querySelectorAll('mark.gone').length")
                            .asInt())
                    .isPositive();
        }
    }

    private static String text(Page page, String selector) {
        return page.evaluate("[...document.querySelectorAll('" + selector + "')].map((e) => e.textContent).join()")
                .asText();
    }
}
