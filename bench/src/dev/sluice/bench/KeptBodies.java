package dev.sluice.bench;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.zip.GZIPInputStream;

/**
 * Bodies put aside while a load runs. Memory is taken in chunks and used again for the next load, up to 1 GiB unless told; what does
 * not fit is counted and makes the verdict say so.
 */
final class KeptBodies {
    private static final int CHUNK_BYTES = 64 << 20;
    private static final int MAX_CHUNKS = Integer.getInteger("standin.chunks", 16);
    private static final byte[] MARK = Template.EVENT_UUID_PREFIX.getBytes(StandardCharsets.US_ASCII);
    private static final int NUMBER_DIGITS = 12;

    private final List<ByteBuffer> chunks = new ArrayList<>();
    private int current;
    private long overflown;

    void clear() {
        chunks.forEach(ByteBuffer::clear);
        current = 0;
        overflown = 0;
    }

    void add(ByteBuffer source, int offset, int length) {
        while (current < chunks.size() && chunks.get(current).remaining() < length + Integer.BYTES) {
            current++;
        }
        if (current == chunks.size()) {
            if (chunks.size() == MAX_CHUNKS || length > CHUNK_BYTES - Integer.BYTES) {
                overflown++;
                return;
            }
            chunks.add(ByteBuffer.allocateDirect(CHUNK_BYTES));
        }
        ByteBuffer chunk = chunks.get(current);
        chunk.putInt(length).put(chunk.position(), source, offset, length);
        chunk.position(chunk.position() + length);
    }

    /**
     * Counts the events whose numbers are in the range: {@code distinct repeated foreign unread}. Foreign ones have a number
     * outside of it; unread is the number of bodies that did not fit or could not be inflated.
     */
    String verify(long from, long to) {
        BitSet seen = new BitSet((int) (to - from));
        long[] repeatedForeignUnread = {0, 0, overflown};
        for (ByteBuffer chunk : chunks) {
            int end = chunk.position();
            for (int at = 0; at < end; ) {
                int length = chunk.getInt(at);
                byte[] body = new byte[length];
                chunk.get(at + Integer.BYTES, body);
                at += Integer.BYTES + length;
                try {
                    count(plain(body), from, to, seen, repeatedForeignUnread);
                } catch (IOException e) {
                    repeatedForeignUnread[2]++;
                }
            }
        }
        return seen.cardinality() + " " + repeatedForeignUnread[0] + " " + repeatedForeignUnread[1] + " "
                + repeatedForeignUnread[2];
    }

    private static byte[] plain(byte[] body) throws IOException {
        if (body.length > 2 && body[0] == 0x1f && (body[1] & 0xff) == 0x8b) {
            try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(body), 64 * 1024)) {
                return in.readAllBytes();
            }
        }
        return body;
    }

    private static void count(byte[] json, long from, long to, BitSet seen, long[] repeatedForeignUnread) {
        int last = json.length - MARK.length - NUMBER_DIGITS;
        for (int i = 0; i <= last; i++) {
            if (json[i] != MARK[0] || !isMark(json, i)) {
                continue;
            }
            long number = number(json, i + MARK.length);
            if (number < from || number >= to) {
                repeatedForeignUnread[1]++;
            } else if (seen.get((int) (number - from))) {
                repeatedForeignUnread[0]++;
            } else {
                seen.set((int) (number - from));
            }
            i += MARK.length;
        }
    }

    private static boolean isMark(byte[] json, int at) {
        for (int i = 1; i < MARK.length; i++) {
            if (json[at + i] != MARK[i]) {
                return false;
            }
        }
        return true;
    }

    private static long number(byte[] json, int at) {
        long value = 0;
        for (int i = at; i < at + NUMBER_DIGITS; i++) {
            value = value << 4 | Character.digit(json[i], 16);
        }
        return value;
    }
}
