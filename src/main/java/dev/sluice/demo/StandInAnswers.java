package dev.sluice.demo;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Optional;

/**
 * What PostHog would answer to a project without flags, surveys and replay. Fields: section 12 of the wire protocol
 * reference.
 */
final class StandInAnswers {
    private static final String JSON = "application/json";
    private static final String SCRIPT = "application/javascript; charset=utf-8";

    record Answer(String contentType, Buffer body) {}

    Optional<Answer> to(String path, String query) {
        String[] segments = path.split("/", -1);
        String last = segments[segments.length - 1];
        if (path.startsWith("/array/") && segments.length == 4) {
            String token = segments[2];
            return switch (last) {
                case "config" -> json(configuration(token));
                case "config.js" -> Optional.of(new Answer(SCRIPT, Buffer.buffer(configurationScript(token))));
                case "array.js" -> script("array.js");
                default -> Optional.empty();
            };
        }
        if (path.startsWith("/static/")) {
            return script(last);
        }
        return switch (path) {
            case "/flags/" ->
                json(query.contains("config=true") ? configuration("").mergeIn(flags()) : flags());
            case "/decide/" -> json(configuration("").mergeIn(new JsonObject().put("featureFlags", new JsonObject())));
            case "/api/surveys/" -> json(new JsonObject().put("surveys", new JsonArray()));
            case "/api/early_access_features/" -> json(new JsonObject().put("earlyAccessFeatures", new JsonArray()));
            case "/api/web_experiments/" -> json(new JsonObject().put("experiments", new JsonArray()));
            case "/api/product_tours/" -> json(new JsonObject().put("product_tours", new JsonArray()));
            default -> Optional.empty();
        };
    }

    private static Optional<Answer> script(String name) {
        return DemoFiles.read("posthog-js/" + name).map(body -> new Answer(SCRIPT, Buffer.buffer(body)));
    }

    private static Optional<Answer> json(JsonObject document) {
        return Optional.of(new Answer(JSON, Buffer.buffer(document.encode())));
    }

    private static String configurationScript(String token) {
        JsonObject entry = new JsonObject().put("config", configuration(token)).put("siteApps", new JsonArray());
        return "(function(){window._POSTHOG_REMOTE_CONFIG=window._POSTHOG_REMOTE_CONFIG||{};window._POSTHOG_REMOTE_CONFIG["
                + Json.encode(token) + "]=" + entry.encode() + ";})();";
    }

    private static JsonObject configuration(String token) {
        return new JsonObject()
                .put("token", token)
                .put("supportedCompression", new JsonArray().add("gzip").add("gzip-js"))
                .put("analytics", new JsonObject().put("endpoint", "/i/v0/e/"))
                .put("elementsChainAsString", true)
                .put("autocapture_opt_out", false)
                .put("errorTracking", new JsonObject().put("autocaptureExceptions", true))
                .put("autocaptureExceptions", new JsonObject().put("endpoint", "/e/"))
                .put("hasFeatureFlags", false)
                .put("sessionRecording", false)
                .put("heatmaps", false)
                .put("surveys", false)
                .put("productTours", false)
                .put("captureDeadClicks", false)
                .put("capturePerformance", false)
                .put("defaultIdentifiedOnly", true)
                .put("siteApps", new JsonArray())
                .put("isAuthenticated", false)
                .put("toolbarParams", new JsonObject());
    }

    private static JsonObject flags() {
        return new JsonObject()
                .put("flags", new JsonObject())
                .put("errorsWhileComputingFlags", false)
                .put("requestId", "demo");
    }
}
