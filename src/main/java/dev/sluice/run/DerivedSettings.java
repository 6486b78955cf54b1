package dev.sluice.run;

import dev.sluice.config.BuildVersion;
import dev.sluice.config.SentryDsn;
import dev.sluice.config.Setting;
import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.ConfigSourceInterceptor;
import io.smallrye.config.ConfigSourceInterceptorContext;
import io.smallrye.config.ConfigValue;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Turns the variables of the contract into Quarkus' own keys, and a variable that is set to nothing into one that is not
 * set. A key that somebody has set as {@code quarkus.…} wins. Registered as a service, so that it also runs where there is
 * no CDI yet.
 */
public final class DerivedSettings implements ConfigSourceInterceptor {
    private static final long serialVersionUID = 1L;

    /** The ordinal of {@code application.properties}: what is below comes from Quarkus' defaults, not from a person. */
    private static final int SET_BY_SOMEBODY = 250;

    private static final Map<String, Function<Variables, Optional<String>>> DERIVED = Map.ofEntries(
            Map.entry("quarkus.datasource.jdbc.url", v -> v.database().map(DatabaseAddress::jdbcUrl)),
            Map.entry("quarkus.datasource.username", v -> v.database().flatMap(DatabaseAddress::user)),
            Map.entry("quarkus.datasource.password", v -> v.database().flatMap(DatabaseAddress::password)),
            Map.entry("quarkus.hibernate-orm.active", DerivedSettings::hasDatabase),
            Map.entry("quarkus.redis.hosts", v -> v.redis().map(hosts -> String.join(",", hosts))),
            Map.entry("quarkus.redis.client-type", DerivedSettings::redisClient),
            Map.entry("quarkus.shutdown.delay", v -> Optional.of(milliseconds(drain(v).notice()))),
            Map.entry("quarkus.shutdown.timeout", v -> Optional.of(milliseconds(drain(v).requests()))),
            Map.entry("quarkus.otel.sdk.disabled", DerivedSettings::tracingDisabled),
            Map.entry("quarkus.otel.exporter.otlp.traces.endpoint", DerivedSettings::traceEndpoint),
            Map.entry("quarkus.otel.exporter.otlp.traces.headers", DerivedSettings::traceHeaders),
            Map.entry("quarkus.otel.exporter.otlp.traces.protocol", DerivedSettings::traceProtocol),
            Map.entry("quarkus.otel.traces.sampler.arg", DerivedSettings::sampleRate),
            Map.entry("quarkus.otel.resource.attributes", v -> Optional.of(resource(v))));

    /** Keys that stand for a variable with a default, which holds for an empty variable too. */
    private static final Map<String, Setting> WITH_DEFAULT = withDefault();

    @Override
    public @Nullable ConfigValue getValue(ConfigSourceInterceptorContext context, String name) {
        ConfigValue found = context.proceed(name);
        Setting setting = WITH_DEFAULT.get(name);
        if (setting != null) {
            return isBlank(found) && found != null ? found.withValue(setting.defaultValue()) : found;
        }
        Function<Variables, Optional<String>> derivation = DERIVED.get(name);
        if (derivation == null
                || (found != null && !isBlank(found) && found.getConfigSourceOrdinal() >= SET_BY_SOMEBODY)) {
            return found;
        }
        return derivation
                .apply(new Variables(context))
                .map(value -> ConfigValue.builder()
                        .withName(name)
                        .withValue(value)
                        .withRawValue(value)
                        .withConfigSourceName("DerivedSettings")
                        .withConfigSourceOrdinal(SET_BY_SOMEBODY)
                        .build())
                .orElse(found);
    }

    /** Quarkus looks for some keys only among the names it is given, so the derived ones have to be among them. */
    @Override
    public Iterator<String> iterateNames(ConfigSourceInterceptorContext context) {
        Set<String> names = new HashSet<>();
        context.iterateNames().forEachRemaining(names::add);
        Variables variables = new Variables(context);
        DERIVED.forEach((name, derivation) -> {
            if (derivation.apply(variables).isPresent()) {
                names.add(name);
            }
        });
        return names.iterator();
    }

    private static Optional<String> hasDatabase(Variables variables) {
        return Optional.of(String.valueOf(variables.database().isPresent() || variables.hasOwnDatasource()));
    }

    private static Optional<String> redisClient(Variables variables) {
        return variables.redis().filter(hosts -> hosts.size() > 1).map(hosts -> "cluster");
    }

