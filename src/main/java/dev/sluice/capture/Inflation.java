package dev.sluice.capture;

import dev.sluice.json.ByteSink;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Bounded inflation of gzip (RFC 1952, any number of members) and zlib (RFC 1950). Belongs to one thread; the inflaters are
 * reused from one body to the next.
 */
public final class Inflation {
    /** Below this size no ratio is suspicious: an empty-looking batch of equal events compresses very well. */
    private static final int RATIO_FREE_BYTES = 1 << 20;

    private static final int MAX_RATIO = 200;
    private static final int STEP = 64 << 10;

    private final int maxInflatedBytes;
    private final Inflater raw = new Inflater(true);
    private final Inflater zlib = new Inflater();
    private final CRC32 crc = new CRC32();
    private final byte[] step = new byte[STEP];

    /** @param maxInflatedBytes beyond which a body is refused */
    public Inflation(int maxInflatedBytes) {
        this.maxInflatedBytes = maxInflatedBytes;
    }

    /** Whether these are the first bytes of a gzip member with deflate data, the only method there is. */
    public static boolean isGzip(ByteRange bytes) {
        return bytes.length() >= 3 && bytes.startsWith(0x1f, 0x8b) && bytes.bytes()[bytes.from() + 2] == 8;
    }

    /** Whether the first two bytes are a zlib header: deflate, and a check that adds up. */
    public static boolean isZlib(ByteRange bytes) {
        if (bytes.length() < 2 || (bytes.bytes()[bytes.from()] & 0x0f) != 8) {
            return false;
        }
        int header = (bytes.bytes()[bytes.from()] & 0xff) << 8 | (bytes.bytes()[bytes.from() + 1] & 0xff);
        return header % 31 == 0;
    }

    /** Appends what the gzip members hold. */
    public void gunzip(ByteRange source, ByteSink out) throws CaptureException {
        int position = source.from();
        do {
            position = member(source, position, out);
        } while (isGzip(new ByteRange(source.bytes(), position, source.to())));
        // What follows the last member without being one is padding to gzip(1) as well.
    }

    /** Appends what the zlib stream holds. */
    public void inflate(ByteRange source, ByteSink out) throws CaptureException {
        zlib.reset();
        run(zlib, source, source.from(), out, "zlib");
    }

    private int member(ByteRange source, int start, ByteSink out) throws CaptureException {
        int data = dataStart(source, start);
        int outStart = out.length();
        raw.reset();
        int trailer = data + run(raw, source, data, out, "gzip");
        if (source.to() - trailer < 8) {
            throw malformed("the gzip data ends inside its trailer", trailer - source.from());
        }
        crc.reset();
        crc.update(out.array(), outStart, out.length() - outStart);
        if (littleEndian(source.bytes(), trailer) != (int) crc.getValue()
                || littleEndian(source.bytes(), trailer + 4) != out.length() - outStart) {
            throw malformed("the checksum of the gzip data is wrong", trailer - source.from());
        }
        return trailer + 8;
    }

    private int run(Inflater inflater, ByteRange source, int start, ByteSink out, String format)
            throws CaptureException {
        inflater.setInput(source.bytes(), start, source.to() - start);
        try {
            while (!inflater.finished()) {
                int count = inflater.inflate(step);
                if (count == 0 && !inflater.finished()) {
                    if (inflater.needsDictionary()) {
                        throw malformed("the " + format + " data asks for a preset dictionary", start - source.from());
                    }
                    throw malformed("the " + format + " data is cut off", source.length());
                }
                check(out.length() + count, source.length());
                out.append(step, 0, count);
            }
        } catch (DataFormatException e) {
            throw malformed(
                    "the " + format + " data is damaged", start - source.from() + (int) inflater.getBytesRead());
        }
        return (int) inflater.getBytesRead();
    }

    private void check(int inflated, int wire) throws CaptureException {
        if (inflated > maxInflatedBytes) {
            throw new CaptureException(
                    Refusal.BODY_TOO_LARGE,
                    "the body inflates to more than " + maxInflatedBytes + " bytes; send smaller batches");
        }
        if (inflated > RATIO_FREE_BYTES && inflated / MAX_RATIO > wire) {
            throw new CaptureException(
                    Refusal.BODY_TOO_LARGE,
                    "the body inflates to more than " + MAX_RATIO + " times its size; send smaller batches");
        }
    }

    private static int dataStart(ByteRange source, int start) throws CaptureException {
        byte[] bytes = source.bytes();
        int to = source.to();
        int position = start + 10;
        int flags = position <= to ? bytes[start + 3] : 0;
        if ((flags & 4) != 0 && position + 2 <= to) {
            position += 2 + (bytes[position] & 0xff) + ((bytes[position + 1] & 0xff) << 8);
        }
        for (int text = flags & 0x18; text != 0; text &= text - 1) {
            while (position < to && bytes[position] != 0) {
                position++;
            }
            position++;
        }
        if ((flags & 2) != 0) {
            position += 2;
        }
        if (position > to) {
            throw malformed("the gzip data ends inside its header", to - source.from());
        }
        return position;
    }

    private static int littleEndian(byte[] b, int at) {
        return (b[at] & 0xff) | (b[at + 1] & 0xff) << 8 | (b[at + 2] & 0xff) << 16 | (b[at + 3] & 0xff) << 24;
    }

    private static CaptureException malformed(String what, int offset) {
        return new CaptureException(Refusal.MALFORMED_BODY, what + " (byte " + offset + " of the body)");
    }
}
