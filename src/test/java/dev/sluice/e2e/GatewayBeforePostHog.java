package dev.sluice.e2e;

import dev.sluice.testsupport.RecordingPostHog;
import dev.sluice.testsupport.TestData;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** A gateway with one project, whose PostHog is a {@link RecordingPostHog}, an empty data directory and an empty file. */
@SuppressWarnings("NullAway.Init") // start() comes first, by Quarkus' own rule.
public final class GatewayBeforePostHog implements QuarkusTestResourceLifecycleManager {
    /** The project's token. */
    static final String TOKEN = "phc_e2egatewaytoken00000000000000000000000000000";

    private Vertx vertx;
    private RecordingPostHog posthog;

    @Override
    public Map<String, String> start() {
        vertx = Vertx.vertx();
        posthog = RecordingPostHog.start(vertx);
        Path data = TestData.directory();
        return Map.of(
                "sluice.posthog.api-key", TOKEN,
                "sluice.posthog.host", posthog.uri().toString(),
                "sluice.posthog.assets-host", posthog.uri().toString(),
                "sluice.data-dir", data.toString(),
                "sluice.config", emptyFile(data.resolve("sluice.yaml")));
    }

    private static String emptyFile(Path path) {
        try {
            return Files.writeString(path, "").toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void inject(TestInjector injector) {
        injector.injectIntoFields(posthog, new TestInjector.MatchesType(RecordingPostHog.class));
    }

    @Override
    public void stop() {
        posthog.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
