package dev.sluice.report;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.Map;
import java.util.Set;

/** Nothing configured, and a spool that tests steer. */
public final class StandInParts implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of(
                "sluice.data-dir", "target/test-data/" + ProcessHandle.current().pid() + "-report");
    }

    @Override
    public Set<Class<?>> getEnabledAlternatives() {
        return Set.of(ScriptedSpool.class);
    }
}
