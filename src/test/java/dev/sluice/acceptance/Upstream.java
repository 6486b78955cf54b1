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

    /** The uuids of which PostHog would keep more than one row: same uuid, but another time, name or distinct id. */
    Set<String> uuidsThatDoNotFold() {
        Map<String, Integer> rows = new HashMap<>();
        postHog.folded().keySet().forEach(identity -> rows.merge(identity.uuid(), 1, Integer::sum));
        rows.values().removeIf(count -> count == 1);
        return rows.keySet();
    }

    @Override
    public void close() {
        postHog.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
