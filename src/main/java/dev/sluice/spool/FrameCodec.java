package dev.sluice.spool;

import dev.sluice.event.EventKey;
import dev.sluice.event.Lane;
import dev.sluice.trace.Origin;
import dev.sluice.trace.TraceContext;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * A frame as bytes; {@code docs/spool-format.md} has the layout. Two checksums, so that a frame whose payload rotted still
 * tells how long it is, whose it was and how many events are gone.
 */
public final class FrameCodec {
    /** 0xFE and 0xFF never occur in UTF-8, so no event can imitate the start of a frame in an uncompressed payload. */
    public static final int MAGIC = 0xFE534CFF;

    public static final int FIXED_BYTES = 56;
    public static final int ENTRY_BYTES = 36;
    public static final int MAX_PROJECT_BYTES = 64;
    /** Ids of trace and span, and whether it is recorded. */
    private static final int TRACE_BYTES = 25;

    public static final int MAX_HEADER_BYTES =
            FIXED_BYTES + MAX_PROJECT_BYTES + 1 + Origin.MAX_REQUEST_ID + TRACE_BYTES;
    /** Bounds the index: it is encoded in one piece. */
    public static final int MAX_EVENTS = 16_384;
    /** Far above what {@link FramePacker} makes: one event of the largest request. */
    public static final int MAX_FRAME_BYTES = 64 << 20;

    private static final byte VERSION = 2;
    /** Without an origin; what older releases wrote. */
    private static final byte FIRST_VERSION = 1;

    private static final int DEFLATED = 1;
    private static final int TRACED = 2;
    private static final int SAMPLED = 1;
    private static final int HEADER_CRC_AT = 8;
    private static final int COVERED_FROM = 12;

    private FrameCodec() {}

    public static int encodedLength(Frame frame) {
        return headAndIndexLength(frame) + frame.payload().length;
    }

    public static int headAndIndexLength(Frame frame) {
        return FIXED_BYTES
                + frame.project().length()
                + originLength(frame.origin())
                + frame.entries().size() * ENTRY_BYTES;
    }

    private static int originLength(Origin origin) {
        return 1 + origin.requestId().length() + (origin.trace() == null ? 0 : TRACE_BYTES);
    }

    /**
     * Bytes that the frames of one append take up.
     *
     * @throws IllegalArgumentException as {@link #check} does
     */
    public static long checkedLength(List<Frame> frames) {
        long bytes = 0;
        for (Frame frame : frames) {
            check(frame);
            bytes += encodedLength(frame);
        }
        return bytes;
    }

    /**
     * Refuses what could not be read back.
     *
     * @throws IllegalArgumentException naming the bound that is exceeded
     */
    public static void check(Frame frame) {
        String project = frame.project();
        if (project.isEmpty() || project.length() > MAX_PROJECT_BYTES || !isAscii(project)) {
            throw new IllegalArgumentException("a frame's project takes 1 to 64 ASCII characters");
        }
        if (!isAscii(frame.origin().requestId())) {
            throw new IllegalArgumentException("the id of a frame's request takes ASCII characters only");
        }
        int events = frame.entries().size();
        if (events == 0 || events > MAX_EVENTS) {
            throw new IllegalArgumentException("a frame takes 1 to " + MAX_EVENTS + " events, not " + events);
        }
        if (frame.payload().length > MAX_FRAME_BYTES - MAX_HEADER_BYTES - MAX_EVENTS * ENTRY_BYTES) {
            throw new IllegalArgumentException("a payload of " + frame.payload().length + " bytes is too large");
        }
    }

    /** Writes everything before the payload; the checksums cover the payload too. */
    public static void encodeHeadAndIndex(StoredFrame stored, ByteBuffer into) {
        Frame frame = stored.frame();
        byte[] project = frame.project().getBytes(StandardCharsets.US_ASCII);
        int start = into.position();
        into.putInt(MAGIC)
                .put(VERSION)
                .put((byte) frame.lane().code())
                .put((byte) ((frame.deflated() ? DEFLATED : 0) | (frame.origin().trace() == null ? 0 : TRACED)))
                .put((byte) project.length)
                .putLong(0) // both checksums, known below
                .putInt(frame.payload().length)
                .putInt(frame.entries().size())
                .putLong(stored.ordinal())
                .putLong(frame.receivedAtMillis())
                .putLong(frame.session())
                .putInt(frame.rawLength())
                .putInt(frame.rawCrc())
                .put(project);
        encode(frame.origin(), into);
        int bodyStart = into.position();
        for (Frame.Entry entry : frame.entries()) {
            into.putLong(entry.uuid().getMostSignificantBits())
                    .putLong(entry.uuid().getLeastSignificantBits())
                    .putLong(entry.key().high())
                    .putLong(entry.key().low())
                    .putInt(entry.length());
        }
        int end = into.position();
        CRC32C crc = new CRC32C();
        crc.update(into.slice(bodyStart, end - bodyStart));
        crc.update(frame.payload());
        into.putInt(start + COVERED_FROM, (int) crc.getValue());
        crc.reset();
        crc.update(into.slice(start, HEADER_CRC_AT));
        crc.update(into.slice(start + COVERED_FROM, bodyStart - start - COVERED_FROM));
        into.putInt(start + HEADER_CRC_AT, (int) crc.getValue());
    }

