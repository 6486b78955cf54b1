package dev.sluice.testsupport;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.Map;

/** The gateway with Postgres and Redis, as an operator sets them, and a data directory of its own. */
public class WithBackends implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of(
                "DATABASE_URL", Backends.freshDatabase(),
                "REDIS_URL", Backends.redisUrl(),
                "sluice.data-dir", TestData.directory().toString());
    }
}
