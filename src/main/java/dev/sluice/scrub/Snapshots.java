package dev.sluice.scrub;

import dev.sluice.json.ByteSink;
import dev.sluice.json.Utf8;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * The inner compression of session recordings: gzip data as a string of code units 0 to 255 (posthog-js, {@code cv: "2024-10"}).
 * Inflating is bounded per event; belongs to one thread.
 */
final class Snapshots {
    /** The only version of the format that is known. */
    static final byte[] VERSION = "\"2024-10\"".getBytes(StandardCharsets.US_ASCII);

    private static final int MAX_INFLATED = 32 << 20;
    private static final int MAX_RATIO = 200;
    private static final int RATIO_COUNTS_FROM = 1 << 20;
    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    private static final byte[] ESCAPE = {'\\', 'u', '0', '0'};
    /** RFC 1952: deflated, no name, no time, written by nobody in particular. */
    private static final byte[] HEADER = {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0, (byte) 0xff};
    /** Packs a few percent worse than the usual level in half the time. */
    private static final int LEVEL = 3;

    /** Made when first needed, because it holds a quarter of a megabyte; most scrubbers never pack anything. */
    private @Nullable Deflater deflater;

    private final CRC32 checksum = new CRC32();
    private final ByteSink inflated = new ByteSink(8192);
    private final ByteSink text = new ByteSink(8192);
    private final byte[] chunk = new byte[8192];
    private int budget;

    void startEvent() {
        // A small document may have inflated to something large.
        trim();
        budget = MAX_INFLATED;
    }

    void trim() {
        inflated.trim();
        text.trim();
    }

    /** Whether a decoded string starts like gzip data. */
    static boolean isPacked(byte[] b, int from, int to) {
        return to - from > 3 && b[from] == 0x1f && b[from + 1] == (byte) 0xc2 && b[from + 2] == (byte) 0x8b;
    }

    /** What is inside the decoded string {@code [from, to)}; valid until the next call. */
    ByteSink unpack(byte[] b, int from, int to) throws ScrubFailedException {
        byte[] packed = codeUnits(b, from, to);
        inflated.clear();
        int allowed = Math.min(budget, Math.max(RATIO_COUNTS_FROM, saturated(packed.length)));
        try (var gzip = new GZIPInputStream(new ByteArrayInputStream(packed))) {
            int read = gzip.read(chunk);
            while (read >= 0) {
                inflated.append(chunk, 0, read);
                if (inflated.length() > allowed) {
                    throw new ScrubFailedException("recorded data inflates to more than is allowed");
                }
                read = gzip.read(chunk);
            }
        } catch (IOException e) {
            throw new ScrubFailedException("recorded data is not gzip");
        }
        budget -= inflated.length();
        return inflated;
    }

    private static int saturated(int length) {
        return (int) Math.min(MAX_INFLATED, (long) length * MAX_RATIO);
    }

    private static byte[] codeUnits(byte[] b, int from, int to) throws ScrubFailedException {
        byte[] units = new byte[to - from];
        int length = 0;
        int i = from;
        while (i < to) {
            if (b[i] >= 0) {
                units[length++] = b[i++];
                continue;
            }
            int bytes = Utf8.lengthAt(b, i, to);
            int unit = bytes == 0 ? -1 : Utf8.codePointAt(b, i, bytes);
            if (unit < 0 || unit > 0xff) {
                throw new ScrubFailedException("recorded data has characters that are no bytes");
            }
            units[length++] = (byte) unit;
            i += bytes;
        }
        return Arrays.copyOf(units, length);
    }

    /** The inside of a JSON string that unpacks to {@code [0, length)} of these bytes. */
    byte[] pack(byte[] plain, int length) {
        text.clear();
        appendCodeUnits(HEADER, HEADER.length);
        checksum.reset();
        checksum.update(plain, 0, length);
        deflate(plain, length);
        littleEndian(chunk, 0, (int) checksum.getValue());
        littleEndian(chunk, 4, length);
        appendCodeUnits(chunk, 8);
        return text.toByteArray();
    }

    private void deflate(byte[] plain, int length) {
        Deflater used = deflater;
        if (used == null) {
            used = new Deflater(LEVEL, true);
            deflater = used;
        }
        used.reset();
        used.setInput(plain, 0, length);
        used.finish();
        while (!used.finished()) {
            appendCodeUnits(chunk, used.deflate(chunk));
        }
        used.setInput(chunk, 0, 0);
    }

    private static void littleEndian(byte[] b, int i, int value) {
        for (int j = 0; j < 4; j++) {
            b[i + j] = (byte) (value >>> 8 * j);
        }
    }

    private void appendCodeUnits(byte[] units, int length) {
        int done = 0;
        for (int i = 0; i < length; i++) {
            int unit = units[i];
            if (unit >= 0x20 && unit != '"' && unit != '\\') {
                continue;
            }
            text.append(units, done, i);
            done = i + 1;
            if (unit < 0) {
                text.append((byte) (0xc0 | (unit & 0xff) >> 6)).append((byte) (0x80 | (unit & 0x3f)));
            } else if (unit < 0x20) {
                text.append(ESCAPE, 0, ESCAPE.length);
                text.append(HEX[unit >> 4]).append(HEX[unit & 0xf]);
            } else {
                text.append((byte) '\\').append((byte) unit);
            }
        }
        text.append(units, done, length);
    }
}