    private static void encode(Origin origin, ByteBuffer into) {
        byte[] requestId = origin.requestId().getBytes(StandardCharsets.US_ASCII);
        into.put((byte) requestId.length).put(requestId);
        TraceContext trace = origin.trace();
        if (trace != null) {
            into.putLong(trace.traceHigh())
                    .putLong(trace.traceLow())
                    .putLong(trace.span())
                    .put((byte) (trace.sampled() ? SAMPLED : 0));
        }
    }

    /** The header at that place, or null if there is none that is whole. Nothing is allocated on the word of a bad one. */
    public static @Nullable FrameHeader header(byte[] bytes, int at, int available) {
        if (available < FIXED_BYTES) {
            return null;
        }
        ByteBuffer in = ByteBuffer.wrap(bytes, at, available);
        if (in.getInt(at) != MAGIC) {
            return null;
        }
        int length = headerLength(bytes, at, available);
        if (length < 0) {
            return null;
        }
        CRC32C crc = new CRC32C();
        crc.update(bytes, at, HEADER_CRC_AT);
        crc.update(bytes, at + COVERED_FROM, length - COVERED_FROM);
        if ((int) crc.getValue() != in.getInt(at + HEADER_CRC_AT)) {
            return null;
        }
        int payloadLength = in.getInt(at + 16);
        int events = in.getInt(at + 20);
        if (payloadLength < 0 || payloadLength > MAX_FRAME_BYTES || events <= 0 || events > MAX_EVENTS) {
            return null;
        }
        Lane lane;
        try {
            lane = Lane.ofCode(in.get(at + 5));
        } catch (IllegalArgumentException e) {
            return null;
        }
        int projectLength = in.get(at + 7);
        return new FrameHeader(
                length,
                lane,
                (in.get(at + 6) & DEFLATED) != 0,
                new String(bytes, at + FIXED_BYTES, projectLength, StandardCharsets.US_ASCII),
                in.get(at + 4) == FIRST_VERSION ? Origin.UNKNOWN : origin(in, at),
                in.getInt(at + COVERED_FROM),
                payloadLength,
                events,
                in.getLong(at + 24),
                in.getLong(at + 32),
                in.getLong(at + 40),
                in.getInt(at + 48),
                in.getInt(at + 52));
    }

    /** What the lengths in a header come to, or -1 where they cannot be right. None of them is certain yet. */
    private static int headerLength(byte[] bytes, int at, int available) {
        int version = bytes[at + 4];
        int projectLength = bytes[at + 7];
        if (projectLength <= 0 || projectLength > MAX_PROJECT_BYTES) {
            return -1;
        }
        int length = FIXED_BYTES + projectLength;
        if (version == VERSION && length < available) {
            int requestIdLength = bytes[at + length];
            if (requestIdLength < 0 || requestIdLength > Origin.MAX_REQUEST_ID) {
                return -1;
            }
            length += 1 + requestIdLength + ((bytes[at + 6] & TRACED) != 0 ? TRACE_BYTES : 0);
        } else if (version != FIRST_VERSION) {
            return -1;
        }
        return length <= available ? length : -1;
    }

    private static Origin origin(ByteBuffer in, int at) {
        in.position(at + FIXED_BYTES + in.get(at + 7));
        byte[] requestId = new byte[in.get()];
        in.get(requestId);
        TraceContext trace = null;
        if ((in.get(at + 6) & TRACED) != 0) {
            trace = TraceContext.orNull(in.getLong(), in.getLong(), in.getLong(), (in.get() & SAMPLED) != 0);
        }
        return new Origin(new String(requestId, StandardCharsets.US_ASCII), trace);
    }

    public static boolean isBodyWhole(FrameHeader header, byte[] bytes, int at) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, at, header.bodyLength());
        return (int) crc.getValue() == header.bodyCrc();
    }

    /** The frame whose body, found to be whole, starts at that place. */
    public static StoredFrame frame(FrameHeader header, byte[] bytes, int at) {
        ByteBuffer in = ByteBuffer.wrap(bytes, at, header.bodyLength());
        List<Frame.Entry> entries = new ArrayList<>(header.events());
        for (int i = 0; i < header.events(); i++) {
            entries.add(new Frame.Entry(
                    new UUID(in.getLong(), in.getLong()), new EventKey(in.getLong(), in.getLong()), in.getInt()));
        }
        byte[] payload = Arrays.copyOfRange(bytes, in.position(), in.position() + header.payloadLength());
        Frame frame = new Frame(
                header.project(),
                header.lane(),
                header.session(),
                header.receivedAtMillis(),
                entries,
                header.deflated(),
                payload,
                header.rawLength(),
                header.rawCrc(),
                0,
                header.origin());
        return new StoredFrame(header.ordinal(), frame);
    }

    private static boolean isAscii(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) >= 0x80) {
                return false;
            }
        }
        return true;
    }
}
