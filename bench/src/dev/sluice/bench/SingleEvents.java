package dev.sluice.bench;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;

/** One event per request in plain JSON, its number and time written in as it is sent: never the same event twice. */
final class SingleEvents implements Requests {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    private final List<Template> shapes;
    private final byte[][] heads;
    private final byte[] body = new byte[64 * 1024];
    private long number;
    private long millis;
    private byte[] time = time(0);

    SingleEvents(List<Template> shapes, long firstNumber) {
        this.shapes = shapes;
        this.heads =
                shapes.stream().map(shape -> Heads.BROWSER.of(shape.length())).toArray(byte[][]::new);
        this.number = firstNumber;
    }

    static byte[] time(long millis) {
        return TIME.format(Instant.ofEpochMilli(millis)).getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public boolean next(ByteBuffer buffer) {
        long now = System.currentTimeMillis();
        if (now != millis) {
            millis = now;
            time = time(now);
        }
        int variant = (int) (number % heads.length);
        int length = shapes.get(variant).render(number++, time, body, 0);
        buffer.clear().put(heads[variant]).put(body, 0, length).flip();
        return true;
    }

    @Override
    public long remaining() {
        return Long.MAX_VALUE;
    }

    @Override
    public long nextEvent() {
        return number;
    }

    @Override
    public int eventsPerRequest() {
        return 1;
    }
}
