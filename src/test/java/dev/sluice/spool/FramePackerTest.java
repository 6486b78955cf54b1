package dev.sluice.spool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.event.EventKey;
import dev.sluice.event.Lane;
import dev.sluice.event.SafeEvent;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FramePackerTest {
    private final FramePacker packer = new FramePacker();

    @AfterEach
    void close() {
        packer.close();
    }

    @Test
    void a_small_request_becomes_one_frame_as_it_is() throws DataFormatException {
        List<SafeEvent> events = List.of(event(1, 100), event(2, 150), event(3, 90));

        List<Frame> frames = packer.pack("shop", 42, events);

        assertThat(frames).hasSize(1);
        Frame frame = frames.getFirst();
        assertThat(frame.deflated()).isFalse();
        assertThat(frame.project()).isEqualTo("shop");
        assertThat(frame.receivedAtMillis()).isEqualTo(42);
        checkHolds(frame, events);
    }

    @Test
    void a_single_small_event_is_not_copied() {
        SafeEvent event = event(1, 100);

        assertThat(packer.pack("shop", 42, List.of(event)).getFirst().payload()).isSameAs(event.json());
    }

    @Test
    void a_large_request_is_deflated() throws DataFormatException {
        List<SafeEvent> events = events(50, 700);

        Frame frame = packer.pack("shop", 42, events).getFirst();

        assertThat(frame.deflated()).isTrue();
        assertThat(frame.payload().length).isLessThan(50 * 700 / 2);
        checkHolds(frame, events);
    }

    @Test
    void what_does_not_get_smaller_is_kept_as_it_is() throws DataFormatException {
        byte[] noise = new byte[8000];
        new Random(1).nextBytes(noise);
        SafeEvent event = new SafeEvent(noise, new UUID(0, 1), new EventKey(0, 1), Lane.EVENTS, 0, "\"e\"", 0, "");

        Frame frame = packer.pack("shop", 42, List.of(event)).getFirst();

        assertThat(frame.deflated()).isFalse();
        checkHolds(frame, List.of(event));
    }

    @Test
    void deflated_payloads_can_be_laid_end_to_end() throws DataFormatException {
        List<SafeEvent> first = events(20, 500);
        List<SafeEvent> second = events(30, 400);
        byte[] one = packer.pack("shop", 1, first).getFirst().payload();
        byte[] other = packer.pack("shop", 2, second).getFirst().payload();
        byte[] both = new byte[one.length + other.length];
        System.arraycopy(one, 0, both, 0, one.length);
        System.arraycopy(other, 0, both, one.length, other.length);

        assertThat(inflate(both)).isEqualTo(joined(first) + joined(second));
    }

    @Test
    void lanes_and_sessions_go_to_frames_of_their_own_and_keep_their_order() throws DataFormatException {
        List<SafeEvent> events = List.of(
                event(1, 100, Lane.EVENTS, 0),
                event(2, 100, Lane.REPLAY, 7),
                event(3, 100, Lane.EVENTS, 0),
                event(4, 100, Lane.REPLAY, 8),
                event(5, 100, Lane.REPLAY, 7));

        List<Frame> frames = packer.pack("shop", 42, events);

        assertThat(frames).extracting(Frame::lane).containsExactly(Lane.EVENTS, Lane.REPLAY, Lane.REPLAY);
        assertThat(frames).extracting(Frame::session).containsExactly(0L, 7L, 8L);
        checkHolds(frames.get(0), List.of(events.get(0), events.get(2)));
        checkHolds(frames.get(1), List.of(events.get(1), events.get(4)));
        checkHolds(frames.get(2), List.of(events.get(3)));
    }

    @Test
    void the_events_of_one_person_go_to_one_shard_and_no_frame_has_two() throws DataFormatException {
        try (FramePacker sharded = new FramePacker(project -> 3)) {
            List<SafeEvent> events = new ArrayList<>();
            for (int i = 0; i < 30; i++) {
                events.add(ofPerson(event(i, 100), i % 10 - 5));
            }

            List<Frame> frames = sharded.pack("shop", 42, events);

            assertThat(frames).extracting(Frame::shard).containsExactlyInAnyOrder(0, 1, 2);
            for (Frame frame : frames) {
                checkHolds(
                        frame,
                        events.stream()
                                .filter(event -> Long.remainderUnsigned(event.person(), 3) == frame.shard())
                                .toList());
            }
        }
    }

    @Test
    void more_events_or_bytes_than_a_frame_takes_become_several() throws DataFormatException {
        List<SafeEvent> many = events(FramePacker.MAX_EVENTS + 1, 60);
        List<SafeEvent> large = events(3, FramePacker.MAX_RAW_BYTES / 2);

        List<Frame> ofMany = packer.pack("shop", 42, many);
        List<Frame> ofLarge = packer.pack("shop", 42, large);

        assertThat(ofMany).hasSize(2);
        checkHolds(ofMany.get(0), many.subList(0, FramePacker.MAX_EVENTS));
        checkHolds(ofMany.get(1), many.subList(FramePacker.MAX_EVENTS, many.size()));
        assertThat(ofLarge).hasSize(3).allMatch(frame -> frame.rawLength() <= FramePacker.MAX_RAW_BYTES);
    }

    @Test
    void an_event_larger_than_a_frame_has_one_for_itself() throws DataFormatException {
        List<SafeEvent> events = List.of(event(1, 100), event(2, FramePacker.MAX_RAW_BYTES + 1000), event(3, 100));

        List<Frame> frames = packer.pack("shop", 42, events);

        assertThat(frames).hasSize(3);
        checkHolds(frames.get(1), List.of(events.get(1)));
    }

    @Test
    void buffers_used_again_do_not_show_in_earlier_frames() throws DataFormatException {
        List<List<SafeEvent>> requests = new ArrayList<>();
        List<Frame> frames = new ArrayList<>();
        for (int i = 1; i < 40; i++) {
            List<SafeEvent> request = events(1 + i % 9, 100 + i * 53);
            requests.add(request);
            frames.addAll(packer.pack("shop", i, request));
        }

        for (int i = 0; i < frames.size(); i++) {
            checkHolds(frames.get(i), requests.get(i));
        }
    }

    @Test
    void no_events_make_no_frames() {
        assertThat(packer.pack("shop", 42, List.of())).isEmpty();
    }

    private static void checkHolds(Frame frame, List<SafeEvent> events) throws DataFormatException {
        String expected = joined(events);
        String raw =
                frame.deflated() ? inflate(frame.payload()) : new String(frame.payload(), StandardCharsets.ISO_8859_1);
        CRC32 crc = new CRC32();
        crc.update(expected.getBytes(StandardCharsets.ISO_8859_1));
        assertThat(raw).isEqualTo(expected);
        assertThat(frame.rawLength()).isEqualTo(expected.length());
        assertThat(frame.rawCrc()).isEqualTo((int) crc.getValue());
        assertThat(frame.entries())
                .containsExactlyElementsOf(events.stream()
                        .map(event -> new Frame.Entry(event.uuid(), event.key(), event.json().length))
                        .toList());
    }

    private static String joined(List<SafeEvent> events) {
        return String.join(
                ",",
                events.stream()
                        .map(event -> new String(event.json(), StandardCharsets.ISO_8859_1))
                        .toList());
    }

    private static String inflate(byte[] raw) throws DataFormatException {
        Inflater inflater = new Inflater(true);
        try {
            inflater.setInput(raw);
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            byte[] chunk = new byte[4096];
            for (int n = inflater.inflate(chunk); n > 0; n = inflater.inflate(chunk)) {
                out.write(chunk, 0, n);
            }
            assertThat(inflater.getRemaining()).isZero();
            return out.toString(StandardCharsets.ISO_8859_1);
        } finally {
            inflater.end();
        }
    }

    private static List<SafeEvent> events(int count, int bytes) {
        List<SafeEvent> events = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            events.add(event(i, bytes));
        }
        return events;
    }

    private static SafeEvent event(int number, int bytes) {
        return event(number, bytes, Lane.EVENTS, 0);
    }

    private static SafeEvent event(int number, int bytes, Lane lane, long session) {
        String head = "{\"event\":\"e" + number + "\",\"p\":\"";
        String json =
                head + "abcdefgh".repeat(bytes / 8 + 1).substring(0, Math.max(0, bytes - head.length() - 2)) + "\"}";
        return new SafeEvent(
                json.getBytes(StandardCharsets.UTF_8),
                new UUID(number, 9),
                new EventKey(number, 3),
                lane,
                session,
                "\"e\"",
                0,
                "");
    }

    private static SafeEvent ofPerson(SafeEvent event, long person) {
        return new SafeEvent(
                event.json(),
                event.uuid(),
                event.key(),
                event.lane(),
                event.session(),
                event.name(),
                person,
                event.kinds());
    }
}
