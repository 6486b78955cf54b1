package dev.sluice.spool;

import dev.sluice.event.EventKey;
import dev.sluice.event.Lane;
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
    public static final int MAX_HEADER_BYTES = FIXED_BYTES + MAX_PROJECT_BYTES;
    /** Bounds the index: it is encoded in one piece. */
    public static final int MAX_EVENTS = 16_384;
    /** Far above what {@link FramePacker} makes: one event of the largest request. */
    public static final int MAX_FRAME_BYTES = 64 << 20;

    private static final byte VERSION = 1;
    private static final int DEFLATED = 1;
    private static final int HEADER_CRC_AT = 8;
    private static final int COVERED_FROM = 12;

    private FrameCodec() {}

    public static int encodedLength(Frame frame) {
        return headAndIndexLength(frame) + frame.payload().length;
    }

    public static int headAndIndexLength(Frame frame) {
        return FIXED_BYTES + frame.project().length() + frame.entries().size() * ENTRY_BYTES;
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
                .put((byte) (frame.deflated() ? DEFLATED : 0))
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

    /** The header at that place, or null if there is none that is whole. Nothing is allocated on the word of a bad one. */
    public static @Nullable FrameHeader header(byte[] bytes, int at, int available) {
        if (available < FIXED_BYTES) {
            return null;
        }
        ByteBuffer in = ByteBuffer.wrap(bytes, at, available);
        int projectLength = in.get(at + 7);
        if (in.getInt(at) != MAGIC
                || in.get(at + 4) != VERSION
                || projectLength <= 0
                || projectLength > MAX_PROJECT_BYTES
                || projectLength > available - FIXED_BYTES) {
            return null;
        }
        CRC32C crc = new CRC32C();
        crc.update(bytes, at, HEADER_CRC_AT);
        crc.update(bytes, at + COVERED_FROM, FIXED_BYTES + projectLength - COVERED_FROM);
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
        return new FrameHeader(
                lane,
                (in.get(at + 6) & DEFLATED) != 0,
                new String(bytes, at + FIXED_BYTES, projectLength, StandardCharsets.US_ASCII),
                in.getInt(at + COVERED_FROM),
                payloadLength,
                events,
                in.getLong(at + 24),
                in.getLong(at + 32),
                in.getLong(at + 40),
                in.getInt(at + 48),
                in.getInt(at + 52));
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
                header.rawCrc());
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
