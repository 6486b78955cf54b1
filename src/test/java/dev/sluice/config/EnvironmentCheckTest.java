package dev.sluice.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class EnvironmentCheckTest {
    @Test
    void an_empty_environment_is_fine() {
        EnvironmentCheck check = EnvironmentCheck.of(Map.of("PATH", "/bin", "HOME", "/root"));

        assertThat(check.problems()).isEmpty();
        assertThat(check.warnings()).isEmpty();
    }

    @Test
    void an_unknown_name_is_told_the_nearest_known_one() {
        EnvironmentCheck check = EnvironmentCheck.of(Map.of("SLUICE_DATA_DRI", "/data", "SLUICE_IPPOLICY", "drop"));

        assertThat(check.problems())
                .containsExactly(
                        "SLUICE_DATA_DRI is not known; the nearest name is SLUICE_DATA_DIR",
                        "SLUICE_IPPOLICY is not known; the nearest name is SLUICE_IP_POLICY");
    }

    @Test
    void a_bad_value_is_named_with_what_it_is_and_what_would_be_taken() {
        EnvironmentCheck check = EnvironmentCheck.of(Map.of("SLUICE_IP_POLICY", "keep"));

        assertThat(check.problems())
                .containsExactly("SLUICE_IP_POLICY is \"keep\"; it takes truncate, drop or forward");
    }

    @Test
    void all_problems_are_told_at_once() {
        EnvironmentCheck check = EnvironmentCheck.of(Map.of(
                "PORT",
                "http",
                "SLUICE_DEDUP_WINDOW",
                "a day",
                "SLUICE_SPOOLS",
                "x",
                "POSTHOG_HOST",
                "eu.i.posthog.com"));

        assertThat(check.problems()).hasSize(4);
    }

    @ParameterizedTest
    @CsvSource({
        "POSTHOG_API_KEY, phx_planted",
        "REDIS_URL, http://:planted@redis",
        "DATABASE_URL, mysql://u:planted@db/x",
        "SENTRY_DSN, https://planted.example/42",
        "SLUICE_TUNNEL_DSNS, https://key@sentry.example/42#planted",
        "SLUICE_TUNNEL_DSNS, https://planted.example/42",
        "SLUICE_PSEUDONYM_KEY, planted",
    })
    void the_value_of_a_secret_is_never_shown(String variable, String value) {
        EnvironmentCheck check = EnvironmentCheck.of(Map.of(variable, value));

        assertThat(check.problems())
                .singleElement()
                .asString()
                .startsWith(variable + " ")
                .contains("; it takes ")
                .doesNotContain("planted");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "PORT|0",
                "PORT|65535",
                "POSTHOG_API_KEY|phc_abc",
                "POSTHOG_HOST|https://eu.i.posthog.com/",
                "POSTHOG_HOST|http://127.0.0.1:9000",
                "REDIS_URL|redis://:pw@one:6379/0",
                "REDIS_URL|rediss://one:6379,rediss://two:6379",
                "REDIS_URL|redis://one:6379, two:6379",
                "DATABASE_URL|postgres://u:p%40w@db:5432/sluice?sslmode=require",
                "DATABASE_URL|postgresql://db/sluice",
                "DATABASE_URL|jdbc:postgresql://db/sluice",
                "SENTRY_DSN|https://abc@o1.ingest.de.sentry.io/42",
                "SENTRY_DSN|http://abc@127.0.0.1:9000/path/42",
                "SLUICE_TUNNEL_DSNS|https://abc@o1.ingest.de.sentry.io/42, http://def:ghi@127.0.0.1:9000/path/42",
                "SENTRY_TRACES_SAMPLE_RATE|0.25",
                "SLUICE_PSEUDONYM_KEY|0123456789abcdef",
                "SLUICE_ALLOWED_ORIGINS|*",
                "SLUICE_ALLOWED_ORIGINS|https://shop.example, http://localhost:3000",
                "SLUICE_TRUSTED_PROXIES|10.0.0.0/8, 192.0.2.7,2001:db8::/32,::1",
                "SLUICE_DEDUP_WINDOW|24h",
                "SLUICE_DEDUP_WINDOW|7d",
                "SLUICE_DEDUP_WINDOW|PT30M",
                "SLUICE_DURABILITY|os",
                "SLUICE_SPOOL|local",
            })
    void usual_values_are_taken(String variable, String value) {
        assertThat(EnvironmentCheck.of(Map.of(variable, value)).problems()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "PORT|65536",
                "PORT|-1",
                "POSTHOG_API_KEY|phs_abc",
                "POSTHOG_API_KEY|phc_ü",
                "POSTHOG_HOST|us.i.posthog.com",
                "POSTHOG_HOST|https://us.i.posthog.com/e/",
                "POSTHOG_HOST|https://user:pw@us.i.posthog.com",
                "POSTHOG_HOST|ftp://us.i.posthog.com",
                "POSTHOG_HOST|https://a b",
                "REDIS_URL|localhost:6379",
                "REDIS_URL|redis://one:6379,,redis://two:6379",
                "DATABASE_URL|db:5432",
                "SENTRY_DSN|https://abc@sentry.example/",
                "SENTRY_TRACES_SAMPLE_RATE|NaN",
                "SENTRY_TRACES_SAMPLE_RATE|10%",
                "SLUICE_ALLOWED_ORIGINS|shop.example",
                "SLUICE_ALLOWED_ORIGINS|https://shop.example/path",
                "SLUICE_TRUSTED_PROXIES|10.0.0.0/33",
                "SLUICE_TRUSTED_PROXIES|10.0.0",
                "SLUICE_TRUSTED_PROXIES|proxy.example",
                "SLUICE_DEDUP_WINDOW|0s",
                "SLUICE_DEDUP_WINDOW|-5s",
                "SLUICE_DEDUP_WINDOW|365d",
                "SLUICE_DEDUP_WINDOW|99999999999999999999d",
                "SLUICE_DURABILITY|FULL",
            })
    void values_that_would_not_work_are_refused(String variable, String value) {
        assertThat(EnvironmentCheck.of(Map.of(variable, value)).problems()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"postgres,DATABASE_URL,postgres://u:p@db/d", "kafka,KAFKA_BROKERS,kafka:9092"})
    void an_engine_needs_the_address_of_its_storage(String engine, String variable, String address) {
        assertThat(EnvironmentCheck.of(Map.of("SLUICE_SPOOL", engine)).problems())
                .containsExactly("SLUICE_SPOOL is \"" + engine + "\", which needs " + variable + ": it is not set");
        assertThat(EnvironmentCheck.of(Map.of("SLUICE_SPOOL", engine, variable, address))
                        .problems())
                .isEmpty();
    }

    @Test
    void settings_of_a_later_version_bring_a_warning() {
        EnvironmentCheck check =
                EnvironmentCheck.of(Map.of("SLUICE_SERVER_KEYS", "planted", "STRIPE_WEBHOOK_SECRET", "planted"));

        assertThat(check.problems()).isEmpty();
        assertThat(check.warnings())
                .containsExactly(
                        "SLUICE_SERVER_KEYS has no effect in this version",
                        "STRIPE_WEBHOOK_SECRET has no effect in this version");
    }

    @ParameterizedTest
    @EnumSource(Setting.class)
    void a_variable_set_to_nothing_counts_as_not_set(Setting setting) {
        EnvironmentCheck check = EnvironmentCheck.of(Map.of(setting.name(), " "));

        assertThat(check.problems()).isEmpty();
        assertThat(check.warnings()).isEmpty();
    }

    @Test
    void the_variables_that_kubernetes_adds_for_a_service_called_sluice_are_ignored() {
        EnvironmentCheck check = EnvironmentCheck.of(Map.of(
                "SLUICE_SERVICE_HOST", "10.0.0.1",
                "SLUICE_SERVICE_PORT", "8080",
                "SLUICE_SERVICE_PORT_HTTP", "8080",
                "SLUICE_PORT", "tcp://10.0.0.1:8080",
                "SLUICE_PORT_8080_TCP", "tcp://10.0.0.1:8080",
                "SLUICE_PORT_8080_TCP_PROTO", "tcp"));

        assertThat(check.problems()).isEmpty();
    }

    @Test
    void a_port_with_the_prefix_is_still_a_mistake() {
        assertThat(EnvironmentCheck.of(Map.of("SLUICE_PORT", "8080")).problems())
                .hasSize(1);
    }

    @Test
    void control_characters_of_a_value_do_not_reach_the_terminal() {
        EnvironmentCheck check = EnvironmentCheck.of(Map.of("SLUICE_IP_POLICY", "\u001b[31mdrop\n" + "x".repeat(200)));

        assertThat(check.problems().getFirst())
                .contains("?[31mdrop?")
                .doesNotContain("\n")
                .hasSizeLessThan(160);
    }
}
