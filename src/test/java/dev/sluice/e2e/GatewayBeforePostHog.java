package dev.sluice.e2e;

import dev.sluice.testsupport.RecordingPostHog;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.stream.Stream;

/** A gateway with one project, whose PostHog is a {@link RecordingPostHog}, and an empty data directory. */
@SuppressWarnings("NullAway.Init") // start() comes first, by Quarkus' own rule.
public final class GatewayBeforePostHog implements QuarkusTestResourceLifecycleManager {
    /** The project's token. */
    static final String TOKEN = "phc_e2egatewaytoken00000000000000000000000000000";

    private Vertx vertx;
    private RecordingPostHog posthog;
    private Path data;

    @Override
    public Map<String, String> start() {
        vertx = Vertx.vertx();
        posthog = RecordingPostHog.start(vertx);
        try {
            data = Files.createTempDirectory("sluice-e2e");
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        return Map.of(
                "sluice.posthog.api-key", TOKEN,
                "sluice.posthog.host", posthog.uri().toString(),
                "sluice.posthog.assets-host", posthog.uri().toString(),
                "sluice.data-dir", data.toString());
    }

    @Override
    public void inject(TestInjector injector) {
        injector.injectIntoFields(posthog, new TestInjector.MatchesType(RecordingPostHog.class));
    }

    @Override
    public void stop() {
        posthog.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
        try (Stream<Path> files = Files.walk(data)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(path -> path.toFile().delete());
        } catch (IOException e) {
            // The folder for temporary files is cleaned by others.
        }
    }
}
