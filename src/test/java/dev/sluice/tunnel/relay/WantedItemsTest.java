package dev.sluice.tunnel.relay;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class WantedItemsTest {
    private static final UUID ID = UUID.fromString("8f4e7a50-83b1-4b26-9a0a-0d2f7e5a1c11");

    private final SentryLimits limits = new SentryLimits(InstantSource.system());

    @Test
    void without_a_limit_the_envelope_goes_as_it_is() throws Exception {
        byte[] envelope = Envelopes.bytes(ID, "event", "attachment");

        assertThat(WantedItems.of(envelope, limits.inForce()).bytes()).isSameAs(envelope);
    }

    @Test
    void limited_items_are_left_out_and_the_others_stay_as_they_are() throws Exception {
        limits.hear(List.of("60:error;replay:organization"));
        byte[] envelope = Envelopes.bytes(ID, "event", "session", "replay_event", "replay_recording", "client_report");

        assertThat(WantedItems.of(envelope, limits.inForce()).bytes())
                .isEqualTo(Envelopes.bytes(ID, "session", "client_report"));
    }

    @Test
    void a_payload_with_line_feeds_is_not_taken_apart() throws Exception {
        limits.hear(List.of("60:error:organization"));
        byte[] envelope =
                ("{}\n{\"type\":\"attachment\",\"length\":17}\n{\"type\":\"event\"}\n\n{\"type\":\"event\",\"length\":2}\n{}\n")
                        .getBytes(UTF_8);

        assertThat(WantedItems.of(envelope, limits.inForce()).bytes())
                .asString(UTF_8)
                .isEqualTo("{}\n{\"type\":\"attachment\",\"length\":17}\n{\"type\":\"event\"}\n\n");
    }

    @Test
    void nothing_is_left_where_all_items_are_limited() throws Exception {
        limits.hear(List.of("60:error;transaction:organization"));

        WantedItems wanted = WantedItems.of(Envelopes.bytes(ID, "event", "transaction"), limits.inForce());

        assertThat(wanted.isEmpty()).isTrue();
        assertThat(wanted.leftOut()).isEqualTo(2);
    }

    @Test
    void reports_of_what_an_sdk_lost_are_never_limited() throws Exception {
        limits.limitAll(Duration.ofSeconds(60));

        assertThat(WantedItems.of(Envelopes.bytes(ID, "client_report", "event"), limits.inForce())
                        .bytes())
                .isEqualTo(Envelopes.bytes(ID, "client_report"));
    }
}
