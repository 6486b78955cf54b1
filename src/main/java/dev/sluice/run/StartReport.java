package dev.sluice.run;

import dev.sluice.config.SluiceConfig;
import dev.sluice.config.SluiceConfig.SpoolKind;
import dev.sluice.project.DemoMode;
import dev.sluice.report.SentryReporter;
import dev.sluice.tunnel.Destinations;
import io.quarkus.arc.InjectableInstance;
import io.quarkus.logging.Log;
import io.quarkus.redis.datasource.RedisDataSource;
import jakarta.inject.Singleton;
import java.util.Locale;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Says at start which engine each role got, in one line, and what is missing. */
@Singleton
final class StartReport {
    private final SluiceConfig config;
    private final ProjectChoice projects;
    private final DemoMode demo;
    private final Database database;
    private final InjectableInstance<RedisDataSource> redis;
    private final SentryReporter sentry;
    private final Destinations tunnel;
    private final int port;

    StartReport(
            SluiceConfig config,
            ProjectChoice projects,
            DemoMode demo,
            Database database,
            InjectableInstance<RedisDataSource> redis,
            SentryReporter sentry,
            Destinations tunnel,
            @ConfigProperty(name = "quarkus.http.port") int port) {
        this.config = config;
        this.projects = projects;
        this.demo = demo;
        this.database = database;
        this.redis = redis;
        this.sentry = sentry;
        this.tunnel = tunnel;
        this.port = port;
    }

    void log() {
        Log.info(choices());
        Log.info("addresses: /e/ /i/v0/e/ /capture/ /track/ /engage/ /batch/ /s/ · /flags/ /array/ /static/ · "
                + (tunnel.isEmpty() ? "" : "/tunnel · ")
                + "/health /q/health/live /q/health/ready /metrics");
        if (demo.enabled()) {
            Log.warnf(
                    "DEMO: no project is configured, so events go to a stand-in for PostHog in this process (%s) and NEVER"
                            + " reach PostHog. See it at work: http://localhost:%d/demo. To deliver, %s.",
                    projects.demoProjects().all().getFirst().host(), port, ProjectChoice.WHAT_TO_SET);
        }
    }

    private String spool() {
        String engine = config.spool().name().toLowerCase(Locale.ROOT);
        return config.spool() == SpoolKind.LOCAL ? engine + "(" + config.dataDir() + ")" : engine;
    }

    String choices() {
        return "spool=%s dedup=%s dead-letters=%s projects=%s sentry=%s tunnel=%s"
                .formatted(
                        spool(),
                        redis.getHandle().getBean().isActive() ? "redis" : "in-process",
                        database.isActive() ? "postgres" : "local",
                        demo.enabled() ? "demo" : projects.source().label(),
                        sentry.isEnabled() ? "on" : "off",
                        tunnel.isEmpty() ? "off" : tunnel.all().size() + " DSN");
    }
}
