package dev.sluice.capture;

import dev.sluice.event.Lane;
import dev.sluice.event.SafeEvent;
import dev.sluice.json.ByteSink;
import dev.sluice.scrub.ScannedEvent.Moved;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * While two pseudonym keys overlap: one more event for each person, which joins what PostHog knows under the old token to the
 * new one. {@code $merge_dangerously}, because {@code $identify} and {@code $create_alias} leave persons alone that are
 * identified already. Its uuid follows from the two tokens, so that what another thread or replica sends is a duplicate.
 * Belongs to one thread.
 */
final class PersonMerges {
    private static final int REMEMBERED = 10_000;
    private static final byte[] NAME = "\"$merge_dangerously\"".getBytes(StandardCharsets.US_ASCII);

    private final EventIds ids;
    private final Map<UUID, Boolean> recent = new LinkedHashMap<>(256, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<UUID, Boolean> eldest) {
            return size() > REMEMBERED;
        }
    };

    PersonMerges(EventIds ids) {
        this.ids = ids;
    }

    /** The event that moves this person; empty if it was sent lately. */
    Optional<SafeEvent> of(Moved person, String project, long nowMillis) {
        byte[] pair =
                new ByteSink(128).append(person.to()).append(person.from()).toByteArray();
        UUID uuid = ids.derived(project, "merge of a person under a new key", pair, 0, pair.length);
        if (recent.put(uuid, true) != null) {
            return Optional.empty();
        }
        var json = new ByteSink(384);
        json.append(ascii("{\"event\":")).append(NAME);
        json.append(ascii(",\"uuid\":\"" + uuid + "\",\"timestamp\":\"" + Instant.ofEpochMilli(nowMillis) + '"'));
        json.append(ascii(",\"distinct_id\":")).append(person.to());
        json.append(ascii(",\"properties\":{\"alias\":")).append(person.from());
        json.append(ascii(",\"$lib\":\"sluice\",\"$geoip_disable\":true}}"));
        var key = ids.key(project, uuid, NAME, NAME.length, person.to(), person.to().length);
        long number = ids.person(project, person.to(), person.to().length);
        String name = new String(NAME, StandardCharsets.US_ASCII);
        return Optional.of(new SafeEvent(json.toByteArray(), uuid, key, Lane.EVENTS, 0, name, number, ""));
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
