package dev.sluice.e2e;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.Map;

/** A gateway that nothing is configured for, with a data directory of its own. */
public final class GatewayWithNothing implements QuarkusTestResourceLifecycleManager {
    @Override
    public Map<String, String> start() {
        try {
            return Map.of(
                    "sluice.posthog.api-key",
                    "",
                    "sluice.data-dir",
                    Files.createTempDirectory("sluice-demo").toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void stop() {}
}
