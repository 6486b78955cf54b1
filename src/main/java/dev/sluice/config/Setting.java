package dev.sluice.config;

import java.util.Arrays;
import java.util.Optional;

/**
 * Every variable that an operator may set: the one list behind the check at start, {@code docs/configuration.md} and
 * {@code .env.example}. The constant's name is the variable's name.
 */
public enum Setting {
    PORT(Accepted.PORT, "8080", "where it listens"),
    POSTHOG_API_KEY(Accepted.PROJECT_TOKEN, "", "the project token of the one default project"),
    POSTHOG_HOST(Accepted.HOST, "https://us.i.posthog.com", "where events go"),
    POSTHOG_ASSETS_HOST(
            Accepted.HOST, "", "where scripts and remote configuration come from; follows from POSTHOG_HOST"),
    REDIS_URL(Accepted.REDIS, "", "duplicates are shared between replicas by it; several hosts: Redis Cluster"),
    DATABASE_URL(Accepted.DATABASE, "", "Postgres for dead letters, and for events where SLUICE_SPOOL is postgres"),
    SLUICE_SPOOL(Accepted.SPOOL, "local", "what makes a 200 safe"),
    SLUICE_SPOOL_MAX_BYTES(
            Accepted.BYTES, "", "what the spool may occupy, 503 beyond; only the disk bounds it unless set"),
    KAFKA_BROKERS(Accepted.TEXT, "", "brokers of a Kafka spool, host:port joined by commas"),
    SENTRY_DSN(Accepted.DSN, "", "errors and traces of the gateway itself go there"),
    SENTRY_ENVIRONMENT(Accepted.TEXT, "production", "environment on errors and traces"),
    SENTRY_RELEASE(Accepted.TEXT, "", "release on errors and traces; the build's version unless set"),
    SENTRY_TRACES_SAMPLE_RATE(
            Accepted.RATIO, "", "share of traces; development 1.0, staging 0.5, any other 0.1 unless set"),
    OTEL_EXPORTER_OTLP_ENDPOINT(Accepted.URL, "", "traces go to this collector instead of Sentry"),
    SLUICE_TUNNEL_DSNS(
            Accepted.DSNS, "", "DSNs whose envelopes the tunnel relays, and no others; it is off unless set"),
    STRIPE_WEBHOOK_SECRET(Accepted.SECRET, "", "turns Stripe's webhook on", Availability.LATER),
    SLUICE_CONFIG(Accepted.PATH, "", "the file of projects and of the firewall's policy; ./sluice.yaml if it is there"),
    SLUICE_DATA_DIR(Accepted.PATH, "./data", "folder of the local log, dead letters and generated keys"),
    SLUICE_ADMIN_TOKEN(Accepted.ADMIN_TOKEN, "", "opens the admin API and its commands"),
    SLUICE_DEAD_LETTERS_MAX_BYTES(
            Accepted.BYTES, "256M", "what dead letters may occupy in the data directory; the oldest go beyond it"),
    SLUICE_DEAD_LETTERS_MAX_AGE(Accepted.WINDOW, "90d", "how long dead letters are kept"),
    SLUICE_TUNNEL_MAX_BYTES(
            Accepted.BYTES, "256M", "what envelopes that wait for Sentry may occupy in the data directory, 503 beyond"),
    SLUICE_SERVER_KEYS(Accepted.SECRET, "", "secrets of trusted backends", Availability.LATER),
    SLUICE_PSEUDONYM_KEY(
            Accepted.KEY, "", "key of the pseudonyms; generated and kept in the data directory unless set"),
    SLUICE_ALLOWED_ORIGINS(Accepted.ORIGINS, "*", "browser origins that may post"),
    SLUICE_TRUSTED_PROXIES(Accepted.NETWORKS, "", "whose X-Forwarded-For is believed; private ranges unless set"),
    SLUICE_DEDUP_WINDOW(Accepted.WINDOW, "24h", "how long an event is remembered for the duplicate check"),
    SLUICE_IP_POLICY(Accepted.IP_POLICY, "truncate", "what becomes of visitors' addresses"),
    SLUICE_DURABILITY(Accepted.DURABILITY, "fsync", "whether a 200 waits for the disk or for the operating system"),
    SLUICE_DRAIN_TIMEOUT(Accepted.DRAIN, "10s", "how long a stop may take, from the signal to the end of the process");

    /** Whether a setting does something in this version. */
    public enum Availability {
        NOW,
        /** Known, so that an environment may be prepared for it, but setting it only brings a warning. */
        LATER
    }

    private final Accepted accepted;
    private final String defaultValue;
    private final String meaning;
    private final Availability availability;

    Setting(Accepted accepted, String defaultValue, String meaning) {
        this(accepted, defaultValue, meaning, Availability.NOW);
    }

    Setting(Accepted accepted, String defaultValue, String meaning, Availability availability) {
        this.accepted = accepted;
        this.defaultValue = defaultValue;
        this.meaning = meaning;
        this.availability = availability;
    }

    public static Optional<Setting> of(String variable) {
        return Arrays.stream(values())
                .filter(setting -> setting.name().equals(variable))
                .findFirst();
    }

    /** What it is when it is not set, or set to nothing; empty where there is no value then. */
    public String defaultValue() {
        return defaultValue;
    }

    /** Half a sentence for the reference page. */
    public String meaning() {
        return meaning;
    }

    /** What it takes, in words. */
    public String accepts() {
        return accepted.description();
    }

    /** Whether its value must never be printed. */
    public boolean isSecret() {
        return accepted.isSecret();
    }

    public Availability availability() {
        return availability;
    }

    boolean allows(String value) {
        return accepted.accepts(value);
    }
}
