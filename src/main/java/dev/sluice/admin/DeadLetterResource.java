package dev.sluice.admin;

import dev.sluice.deadletter.DeadLetterOffice;
import dev.sluice.deadletter.LetterCount;
import dev.sluice.deadletter.LetterPage;
import io.smallrye.common.annotation.Blocking;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Dead letters for people and their tools: {@code docs/dead-letters.md} is the reference of this API. */
@Singleton
@Blocking
@Path("/admin/dead-letters")
public final class DeadLetterResource {
    private final DeadLetterOffice office;
    private final LetterDesk desk;

    DeadLetterResource(DeadLetterOffice office, LetterDesk desk) {
        this.office = office;
        this.desk = desk;
    }

    @GET
    public Response list(@Context UriInfo uri, @Context RoutingContext routing) {
        return Answers.of(routing, () -> {
            var query = new LetterQuery(uri.getQueryParameters(), Set.of("limit", "cursor"));
            LetterPage page = office.find(query.filter(), query.cursor(), query.limit());
            Map<String, Object> answer = new LinkedHashMap<>();
            answer.put(
                    "letters", page.letters().stream().map(ShownLetter::brief).toList());
            answer.put("next", page.next().map(cursor -> cursor.text()).orElse(""));
            answer.put("complete", page.isComplete());
            return answer;
        });
    }

    @GET
    @Path("/counts")
    public Response counts(@Context RoutingContext routing) {
        return Answers.of(
                routing,
                () -> Map.of(
                        "counts",
                        office.counts().stream().map(DeadLetterResource::shown).toList()));
    }

    private static Map<String, Object> shown(LetterCount count) {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("project", count.project());
        shown.put("reason", count.reason());
        shown.put("open", count.open());
        shown.put("replayed", count.replayed());
        return shown;
    }

    @GET
    @Path("/{id}")
    public Response show(@PathParam("id") String id, @Context RoutingContext routing) {
        return Answers.of(routing, () -> ShownLetter.whole(desk.letter(uuid(id))));
    }

    @PUT
    @Path("/{id}/event")
    @Consumes(MediaType.WILDCARD)
    public Response edit(@PathParam("id") String id, String event, @Context RoutingContext routing) {
        return Answers.of(routing, () -> ShownLetter.whole(desk.edit(uuid(id), Objects.requireNonNullElse(event, ""))));
    }

    @POST
    @Path("/{id}/dry-run")
    @Consumes(MediaType.WILDCARD)
    public Response dryRun(@PathParam("id") String id, String candidate, @Context RoutingContext routing) {
        Optional<String> given = Optional.ofNullable(candidate).filter(text -> !text.isBlank());
        return Answers.of(routing, () -> desk.dryRun(uuid(id), given));
    }

    @POST
    @Path("/{id}/replay")
    @Consumes(MediaType.WILDCARD)
    public Response replay(@PathParam("id") String id, @Context UriInfo uri, @Context RoutingContext routing) {
        return Answers.of(routing, () -> {
            boolean force = new LetterQuery(uri.getQueryParameters(), Set.of("force")).says("force", "yes");
            return ShownLetter.brief(desk.replay(uuid(id), force, Answers.requestId(routing)));
        });
    }

    @DELETE
    @Path("/{id}")
    public Response delete(@PathParam("id") String id, @Context RoutingContext routing) {
        return Answers.of(routing, () -> {
            desk.delete(uuid(id));
            return Map.of("deleted", 1);
        });
    }

    @DELETE
    public Response deleteAll(@Context UriInfo uri, @Context RoutingContext routing) {
        return Answers.of(routing, () -> {
            var query = new LetterQuery(uri.getQueryParameters(), Set.of("confirm"));
            if (!query.says("confirm", "yes")) {
                throw new AdminException(
                        400, "not_confirmed", "this deletes every letter that the filter means; add confirm=yes");
            }
            return Map.of("deleted", desk.deleteAll(query.filter(), query.names()));
        });
    }

    private static UUID uuid(String id) {
        return LetterQuery.uuid("the id", id);
    }
}
