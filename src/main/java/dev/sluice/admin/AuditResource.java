package dev.sluice.admin;

import io.smallrye.common.annotation.Blocking;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.Map;
import java.util.Set;

/** {@code GET /admin/audit}: who changed what, the newest first. */
@Singleton
@Blocking
@Path("/admin/audit")
public final class AuditResource {
    private final AuditLog audit;

    AuditResource(AuditLog audit) {
        this.audit = audit;
    }

    @GET
    public Response newest(@Context UriInfo uri, @Context RoutingContext routing) {
        return Answers.of(routing, () -> {
            int limit = new LetterQuery(uri.getQueryParameters(), Set.of("limit")).limit();
            return Map.of(
                    "audit", audit.newest(limit).stream().map(AuditEntry::shown).toList());
        });
    }
}
