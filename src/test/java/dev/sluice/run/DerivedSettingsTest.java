package dev.sluice.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DerivedSettingsTest {
    private static final String DSN = "https://abc@o1.ingest.de.sentry.io/42";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "postgres://u:p@db:5433/x?sslmode=require&a=b|jdbc:postgresql://db:5433/x?sslmode=require&a=b|u|p",
                "postgresql://u@db/x|jdbc:postgresql://db/x|u|",
                "postgres://db|jdbc:postgresql://db/||",
                "postgres://a%40b:p%3A%2F+%25@db/x|jdbc:postgresql://db/x|a@b|p:/+%",
                "postgres://u:p@[::1]:5432/x|jdbc:postgresql://[::1]:5432/x|u|p",
                "jdbc:postgresql://db/x?user=u|jdbc:postgresql://db/x?user=u||",
            })
    void a_database_url_becomes_a_datasource(String url, String jdbcUrl, String user, String password) {
        SmallRyeConfig config = config("DATABASE_URL", url);

        assertThat(value(config, "quarkus.datasource.jdbc.url")).contains(jdbcUrl);
        assertThat(value(config, "quarkus.datasource.username")).isEqualTo(Optional.ofNullable(user));
        assertThat(value(config, "quarkus.datasource.password")).isEqualTo(Optional.ofNullable(password));
        assertThat(value(config, "quarkus.hibernate-orm.active")).contains("true");
    }

    @Test
    void traces_are_of_the_release_and_environment_of_errors() {
        assertThat(value(
                        config("SENTRY_RELEASE", "shop@7", "SENTRY_ENVIRONMENT", "a,b=c"),
                        "quarkus.otel.resource.attributes"))
                .contains("deployment.environment.name=a_b_c,service.version=shop@7");
        assertThat(value(config(), "quarkus.otel.resource.attributes").orElseThrow())
                .startsWith("deployment.environment.name=production,service.version=sluice@");
    }

    @Test
    void without_a_database_hibernate_is_inactive() {
        SmallRyeConfig config = config();

        assertThat(value(config, "quarkus.hibernate-orm.active")).contains("false");
        assertThat(value(config, "quarkus.datasource.jdbc.url")).isEmpty();
    }

    @Test
    void hibernate_is_active_for_a_datasource_that_was_set_as_such() {
        assertThat(value(config("quarkus.datasource.jdbc.url", "jdbc:postgresql:x"), "quarkus.hibernate-orm.active"))
                .contains("true");
    }

    @Test
    void derived_names_are_among_the_names() {
        assertThat(names(config("DATABASE_URL", "postgres://u:p@db/x")))
                .contains(
                        "quarkus.datasource.jdbc.url",
                        "quarkus.datasource.username",
                        "quarkus.datasource.password",
                        "quarkus.hibernate-orm.active");
        assertThat(names(config())).doesNotContain("quarkus.datasource.jdbc.url", "quarkus.redis.hosts");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "redis://:pw@one:6379/1|redis://:pw@one:6379/1|",
                "redis://one:6379,redis://two:6379|redis://one:6379,redis://two:6379|cluster",
                "rediss://u:pw@one:6379, two:6379|rediss://u:pw@one:6379,rediss://u:pw@two:6379|cluster",
            })
    void several_redis_hosts_are_a_cluster(String url, String hosts, String clientType) {
        SmallRyeConfig config = config("REDIS_URL", url);

        assertThat(value(config, "quarkus.redis.hosts")).contains(hosts);
        assertThat(value(config, "quarkus.redis.client-type")).isEqualTo(Optional.ofNullable(clientType));
    }

    @ParameterizedTest
    @CsvSource({"10s,2000ms,2000ms", "1s,200ms,200ms", "2m,5000ms,24000ms", "soon,2000ms,2000ms"})
    void the_parts_of_a_stop_follow_from_its_time(String whole, String notice, String requests) {
        SmallRyeConfig config = config("SLUICE_DRAIN_TIMEOUT", whole);

        assertThat(value(config, "quarkus.shutdown.delay")).contains(notice);
        assertThat(value(config, "quarkus.shutdown.timeout")).contains(requests);
    }

    @Test
    void nothing_is_traced_unless_somebody_wants_traces() {
        assertThat(value(config(), "quarkus.otel.sdk.disabled")).contains("true");
        assertThat(value(config("SENTRY_DSN", DSN), "quarkus.otel.sdk.disabled"))
                .contains("false");
        assertThat(value(config("OTEL_EXPORTER_OTLP_ENDPOINT", "http://c:4318"), "quarkus.otel.sdk.disabled"))
                .contains("false");
    }

    @Test
    void a_dsn_says_where_traces_go() {
        SmallRyeConfig config = config("SENTRY_DSN", DSN);

        assertThat(value(config, "quarkus.otel.exporter.otlp.traces.endpoint"))
                .contains("https://o1.ingest.de.sentry.io/api/42/integration/otlp");
        assertThat(value(config, "quarkus.otel.exporter.otlp.traces.headers"))
                .contains("x-sentry-auth=sentry sentry_key=abc");
        assertThat(value(config, "quarkus.otel.exporter.otlp.traces.protocol")).contains("http/protobuf");
    }

    @Test
    void a_collector_comes_before_sentry_and_never_sees_its_key() {
        SmallRyeConfig config = config("SENTRY_DSN", DSN, "OTEL_EXPORTER_OTLP_ENDPOINT", "http://collector:4317");

        assertThat(value(config, "quarkus.otel.exporter.otlp.traces.endpoint")).contains("http://collector:4317");
        assertThat(value(config, "quarkus.otel.exporter.otlp.traces.protocol")).contains("grpc");
        assertThat(value(config, "quarkus.otel.exporter.otlp.traces.headers")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"development,1.0", "staging,0.5", "production,0.1", "demo,0.1"})
    void the_share_of_traces_follows_from_the_environment(String environment, String share) {
        assertThat(value(config("SENTRY_ENVIRONMENT", environment), "quarkus.otel.traces.sampler.arg"))
                .contains(share);
        assertThat(value(
                        config("SENTRY_ENVIRONMENT", environment, "SENTRY_TRACES_SAMPLE_RATE", "0.3"),
                        "quarkus.otel.traces.sampler.arg"))
                .contains("0.3");
    }

    @ParameterizedTest
    @CsvSource({
        "quarkus.datasource.jdbc.url, DATABASE_URL, postgres://u:p@db/x",
        "quarkus.datasource.username, DATABASE_URL, postgres://u:p@db/x",
        "quarkus.redis.hosts, REDIS_URL, redis://one:6379",
        "quarkus.otel.sdk.disabled, SENTRY_DSN, https://abc@sentry.example/42",
        "quarkus.otel.traces.sampler.arg, SENTRY_TRACES_SAMPLE_RATE, 0.3",
    })
    void a_key_that_somebody_has_set_wins(String key, String variable, String value) {
        assertThat(value(config(variable, value, key, "mine"), key)).contains("mine");
    }

    @Test
    void a_default_of_quarkus_does_not_win() {
        SmallRyeConfig config = new SmallRyeConfigBuilder()
                .withInterceptors(new DerivedSettings())
                .withDefaultValue("quarkus.otel.sdk.disabled", "false")
                .build();

        assertThat(value(config, "quarkus.otel.sdk.disabled")).contains("true");
    }

    @ParameterizedTest
    @CsvSource({
        "sluice.data-dir, ./data",
        "sluice.dedup-window, 24h",
        "sluice.ip-policy, truncate",
        "quarkus.http.port, 8080",
        "sluice.posthog.host, https://us.i.posthog.com",
        "sluice.sentry.environment, production",
    })
    void a_variable_set_to_nothing_has_its_default(String key, String value) {
        assertThat(value(config(key, ""), key)).contains(value);
        assertThat(value(config(key, "9"), key)).contains("9");
    }

    /** A copy: SmallRye's own can be walked only once. */
    private static Set<String> names(SmallRyeConfig config) {
        Set<String> names = new HashSet<>();
        config.getPropertyNames().forEach(names::add);
        return names;
    }

    private static Optional<String> value(SmallRyeConfig config, String name) {
        return config.getOptionalValue(name, String.class);
    }

    private static SmallRyeConfig config(String... entries) {
        Map<String, String> values = new HashMap<>();
        for (int i = 0; i < entries.length; i += 2) {
            values.put(entries[i], entries[i + 1]);
        }
        return new SmallRyeConfigBuilder()
                .withInterceptors(new DerivedSettings())
                .withSources(new PropertiesConfigSource(values, "test", 300))
                .build();
    }
}
