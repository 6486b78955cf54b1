package dev.sluice.admin;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.capture.Examined;
import dev.sluice.capture.Resubmission;
import dev.sluice.deadletter.DeadLetterOffice;
import dev.sluice.deadletter.FiledLetter;
import dev.sluice.deadletter.LetterCursor;
import dev.sluice.deadletter.LetterFilter;
import dev.sluice.deadletter.LetterPage;
import dev.sluice.deadletter.LetterState;
import dev.sluice.event.SafeEvent;
import dev.sluice.spool.SpoolUnavailableException;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionException;

/** What is done with one letter, or with all that a filter means. Waits for disks and databases. Thread-safe. */
@Singleton
final class LetterDesk {
    /** In one call; whoever has more calls again. */
    static final int MOST_DELETED = 100_000;

    private static final int PAGE = 500;
    private static final int CHUNK = 10_000;
    private static final List<String> IDENTITY = List.of("uuid", "timestamp", "event", "distinct_id");

    private final DeadLetterOffice office;
    private final Resubmission journey;
    private final AuditLog audit;
    private final InstantSource clock;
    private final ObjectMapper json = new ObjectMapper();

    LetterDesk(DeadLetterOffice office, Resubmission journey, AuditLog audit, InstantSource clock) {
        this.office = office;
        this.journey = journey;
        this.audit = audit;
        this.clock = clock;
    }

    FiledLetter letter(UUID id) {
        return office.letter(id).orElseThrow(AdminException::noSuchLetter);
    }

    /**
     * Replaces the event. It goes through the firewall first, and keeps its uuid: with another one PostHog could not fold it
     * with a copy that it may have.
     */
    FiledLetter edit(UUID id, String event) {
        FiledLetter filed = letter(id);
        eventOf(filed);
        SafeEvent safe = accepted(journey.examine(filed.letter().project(), event));
        if (filed.letter().uuid().filter(uuid -> !uuid.equals(safe.uuid())).isPresent()) {
            throw new AdminException(
                    400, "uuid_changed", "the event must keep the uuid of its letter, or PostHog could not fold it");
        }
        audit.write("edit", filed.letter().project(), List.of(id), "event replaced");
        if (!office.edit(id, text(safe), clock.instant())) {
            throw AdminException.noSuchLetter();
        }
        return letter(id);
    }

    /** @param candidate what to try instead of the letter's own event */
    Map<String, Object> dryRun(UUID id, Optional<String> candidate) {
        FiledLetter filed = letter(id);
        String event = eventOf(filed);
        Map<String, Object> answer = new LinkedHashMap<>();
        switch (journey.examine(filed.letter().project(), candidate.orElse(event))) {
            case Examined.Accepted(SafeEvent safe, Map<String, Integer> found) -> {
                JsonNode before = tree(event);
                JsonNode after = tree(text(safe));
                Map<String, Object> kept = new LinkedHashMap<>();
                IDENTITY.forEach(field -> kept.put(field, before.path(field).equals(after.path(field))));
                answer.put("accepted", true);
                answer.put("found", found);
                answer.put("changed", ChangedPlaces.between(before, after));
                answer.put("kept", kept);
                answer.put("bytes", safe.json().length);
            }
            case Examined.Refused(String code, String sentence) -> {
                answer.put("accepted", false);
                answer.put("reason", code);
                answer.put("error", sentence);
            }
        }
        return answer;
    }

    /**
     * Sends the event of a letter again: on return it is durable, and delivered later like any other. Sent twice in the same
     * state it is delivered once.
     *
     * @param force also if it was sent again before
     * @param requestId of the request that asks for it
     */
    FiledLetter replay(UUID id, boolean force, String requestId) {
        FiledLetter filed = letter(id);
        requireSendable(filed, force);
        audit.write("replay", filed.letter().project(), List.of(id), force ? "forced" : "");
        send(filed, requestId);
        return letter(id);
    }

    static void requireSendable(FiledLetter filed, boolean force) {
        eventOf(filed);
        if (!force && !filed.state().isOpen()) {
            throw new AdminException(
                    409,
                    "already_replayed",
                    "this letter was sent again already; force=yes sends it once more, and"
                            + " PostHog folds the copies");
        }
    }

    /** Without asking and without a row in the audit. */
    void send(FiledLetter filed, String requestId) {
        UUID id = filed.letter().id();
        SafeEvent safe = accepted(journey.examine(filed.letter().project(), eventOf(filed)));
        try {
            journey.send(filed.letter().project(), safe, id, turn(filed.state()), requestId)
                    .toCompletableFuture()
                    .join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof SpoolUnavailableException) {
                throw new AdminException(503, "storage_unavailable", "the spool takes nothing now; see /health");
            }
            throw e;
        }
        office.markReplayed(id, clock.instant());
    }

    /** Changes with everything after which the event may be sent once more. */
    private static long turn(LetterState state) {
        return (long) state.replays() << 32 | state.edits();
    }

    void delete(UUID id) {
        FiledLetter filed = letter(id);
        audit.write("delete", filed.letter().project(), List.of(id), "");
        office.delete(List.of(id));
    }

    /** All that the filter means now, at most {@value #MOST_DELETED}; returns how many they were. */
    int deleteAll(LetterFilter filter, String described) {
        List<UUID> ids = new ArrayList<>();
        LetterFilter now = filter.before(clock.instant());
        Optional<LetterCursor> after = Optional.empty();
        do {
            LetterPage page = office.find(now, after, PAGE);
            if (!page.isComplete()) {
                throw new AdminException(503, "storage_unavailable", "Postgres is away; see /health and ask again");
            }
            page.letters().forEach(filed -> ids.add(filed.letter().id()));
            after = page.next();
        } while (after.isPresent() && ids.size() < MOST_DELETED);
        if (ids.isEmpty()) {
            return 0;
        }
        audit.write("delete", filter.project().orElse(""), ids, described);
        int deleted = 0;
        for (int from = 0; from < ids.size(); from += CHUNK) {
            deleted += office.delete(ids.subList(from, Math.min(ids.size(), from + CHUNK)));
        }
        return deleted;
    }

    private static String eventOf(FiledLetter filed) {
        return filed.event()
                .orElseThrow(() -> new AdminException(
                        409,
                        "only_a_shape",
                        "of this event only the shape was kept, since it was rejected or withheld:"
                                + " there is nothing that could be sent"));
    }

    private static SafeEvent accepted(Examined examined) {
        return switch (examined) {
            case Examined.Accepted accepted -> accepted.event();
            case Examined.Refused(String code, String sentence) -> throw new AdminException(422, code, sentence);
        };
    }

    private static String text(SafeEvent safe) {
        return new String(safe.json(), StandardCharsets.UTF_8);
    }

    private JsonNode tree(String event) {
        try {
            return json.readTree(event);
        } catch (JsonProcessingException e) {
            return json.nullNode();
        }
    }
}
