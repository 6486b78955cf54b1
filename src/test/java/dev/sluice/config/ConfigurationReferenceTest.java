package dev.sluice.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.WithDefault;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ConfigurationReferenceTest {
    /** Keys of the mapping that are not for the environment: nested groups are looked at by themselves. */
    private static final Set<String> GROUPS = Set.of("posthog", "sentry", "kafka", "demo");

    @Test
    void the_reference_page_has_exactly_one_row_for_each_setting() throws IOException {
        List<String> rows = Files.readAllLines(Path.of("docs/configuration.md")).stream()
                .filter(line -> line.startsWith("| `") && Character.isUpperCase(line.charAt(3)))
                .toList();

        assertThat(rows)
                .containsExactly(Arrays.stream(Setting.values())
                        .map(ConfigurationReferenceTest::row)
                        .toArray(String[]::new));
    }

    @Test
    void the_example_names_every_setting_with_its_default() throws IOException {
        Properties example = new Properties();
        try (var reader = Files.newBufferedReader(Path.of(".env.example"))) {
            example.load(reader);
        }

        Map<String, String> expected =
                Arrays.stream(Setting.values()).collect(Collectors.toMap(Setting::name, Setting::defaultValue));
        assertThat(example).containsExactlyInAnyOrderEntriesOf(new HashMap<Object, Object>(expected));
    }

    @Test
    void the_example_is_an_environment_that_starts() {
        Map<String, String> example =
                Arrays.stream(Setting.values()).collect(Collectors.toMap(Setting::name, Setting::defaultValue));

        assertThat(EnvironmentCheck.of(example).problems()).isEmpty();
    }

    @Test
    void every_key_of_the_mapping_is_a_setting_with_the_same_default() {
        List<Method> keys = Arrays.stream(SluiceConfig.class.getMethods())
                .filter(method -> !GROUPS.contains(method.getName()))
                .toList();

        assertThat(keys).isNotEmpty().allSatisfy(key -> {
            String variable =
                    "SLUICE_" + key.getName().replaceAll("([A-Z])", "_$1").toUpperCase(Locale.ROOT);
            WithDefault withDefault = key.getAnnotation(WithDefault.class);
            assertThat(Setting.of(variable))
                    .get()
                    .extracting(Setting::defaultValue)
                    .isEqualTo(withDefault == null ? "" : withDefault.value());
        });
    }

    @Test
    void the_settings_without_the_prefix_have_the_default_of_their_key() throws NoSuchMethodException {
        assertThat(SluiceConfig.PostHog.class
                        .getMethod("host")
                        .getAnnotation(WithDefault.class)
                        .value())
                .isEqualTo(Setting.POSTHOG_HOST.defaultValue());
        assertThat(SluiceConfig.Sentry.class
                        .getMethod("environment")
                        .getAnnotation(WithDefault.class)
                        .value())
                .isEqualTo(Setting.SENTRY_ENVIRONMENT.defaultValue());
    }

    private static String row(Setting setting) {
        String later = setting.availability() == Setting.Availability.LATER ? " (later version)" : "";
        String value = setting.defaultValue().isEmpty() ? "–" : "`" + setting.defaultValue() + "`";
        return "| `%s` | %s | %s%s | %s |".formatted(setting, value, setting.meaning(), later, setting.accepts());
    }
}
