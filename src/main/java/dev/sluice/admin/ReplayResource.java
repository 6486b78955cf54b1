package dev.sluice.admin;

import io.smallrye.common.annotation.Blocking;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.Map;
import java.util.Set;

/** Many letters sent again in the background. */
@Singleton
@Blocking
@Path("/admin/dead-letters/replays")
public final class ReplayResource {
    private static final int USUAL_RATE = 100;
    private static final int HIGHEST_RATE = 10_000;

    private final Replays replays;

    ReplayResource(Replays replays) {
        this.replays = replays;
    }

    @POST
    @Consumes(MediaType.WILDCARD)
    public Response start(@Context UriInfo uri, @Context RoutingContext routing) {
        return Answers.of(routing, 202, () -> {
            var query = new LetterQuery(uri.getQueryParameters(), Set.of("rate"));
            int rate = query.number("rate", USUAL_RATE, HIGHEST_RATE);
            return replays.start(query.filter(), query.names(), rate, Answers.requestId(routing))
                    .shown();
        });
    }

    @GET
    public Response list(@Context RoutingContext routing) {
        return Answers.of(
                routing,
                () -> Map.of(
                        "replays", replays.all().stream().map(ReplayJob::shown).toList()));
    }

    @GET
    @Path("/{id}")
    public Response show(@PathParam("id") String id, @Context RoutingContext routing) {
        return Answers.of(routing, () -> job(id).shown());
    }

    @DELETE
    @Path("/{id}")
    public Response cancel(@PathParam("id") String id, @Context RoutingContext routing) {
        return Answers.of(routing, () -> {
            ReplayJob job = job(id);
            job.cancel();
            return job.shown();
        });
    }

    private ReplayJob job(String id) {
        return replays.job(LetterQuery.uuid("the id", id))
                .orElseThrow(() -> new AdminException(
                        404, "no_such_replay", "this process knows no replay of this id; its audit rows stay"));
    }
}
