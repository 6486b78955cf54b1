package dev.sluice.report;

import dev.sluice.spool.Spool;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** {@code /q/health/ready}: the same answer as {@code /health}. The checks that come with Quarkus are off: see there. */
@Readiness
@Singleton
public final class ReadyToAccept implements HealthCheck {
    private final Spool spool;
    private final Accepting accepting;

    public ReadyToAccept(Spool spool, Accepting accepting) {
        this.spool = spool;
        this.accepting = accepting;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("accepts events")
                .status(accepting.isAccepting(spool.status()))
                .build();
    }
}
