package dev.sluice.bench;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/**
 * Requests compressed before the run, because a compressed body cannot be given new uuids as it is sent. All events of a
 * pool differ; a gateway gets each request once in its life, and only peers without a memory get them again and again.
 */
final class BatchPool {
    private final ByteBuffer requests;
    private final int[] offsets;
    private final long firstEvent;
    private final int eventsPerRequest;
    private final double plainBytes;
    private final double compressedBytes;

    private BatchPool(
            ByteBuffer requests,
            int[] offsets,
            long firstEvent,
            int eventsPerRequest,
            double plainBytes,
            double compressedBytes) {
        this.requests = requests;
        this.offsets = offsets;
        this.firstEvent = firstEvent;
        this.eventsPerRequest = eventsPerRequest;
        this.plainBytes = plainBytes;
        this.compressedBytes = compressedBytes;
    }

    /** Compresses this many requests on all cores, at zlib's default level as the SDKs do. */
    static BatchPool of(List<Template> shapes, Heads head, long firstEvent, int eventsPerRequest, int count) {
        int parts = Runtime.getRuntime().availableProcessors();
        Part[] made = new Part[parts];
        Thread[] threads = new Thread[parts];
        for (int i = 0; i < parts; i++) {
            int part = i;
            int from = (int) ((long) count * i / parts);
            int to = (int) ((long) count * (i + 1) / parts);
            threads[i] = Thread.ofPlatform()
                    .start(() -> made[part] =
                            new Part(to - from).fill(shapes, head, firstEvent, eventsPerRequest, from, to));
        }
        try {
            for (Thread thread : threads) {
                thread.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while compressing", e);
        }
        return join(made, count, firstEvent, eventsPerRequest);
    }

    private static BatchPool join(Part[] parts, int count, long firstEvent, int eventsPerRequest) {
        int total = Arrays.stream(parts).mapToInt(part -> part.bytes.size()).sum();
        ByteBuffer requests = ByteBuffer.allocateDirect(total);
        int[] offsets = new int[count + 1];
        int request = 0;
        long plain = 0;
        long compressed = 0;
        for (Part part : parts) {
            for (int length : part.lengths) {
                offsets[request + 1] = offsets[request] + length;
                request++;
            }
            requests.put(part.bytes.toByteArray());
            plain += part.plain;
            compressed += part.compressed;
        }
        return new BatchPool(
                requests, offsets, firstEvent, eventsPerRequest, (double) plain / count, (double) compressed / count);
    }

    int size() {
        return offsets.length - 1;
    }

    String describe() {
        return "%d event%s, %,.0f bytes of JSON, %,.0f compressed"
                .formatted(eventsPerRequest, eventsPerRequest == 1 ? "" : "s", plainBytes, compressedBytes);
    }

    /** All requests from the first on; for ever when they may come again. */
    Requests fromTheStart(boolean again) {
        return new Cursor(again);
    }

    private final class Cursor implements Requests {
        private final boolean again;
        private int next;

        Cursor(boolean again) {
            this.again = again;
        }

        @Override
        public boolean next(ByteBuffer buffer) {
            if (next == size()) {
                if (!again) {
                    return false;
                }
                next = 0;
            }
            int length = offsets[next + 1] - offsets[next];
            buffer.clear().put(0, requests, offsets[next], length).limit(length);
            next++;
            return true;
        }

        @Override
        public long remaining() {
            return again ? Long.MAX_VALUE : size() - next;
        }

        @Override
        public long nextEvent() {
            return firstEvent + (long) next * eventsPerRequest;
        }

        @Override
        public int eventsPerRequest() {
            return eventsPerRequest;
        }
    }

    /** What one thread compresses. */
    private static final class Part {
        final ByteArrayOutputStream bytes = new ByteArrayOutputStream(8 << 20);
        final int[] lengths;
        long plain;
        long compressed;

        Part(int count) {
            lengths = new int[count];
        }

        Part fill(List<Template> shapes, Heads head, long firstEvent, int eventsPerRequest, int from, int to) {
            int largest = shapes.stream().mapToInt(Template::length).max().orElseThrow();
            byte[] json = new byte[(largest + 1) * eventsPerRequest + 256];
            byte[] body = new byte[json.length + 1024];
            byte[] time = SingleEvents.time(System.currentTimeMillis());
            byte[] open =
                    ("{\"api_key\":\"" + EventShapes.TOKEN + "\",\"batch\":[").getBytes(StandardCharsets.US_ASCII);
            byte[] close = "]}".getBytes(StandardCharsets.US_ASCII);
            Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
            for (int request = from; request < to; request++) {
                int at = 0;
                if (eventsPerRequest > 1) {
                    at = append(open, json, at);
                }
                for (int i = 0; i < eventsPerRequest; i++) {
                    if (i > 0) {
                        json[at++] = ',';
                    }
                    long number = firstEvent + (long) request * eventsPerRequest + i;
                    at = shapes.get((int) (number % shapes.size())).render(number, time, json, at);
                }
                if (eventsPerRequest > 1) {
                    at = append(close, json, at);
                }
                int length = gzip(deflater, json, at, body);
                byte[] headBytes = head.of(length);
                bytes.writeBytes(headBytes);
                bytes.write(body, 0, length);
                lengths[request - from] = headBytes.length + length;
                plain += at;
                compressed += length;
            }
            deflater.end();
            return this;
        }

        private static int append(byte[] text, byte[] into, int at) {
            System.arraycopy(text, 0, into, at, text.length);
            return at + text.length;
        }

        /** One deflater for the whole part: GZIPOutputStream would make one for every request. */
        private static int gzip(Deflater deflater, byte[] json, int length, byte[] into) {
            byte[] header = {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0, 3};
            int at = append(header, into, 0);
            deflater.reset();
            deflater.setInput(json, 0, length);
            deflater.finish();
            at += deflater.deflate(into, at, into.length - at);
            CRC32 crc = new CRC32();
            crc.update(json, 0, length);
            at = littleEndian((int) crc.getValue(), into, at);
            return littleEndian(length, into, at);
        }

        private static int littleEndian(int value, byte[] into, int at) {
            for (int i = 0; i < 4; i++) {
                into[at + i] = (byte) (value >>> 8 * i);
            }
            return at + 4;
        }
    }
}
