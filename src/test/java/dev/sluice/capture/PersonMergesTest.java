package dev.sluice.capture;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.event.SafeEvent;
import dev.sluice.scrub.EventScrubber;
import dev.sluice.scrub.PseudonymKey;
import dev.sluice.scrub.Pseudonyms;
import dev.sluice.scrub.policy.IpPolicy;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class PersonMergesTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long NOW = 1_767_323_045_000L;
    private static final PseudonymKey OLD = new PseudonymKey(new byte[32]);
    private static final PseudonymKey NEW = new PseudonymKey("another key altogether".getBytes(StandardCharsets.UTF_8));

    private final RequestReader before = reader(new Pseudonyms(OLD));
    private final RequestReader overlap = reader(new Pseudonyms(NEW, OLD));

    @Test
    void the_first_event_of_a_person_brings_the_merge_of_the_old_token_into_the_new_one() throws Exception {
        String event = event("ana@example.com");
        String old = distinctId(read(before, event).getFirst());

        List<SafeEvent> events = read(overlap, event);

        assertThat(events).hasSize(2);
        JsonNode merge = JSON.readTree(events.getFirst().json());
        String fresh = distinctId(events.get(1));
        assertThat(fresh).startsWith("email_").isNotEqualTo(old);
        assertThat(merge.path("event").asText()).isEqualTo("$merge_dangerously");
        assertThat(merge.path("distinct_id").asText()).isEqualTo(fresh);
        assertThat(merge.at("/properties/alias").asText()).isEqualTo(old);
        assertThat(merge.path("uuid").asText())
                .isEqualTo(events.getFirst().uuid().toString());
        assertThat(merge.path("timestamp").asText()).isEqualTo("2026-01-02T03:04:05Z");
    }

    @Test
    void it_comes_once_and_has_the_same_identity_everywhere() throws Exception {
        SafeEvent merge = read(overlap, event("ana@example.com")).getFirst();

        assertThat(read(overlap, event("Ana@Example.com"))).hasSize(1);
        SafeEvent elsewhere =
                read(reader(new Pseudonyms(NEW, OLD)), event("ana@example.com")).getFirst();
        assertThat(elsewhere.key()).isEqualTo(merge.key());
        assertThat(elsewhere.uuid()).isEqualTo(merge.uuid());
    }

    @Test
    void nobody_is_moved_who_has_no_token_or_no_older_one() throws Exception {
        assertThat(read(overlap, event("u-17"))).hasSize(1);
        assertThat(read(reader(new Pseudonyms(NEW)), event("ana@example.com"))).hasSize(1);
    }

    private static String event(String distinctId) {
        return "{\"event\":\"x\",\"api_key\":\"%s\",\"distinct_id\":\"%s\",\"properties\":{\"a\":1}}"
                .formatted(OneProject.TOKEN, distinctId);
    }

    private static List<SafeEvent> read(RequestReader reader, String json) throws CaptureException {
        WireBody wire = new WireBody(json.getBytes(StandardCharsets.UTF_8), "application/json", null, null, false);
        return reader.read(new Arrival(CapturePath.EVENTS, wire, Firewalls.NOBODY, NOW, ""))
                .events();
    }

    private static String distinctId(SafeEvent event) throws Exception {
        return JSON.readTree(event.json()).path("distinct_id").asText();
    }

    private static RequestReader reader(Pseudonyms pseudonyms) {
        return new RequestReader(
                OneProject.withToken(OneProject.TOKEN),
                new EventScrubber(pseudonyms, IpPolicy.TRUNCATE)::scan,
                new EventIds(new ContentKey(new byte[32]), 1));
    }
}
