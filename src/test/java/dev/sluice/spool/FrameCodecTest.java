package dev.sluice.spool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.event.EventKey;
import dev.sluice.event.Lane;
import dev.sluice.testsupport.Seeds;
import dev.sluice.trace.Origin;
import dev.sluice.trace.TraceContext;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.StringLength;

class FrameCodecTest {

    @Property(seed = Seeds.SUITE, tries = 300)
    void a_frame_is_decoded_as_it_was_encoded(
            @ForAll @AlphaChars @StringLength(min = 1, max = 64) String project,
            @ForAll Lane lane,
            @ForAll boolean deflated,
            @ForAll long ordinal,
            @ForAll long session,
            @ForAll long receivedAt,
            @ForAll @IntRange(min = 1, max = 50) int events,
            @ForAll byte[] payload,
            @ForAll long origins) {
        Frame frame = frame(project, lane, deflated, session, receivedAt, events, payload)
                .from(origin(new Random(origins)));
        byte[] bytes = encode(new StoredFrame(ordinal, frame));

        FrameHeader header = FrameCodec.header(bytes, 3, bytes.length - 3);

        assertThat(header).isNotNull();
        if (header != null) {
            int body = 3 + header.headerLength();
            assertThat(header.length()).isEqualTo(bytes.length - 3).isEqualTo(FrameCodec.encodedLength(frame));
            assertThat(FrameCodec.isBodyWhole(header, bytes, body)).isTrue();
            StoredFrame decoded = FrameCodec.frame(header, bytes, body);
            assertThat(decoded.ordinal()).isEqualTo(ordinal);
            assertThat(Frames.same(decoded.frame(), frame)).isTrue();
        }
    }

    @Property(seed = Seeds.SUITE, tries = 500)
    void a_frame_with_any_bit_changed_is_not_taken_for_whole(@ForAll long seed) {
        Random random = new Random(seed);
        Frame frame = frame("shop", Lane.REPLAY, true, 7, 8, 1 + random.nextInt(3), new byte[random.nextInt(60)])
                .from(origin(random));
        byte[] bytes = encode(new StoredFrame(random.nextLong(), frame));

        bytes[3 + random.nextInt(bytes.length - 3)] ^= (byte) (1 << random.nextInt(8));

        FrameHeader header = FrameCodec.header(bytes, 3, bytes.length - 3);
        assertThat(header != null && FrameCodec.isBodyWhole(header, bytes, 3 + header.headerLength()))
                .isFalse();
    }

    @Property(tries = 300)
    void a_header_that_is_cut_short_is_none(@ForAll long seed) {
        Random random = new Random(seed);
        Frame frame = frame("shop", Lane.EVENTS, false, 7, 8, 1, new byte[0]).from(origin(random));
        byte[] bytes = encode(new StoredFrame(1, frame));
        int header = bytes.length - 3 - FrameCodec.ENTRY_BYTES;

        assertThat(FrameCodec.header(bytes, 3, header)).isNotNull();
        assertThat(FrameCodec.header(bytes, 3, random.nextInt(header))).isNull();
    }

    @Property(tries = 500)
    void bytes_that_begin_like_a_frame_are_none_and_harm_nothing(@ForAll byte[] noise, @ForAll boolean isFirstVersion) {
        byte[] bytes = new byte[FrameCodec.MAX_HEADER_BYTES + noise.length];
        ByteBuffer.wrap(bytes).putInt(FrameCodec.MAGIC).put((byte) (isFirstVersion ? 1 : 2));
        System.arraycopy(noise, 0, bytes, 5, noise.length);

        assertThat(FrameCodec.header(bytes, 0, bytes.length)).isNull();
    }

    private static Origin origin(Random random) {
        int length = random.nextInt(Origin.MAX_REQUEST_ID + 1);
        StringBuilder id = new StringBuilder();
        for (int i = 0; i < length; i++) {
            id.append("0123456789abcdef-".charAt(random.nextInt(17)));
        }
        TraceContext trace = random.nextInt(3) == 0
                ? null
                : new TraceContext(random.nextLong(), random.nextLong(), random.nextLong() | 1, random.nextBoolean());
        return new Origin(id.toString(), trace);
    }

    private static Frame frame(
            String project, Lane lane, boolean deflated, long session, long receivedAt, int events, byte[] payload) {
        List<Frame.Entry> entries = new ArrayList<>();
        for (int i = 0; i < events; i++) {
            entries.add(new Frame.Entry(new UUID(session, i), new EventKey(~i, receivedAt), i * 31));
        }
        return new Frame(
                project, lane, session, receivedAt, entries, deflated, payload, payload.length * 3, events * 7);
    }

    /** The frame at index 3, so that no offset goes unnoticed. */
    private static byte[] encode(StoredFrame stored) {
        ByteBuffer buffer = ByteBuffer.allocate(3 + FrameCodec.encodedLength(stored.frame()));
        buffer.position(3);
        FrameCodec.encodeHeadAndIndex(stored, buffer);
        buffer.put(stored.frame().payload());
        assertThat(buffer.hasRemaining()).isFalse();
        return buffer.array();
    }
}
