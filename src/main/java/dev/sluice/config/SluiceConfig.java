package dev.sluice.config;

import dev.sluice.scrub.policy.IpPolicy;
import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What an operator may set in the environment. {@code SLUICE_DATA_DIR} is {@code sluice.data-dir} and so on, by SmallRye
 * Config's own rule; names without the prefix are mapped in {@code application.properties}. The Javadoc of each key is the
 * source of its row in {@code docs/configuration.md}.
 */
@ConfigMapping(prefix = "sluice")
public interface SluiceConfig {

    /** Folder of the local log, the checkpoint, dead letters and generated keys. */
    @WithDefault("./data")
    Path dataDir();

    /** What makes a 200 safe. */
    @WithDefault("local")
    SpoolKind spool();

    /** Whether a 200 waits for the disk ({@code fsync}) or for the operating system only ({@code os}). */
    @WithDefault("fsync")
    Durability durability();

    /** What the spool may occupy; no bound but the disk's or the database's own unless set. */
    Optional<MemorySize> spoolMaxBytes();

    /** How long a stop may take, from the signal to the end of the process. */
    @WithDefault("10s")
    Duration drainTimeout();

    /** What dead letters may occupy in the data directory; the oldest go beyond it. */
    @WithDefault("256M")
    MemorySize deadLettersMaxBytes();

    /** How long dead letters are kept. */
    @WithDefault("90d")
    Duration deadLettersMaxAge();

    /** What envelopes that wait for Sentry may occupy in the data directory; the tunnel answers 503 beyond it. */
    @WithDefault("256M")
    MemorySize tunnelMaxBytes();

    /** Opens the console and the admin API. */
    Optional<String> adminToken();

    /** How long an event is remembered for the duplicate check. */
    @WithDefault("24h")
    Duration dedupWindow();

    /** What becomes of visitors' addresses. */
    @WithDefault("truncate")
    IpPolicy ipPolicy();

    /** Browser origins that may post; {@code *} for any. */
    @WithDefault("*")
    List<String> allowedOrigins();

    /** Addresses and networks (CIDR) whose {@code X-Forwarded-For} is believed; private ranges unless set. */
    Optional<List<String>> trustedProxies();

    /** Key of the HMAC behind pseudonyms; generated and kept in the data directory unless set. */
    Optional<String> pseudonymKey();

    /** The DSNs whose envelopes the tunnel relays; it is off unless set. */
    Optional<List<String>> tunnelDsns();

    /** The file of projects and policy; {@code ./sluice.yaml} if it is there and nothing is set. */
    Optional<Path> config();

    PostHog posthog();

    /** Where events go. */
    interface PostHog {
        /** Token of the one default project. */
        Optional<String> apiKey();

        /** Ingestion host. */
        @WithDefault("https://us.i.posthog.com")
        URI host();

        /** Host of scripts and remote configuration; follows from the ingestion host unless set. */
        Optional<URI> assetsHost();
    }

    Sentry sentry();

    /** Where the gateway's own errors and traces go. */
    interface Sentry {
        /** Nothing is reported unless set. */
        Optional<String> dsn();

        /** Environment on errors and traces. */
        @WithDefault("production")
        String environment();

        /** Release on errors and traces; the build's version unless set. */
        Optional<String> release();

        /** Share of requests that are traced; by environment unless set. */
        Optional<Double> tracesSampleRate();
    }

    Demo demo();

    /** What happens when no project is configured. */
    interface Demo {
        /**
         * Whether a start without a project runs against a stand-in for PostHog. The container images say no: there it is
         * an error, since nothing would ever reach PostHog.
         */
        @WithDefault("true")
        boolean enabled();
    }

    /** A Kafka spool. */
    Kafka kafka();

    /** Where the brokers are. */
    interface Kafka {
        /** {@code host:port}, several with commas. */
        Optional<String> brokers();
    }

    enum SpoolKind {
        LOCAL,
        POSTGRES,
        KAFKA
    }

    enum Durability {
        FSYNC,
        OS
    }
}
