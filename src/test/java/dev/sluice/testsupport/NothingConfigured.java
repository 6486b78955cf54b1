package dev.sluice.testsupport;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.Map;

/** The gateway as it starts with an empty environment, and a data directory of its own. */
public class NothingConfigured implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of(
                "DATABASE_URL", "",
                "REDIS_URL", "",
                "sluice.data-dir", TestData.directory().toString());
    }
}