    /** A value that is no duration is somebody else's to complain about. */
    private static DrainPlan drain(Variables variables) {
        try {
            return new DrainPlan(DurationConverter.parseDuration(
                    variables.value(Setting.SLUICE_DRAIN_TIMEOUT).orElse(Setting.SLUICE_DRAIN_TIMEOUT.defaultValue())));
        } catch (IllegalArgumentException | DateTimeException e) {
            return new DrainPlan(DurationConverter.parseDuration(Setting.SLUICE_DRAIN_TIMEOUT.defaultValue()));
        }
    }

    private static String milliseconds(Duration duration) {
        return duration.toMillis() + "ms";
    }

    private static Optional<String> tracingDisabled(Variables variables) {
        return Optional.of(String.valueOf(traceEndpoint(variables).isEmpty()));
    }

    private static Optional<String> traceEndpoint(Variables variables) {
        return variables
                .value(Setting.OTEL_EXPORTER_OTLP_ENDPOINT)
                .or(() -> variables.dsn().map(SentryDsn::otlpEndpoint));
    }

    private static Optional<String> traceHeaders(Variables variables) {
        return variables
                .dsn()
                .filter(dsn ->
                        variables.value(Setting.OTEL_EXPORTER_OTLP_ENDPOINT).isEmpty())
                .map(dsn -> "x-sentry-auth=sentry sentry_key=" + dsn.publicKey());
    }

    private static Optional<String> traceProtocol(Variables variables) {
        // By convention a collector speaks gRPC on 4317 and HTTP elsewhere; Sentry speaks HTTP only.
        return traceEndpoint(variables).map(endpoint -> endpoint.endsWith(":4317") ? "grpc" : "http/protobuf");
    }

    /** So that traces and errors are of one release and one environment. A comma would begin another attribute. */
    private static String resource(Variables variables) {
        String environment =
                variables.value(Setting.SENTRY_ENVIRONMENT).orElse(Setting.SENTRY_ENVIRONMENT.defaultValue());
        String release = BuildVersion.release(variables.value(Setting.SENTRY_RELEASE));
        return "deployment.environment.name=" + plain(environment) + ",service.version=" + plain(release);
    }

    private static String plain(String text) {
        return text.replace(',', '_').replace('=', '_').replace('\\', '_').replace('$', '_');
    }

    private static Optional<String> sampleRate(Variables variables) {
        return variables.value(Setting.SENTRY_TRACES_SAMPLE_RATE).or(() -> {
            String environment = variables.value(Setting.SENTRY_ENVIRONMENT).orElse("production");
            return Optional.of(
                    switch (environment) {
                        case "development" -> "1.0";
                        case "staging" -> "0.5";
                        default -> "0.1";
                    });
        });
    }

    private static boolean isBlank(@Nullable ConfigValue value) {
        return value == null || value.getValue() == null || value.getValue().isBlank();
    }

    private static Map<String, Setting> withDefault() {
        Map<String, Setting> keys = Arrays.stream(Setting.values())
                .filter(setting -> setting.name().startsWith("SLUICE_")
                        && !setting.defaultValue().isEmpty())
                .collect(Collectors.toMap(DerivedSettings::key, Function.identity()));
        keys.put("quarkus.http.port", Setting.PORT);
        keys.put("sluice.posthog.host", Setting.POSTHOG_HOST);
        keys.put("sluice.sentry.environment", Setting.SENTRY_ENVIRONMENT);
        return Map.copyOf(keys);
    }

    /** {@code SLUICE_DATA_DIR} is {@code sluice.data-dir}. */
    private static String key(Setting setting) {
        return "sluice."
                + setting.name()
                        .substring("SLUICE_".length())
                        .toLowerCase(Locale.ROOT)
                        .replace('_', '-');
    }

    /** The contract's variables as the sources below have them; whatever cannot be used counts as absent here. */
    private record Variables(ConfigSourceInterceptorContext context) {
        Optional<String> value(Setting setting) {
            return text(setting.name());
        }

        Optional<DatabaseAddress> database() {
            return value(Setting.DATABASE_URL).flatMap(DatabaseAddress::parse);
        }

        boolean hasOwnDatasource() {
            return text("quarkus.datasource.jdbc.url").isPresent();
        }

        Optional<SentryDsn> dsn() {
            return value(Setting.SENTRY_DSN).flatMap(SentryDsn::parse);
        }

        Optional<List<String>> redis() {
            return value(Setting.REDIS_URL).map(RedisAddresses::parse);
        }

        private Optional<String> text(String name) {
            return Optional.ofNullable(context.proceed(name))
                    .map(ConfigValue::getValue)
                    .map(String::strip)
                    .filter(text -> !text.isEmpty());
        }
    }
}
