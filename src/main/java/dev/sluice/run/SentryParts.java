package dev.sluice.run;

import dev.sluice.config.SentryDsn;
import dev.sluice.config.SluiceConfig;
import dev.sluice.report.sentry.RunSession;
import dev.sluice.report.sentry.SentryEndpoint;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.Optional;

/** What speaks to Sentry beside its SDK; nothing of it without {@code SENTRY_DSN}. */
@Singleton
final class SentryParts {
    @Produces
    @Singleton
    Optional<SentryEndpoint> endpoint(SluiceConfig config) {
        SluiceConfig.Sentry sentry = config.sentry();
        return sentry.dsn()
                .flatMap(SentryDsn::parse)
                .map(dsn -> new SentryEndpoint(dsn, sentry.environment(), sentry.release()));
    }

    @Produces
    @Singleton
    Optional<RunSession> session(Optional<SentryEndpoint> endpoint, SluiceConfig config, InstantSource clock) {
        return endpoint.map(sentry -> new RunSession(sentry, config.dataDir().resolve("sentry-session"), clock));
    }
}
