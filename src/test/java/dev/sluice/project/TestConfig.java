package dev.sluice.project;

import dev.sluice.config.SluiceConfig;
import io.quarkus.runtime.configuration.DurationConverter;
import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.runtime.configuration.MemorySizeConverter;
import io.quarkus.runtime.configuration.PathConverter;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/** The mapping as SmallRye fills it from these keys, without Quarkus. */
public final class TestConfig {
    private TestConfig() {}

    public static SluiceConfig of(Map<String, String> keys) {
        return new SmallRyeConfigBuilder()
                .withMapping(SluiceConfig.class)
                .withConverter(Path.class, 200, new PathConverter())
                .withConverter(MemorySize.class, 200, new MemorySizeConverter())
                .withConverter(Duration.class, 200, new DurationConverter())
                .withSources(new PropertiesConfigSource(keys, "test", 500))
                .build()
                .getConfigMapping(SluiceConfig.class);
    }
}
