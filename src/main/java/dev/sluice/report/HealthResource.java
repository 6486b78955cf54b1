package dev.sluice.report;

import dev.sluice.config.BuildVersion;
import dev.sluice.project.DemoMode;
import dev.sluice.report.Component.Dependency;
import dev.sluice.spool.Spool;
import io.quarkus.arc.All;
import io.smallrye.common.annotation.NonBlocking;
import jakarta.inject.Singleton;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * {@code GET /health}: 200 while the gateway can accept events, whatever else is away; 503 when it cannot. Reads what is
 * known and waits for nothing.
 */
@Singleton
@Path("/health")
public final class HealthResource {
    private final Spool spool;
    private final List<Component> components;
    private final Accepting accepting;
    private final SentryReporter sentry;
    private final DemoMode demo;
    private final InstantSource clock;

    public HealthResource(
            Spool spool,
            @All List<Component> components,
            Accepting accepting,
            SentryReporter sentry,
            DemoMode demo,
            InstantSource clock) {
        this.spool = spool;
        this.components = components;
        this.accepting = accepting;
        this.sentry = sentry;
        this.demo = demo;
        this.clock = clock;
    }

    @GET
    @NonBlocking
    @Produces(MediaType.APPLICATION_JSON)
    public Response health() {
        Spool.Status status = spool.status();
        boolean ok = accepting.isAccepting(status);
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("status", ok ? "ok" : "error");
        for (Dependency dependency : Dependency.values()) {
            answer.put(dependency.label(), state(dependency).label());
        }
        answer.put("sentry", sentry.isEnabled() ? "enabled" : "disabled");
        answer.put("spool", spool(status));
        answer.put("version", BuildVersion.number());
        if (demo.enabled()) {
            answer.put("mode", "demo");
        }
        return Response.status(ok ? 200 : 503)
                .header("Cache-Control", "no-store")
                .entity(answer)
                .build();
    }

    private Component.State state(Dependency dependency) {
        return components.stream()
                .filter(component -> component.dependency() == dependency)
                .findFirst()
                .map(Component::state)
                .orElse(dependency.unlessTold());
    }

    private Map<String, Object> spool(Spool.Status status) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("writable", status.writable());
        facts.put("problem", status.problem());
        facts.put("bytes", status.bytes());
        facts.put("pending", status.pendingEvents());
        facts.put("oldest_pending_seconds", Age.oldestPendingSeconds(status, clock));
        return facts;
    }
}
