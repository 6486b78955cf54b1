package dev.sluice.config;

import io.smallrye.config.DotEnvConfigSourceProvider;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The variables that Quarkus will see: those of the process, and for names that it lacks those of {@code ./.env}. */
public final class Environment {
    private Environment() {}

    public static Map<String, String> read() {
        Map<String, String> variables = new HashMap<>();
        ClassLoader loader = Thread.currentThread().getContextClassLoader();
        DotEnvConfigSourceProvider.dotEnvSources(loader).forEach(file -> variables.putAll(file.getProperties()));
        variables.putAll(System.getenv());
        return variables;
    }

    /** The value, or the default where it is not set or set to nothing. */
    public static Optional<String> value(Map<String, String> variables, Setting setting) {
        String value = variables.getOrDefault(setting.name(), "");
        return Optional.of(value.isBlank() ? setting.defaultValue() : value.strip())
                .filter(text -> !text.isEmpty());
    }
}
