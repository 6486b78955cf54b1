package dev.sluice.report;

import io.smallrye.common.annotation.NonBlocking;
import jakarta.inject.Singleton;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;

/** Fails in the ways a resource can fail, quoting what came with the request as libraries do. */
@Singleton
@Path("/test-failures")
@SuppressWarnings("DoNotCallSuggester")
public final class FailingResource {
    @GET
    @Path("/event-loop")
    @NonBlocking
    public String onTheEventLoop() {
        throw new IllegalArgumentException("cannot read planted@example.com");
    }

    @GET
    @Path("/worker")
    public String onAWorker() {
        throw new IllegalArgumentException(
                "cannot read planted@example.com", new RuntimeException("planted@example.com"));
    }
}
