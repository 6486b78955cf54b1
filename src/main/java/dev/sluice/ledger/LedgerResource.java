package dev.sluice.ledger;

import dev.sluice.ledger.Story.Fate;
import dev.sluice.spool.HourBooks.Hour;
import dev.sluice.spool.Spool;
import dev.sluice.spool.SpoolUnavailableException;
import io.quarkus.logging.Log;
import io.smallrye.common.annotation.Blocking;
import io.vertx.core.http.HttpServerResponse;
import jakarta.inject.Singleton;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /admin/ledger/{uuid}}: what became of one event; {@code GET /admin/ledger/balance}: the books by project and
 * hour of arrival. Guarded like everything below {@code /admin}.
 */
@Singleton
@Path("/admin/ledger")
@Blocking
@Produces(MediaType.APPLICATION_JSON)
public final class LedgerResource {
    private static final int UUID_LENGTH = 36;
    private static final Duration USUAL_BALANCE = Duration.ofHours(48);

    private final Optional<EventLedger> ledger;
    private final Spool spool;
    private final InstantSource clock;

    /** @param ledger empty where its files cannot be used */
    public LedgerResource(Optional<EventLedger> ledger, Spool spool, InstantSource clock) {
        this.ledger = ledger;
        this.spool = spool;
        this.clock = clock;
    }

    @GET
    @Path("/{uuid}")
    public Response story(@PathParam("uuid") String text, @Context HttpServerResponse exchange) {
        Optional<UUID> uuid = uuid(text);
        if (uuid.isEmpty()) {
            return error(exchange, 400, "bad_uuid", "ask with the uuid of an event: 36 characters, as in its JSON");
        }
        if (ledger.isEmpty()) {
            return unreadable(exchange);
        }
        try {
            List<Story> stories = ledger.get().find(uuid.get());
            if (stories.isEmpty()) {
                return error(
                        exchange,
                        404,
                        "unknown_event",
                        "no event with this uuid came to this gateway in the last 24 hours");
            }
            return ok(answer(uuid.get(), stories, ledger.get().dropped()));
        } catch (IOException e) {
            Log.warnf("ledger: reading failed (%s)", e.getClass().getSimpleName());
            return unreadable(exchange);
        }
    }

    @GET
    @Path("/balance")
    public Response balance(
            @QueryParam("project") @Nullable String project,
            @QueryParam("from") @Nullable String from,
            @QueryParam("to") @Nullable String to,
            @Context HttpServerResponse exchange) {
        Instant first;
        Instant last;
        try {
            first = from == null ? clock.instant().minus(USUAL_BALANCE) : Instant.parse(from);
            last = to == null ? Instant.MAX : Instant.parse(to);
        } catch (DateTimeParseException e) {
            return error(exchange, 400, "bad_parameter", "from and to take a time such as 2026-11-23T10:00:00Z");
        }
        Optional<List<Hour>> books;
        try {
            books = spool.hours();
        } catch (SpoolUnavailableException e) {
            return error(exchange, 503, "books_unreadable", "the books cannot be read: " + e.getMessage());
        }
        if (books.isEmpty()) {
            return error(
                    exchange,
                    501,
                    "not_kept",
                    "this spool keeps no books by hour; the totals of each project are on /metrics, see docs/ledger.md");
        }
        List<Map<String, Object>> hours = new ArrayList<>();
        for (Hour hour : books.get()) {
            Instant start = Instant.ofEpochMilli(hour.startMillis());
            boolean isWithin = start.plus(Duration.ofHours(1)).isAfter(first) && start.isBefore(last);
            if (isWithin && (project == null || project.equals(hour.project()))) {
                hours.add(row(hour, start));
            }
        }
        return ok(Map.of("hours", hours));
    }

    private Map<String, Object> answer(UUID uuid, List<Story> stories, long dropped) {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("uuid", uuid.toString());
        List<Map<String, Object>> entries = new ArrayList<>();
        boolean isPutAside = false;
        for (Story story : stories) {
            entries.add(entry(uuid, story, stories));
            isPutAside |= story.fate() instanceof Fate.DeadLettered || story.fate() instanceof Fate.Rejected;
        }
        answer.put("entries", entries);
        if (isPutAside) {
            answer.put("dead_letters", "/admin/dead-letters?uuid=" + uuid);
        }
        answer.put("not_taken_down", dropped);
        return answer;
    }

    private static Map<String, Object> entry(UUID uuid, Story story, List<Story> all) {
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("project", story.project());
        entry.put("received_at", story.receivedAt().toString());
        entry.put("scrubbed", story.kinds().orElse(null));
        switch (story.fate()) {
            case Fate.Pending() -> entry.put("outcome", "pending");
            case Fate.Delivered(long request, int status, Instant at) -> {
                entry.put("outcome", "delivered");
                entry.put("batch", request == 0 ? null : request);
                entry.put("answer", status);
                entry.put("at", at.toString());
            }
            case Fate.Duplicate(Instant at) -> {
                entry.put("outcome", "duplicate");
                entry.put("duplicate_of", original(uuid, story, all));
                entry.put("at", at.toString());
            }
            case Fate.DeadLettered(String reason, Instant at) -> putAside(entry, "dead_lettered", reason, at);
            case Fate.Rejected(String reason, Instant at) -> putAside(entry, "rejected", reason, at);
        }
        return entry;
    }

    private static void putAside(Map<String, Object> entry, String outcome, String reason, Instant at) {
        entry.put("outcome", outcome);
        entry.put("reason", reason);
        entry.put("at", at.toString());
    }

    /** Null where the event that holds the identity has another uuid, or went to another replica. */
    private static @Nullable Map<String, Object> original(UUID uuid, Story duplicate, List<Story> all) {
        for (Story story : all) {
            boolean isOther = !(story.fate() instanceof Fate.Duplicate) && !(story.fate() instanceof Fate.Rejected);
            if (isOther && story.project().equals(duplicate.project())) {
                return Map.of(
                        "uuid",
                        uuid.toString(),
                        "received_at",
                        story.receivedAt().toString());
            }
        }
        return null;
    }

    private static Map<String, Object> row(Hour hour, Instant start) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("project", hour.project());
        row.put("hour", start.toString());
        row.put("received", hour.received());
        row.put("delivered", hour.outcomes().delivered());
        row.put("duplicate", hour.outcomes().duplicate());
        row.put("rejected", hour.outcomes().rejected());
        row.put("dead_lettered", hour.outcomes().deadLettered());
        row.put("pending", hour.pending());
        return row;
    }

    /** {@code UUID.fromString} takes more than uuids. */
    private static Optional<UUID> uuid(String text) {
        if (text.length() != UUID_LENGTH) {
            return Optional.empty();
        }
        try {
            return Optional.of(UUID.fromString(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static Response ok(Map<String, Object> body) {
        return Response.ok(body).header("Cache-Control", "no-store").build();
    }

    private static Response unreadable(HttpServerResponse exchange) {
        return error(exchange, 503, "ledger_unreadable", "the files of the ledger cannot be used; the log says why");
    }

    private static Response error(HttpServerResponse exchange, int status, String code, String sentence) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("status", "error");
        body.put("code", code);
        body.put("error", sentence);
        body.put("request_id", exchange.headers().get("X-Request-Id"));
        return Response.status(status)
                .type(MediaType.APPLICATION_JSON_TYPE)
                .header("Cache-Control", "no-store")
                .entity(body)
                .build();
    }
}
