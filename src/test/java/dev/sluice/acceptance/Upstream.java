package dev.sluice.acceptance;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.testsupport.RecordingPostHog;
import io.vertx.core.Vertx;
import java.net.URI;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;

/** The recording PostHog with an event loop of its own, and the questions that acceptance asks it. */
final class Upstream implements AutoCloseable {
    private final Vertx vertx = Vertx.vertx();
    private final RecordingPostHog postHog = RecordingPostHog.start(vertx);

    URI uri() {
        return postHog.uri();
    }

    RecordingPostHog recording() {
        return postHog;
    }

    List<JsonNode> events() {
        return postHog.ingested();
    }

    List<JsonNode> eventsNamed(String name) {
        return events().stream()
                .filter(event -> event.path("event").asText().equals(name))
                .toList();
    }

    Set<UUID> uuids() {
        Set<UUID> uuids = new HashSet<>();
        events().forEach(event -> uuids.add(UUID.fromString(event.path("uuid").asText())));
        return uuids;
    }

    /** The uuids that arrived with another time, name or distinct id as well: more than PostHog asks for, see below. */
    Set<String> uuidsThatDoNotFold() {
        return uuidsWithSeveral(identity -> identity);
    }

    /**
     * The uuids of which PostHog would keep more than one row. Its events table is ordered by the date of the timestamp, the
     * event, the distinct id and the uuid. A sender's repetition has another corrected time than its first try; with a spool
     * that replicas share, both are sent where Redis did not answer the claim in time.
     */
    Set<String> uuidsThatPostHogKeepsTwice() {
        return uuidsWithSeveral(identity -> identity.timestamp().substring(0, "2026-11-22".length())
                + '/'
                + identity.event()
                + '/'
                + identity.distinctId());
    }

    private Set<String> uuidsWithSeveral(Function<RecordingPostHog.Identity, Object> row) {
        Map<String, Set<Object>> rows = new HashMap<>();
        postHog.folded()
                .keySet()
                .forEach(identity -> rows.computeIfAbsent(identity.uuid(), _ -> new HashSet<>())
                        .add(row.apply(identity)));
        rows.values().removeIf(several -> several.size() == 1);
        return rows.keySet();
    }

    @Override
    public void close() {
        postHog.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
