package dev.sluice.e2e;

import dev.sluice.testsupport.RecordingPostHog.Answer;
import dev.sluice.testsupport.RecordingPostHog.Received;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** What PostHog gives to posthog-js on a page: the SDK itself, its remote configuration, and no flags. */
final class PagesPostHog {
    private static final String CONFIGURATION = """
            {"token": "%s", "supportedCompression": ["gzip", "gzip-js"], "analytics": {"endpoint": "/i/v0/e/"},
             "sessionRecording": false, "surveys": false, "heatmaps": false, "captureDeadClicks": false,
             "capturePerformance": false, "hasFeatureFlags": true, "autocapture_opt_out": false,
             "elementsChainAsString": true, "siteApps": []}""".formatted(GatewayBeforePostHog.TOKEN);

    private PagesPostHog() {}

    static Answer answer(Received request) {
        String path = request.path();
        if (path.endsWith("/array.js")) {
            return Answer.status(200, resource("/demo/posthog-js/array.js"))
                    .header("content-type", "application/javascript");
        }
        if (path.endsWith("/config")) {
            return Answer.status(200, CONFIGURATION).header("content-type", "application/json");
        }
        if (path.startsWith("/array/") || path.startsWith("/static/")) {
            return Answer.status(404);
        }
        return path.equals("/flags/")
                ? Answer.status(200, "{\"flags\":{},\"errorsWhileComputingFlags\":false}")
                        .header("content-type", "application/json")
                : Answer.ok();
    }

    static String resource(String name) {
        try (InputStream in = PagesPostHog.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("no resource " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
