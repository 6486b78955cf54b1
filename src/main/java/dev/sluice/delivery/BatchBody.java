package dev.sluice.delivery;

import dev.sluice.event.Lane;
import dev.sluice.spool.Frame;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ArrayBlockingQueue;

/**
 * Renders batches as PostHog takes them: {@code {"api_key":…,"batch":[…]}}, in the replay lane the bare array, gzipped. A
 * frame that is sent whole is spliced in as it was stored. There is no {@code sent_at}: PostHog would take the time that an
 * event waited here for clock skew and move the event by it. The same batch and token always give the same bytes. Thread-safe.
 */
final class BatchBody implements AutoCloseable {
    private static final byte[] COMMA = {','};

    private final ArrayBlockingQueue<GzipBody> idle = new ArrayBlockingQueue<>(8);

    byte[] render(Batch batch, String token) throws DamagedFrameException {
        GzipBody pooled = idle.poll();
        GzipBody body = pooled == null ? new GzipBody() : pooled;
        try {
            return render(batch, token, body);
        } finally {
            if (!idle.offer(body)) {
                body.close();
            }
        }
    }

    @Override
    public void close() {
        for (GzipBody body = idle.poll(); body != null; body = idle.poll()) {
            body.close();
        }
    }

    private static byte[] render(Batch batch, String token, GzipBody body) throws DamagedFrameException {
        body.begin().plain(opening(batch.lane(), token).getBytes(StandardCharsets.UTF_8));
        boolean first = true;
        for (Part part : batch.parts()) {
            if (!first) {
                body.plain(COMMA);
            }
            first = false;
            append(part, body);
        }
        String closing = batch.lane() == Lane.REPLAY ? "]" : "]}";
        return body.plain(closing.getBytes(StandardCharsets.UTF_8)).end();
    }

    private static void append(Part part, GzipBody body) throws DamagedFrameException {
        Frame frame = part.progress().frame();
        if (part.isWhole() && frame.deflated()) {
            body.deflated(frame.payload(), frame.rawLength(), frame.rawCrc());
            return;
        }
        if (part.isWhole()) {
            body.plain(frame.payload());
            return;
        }
        FrameContent content = FrameContent.of(frame);
        for (int i = 0; i < part.events(); i++) {
            if (i > 0) {
                body.plain(COMMA);
            }
            int event = part.index(i);
            body.plain(content.bytes(), content.start(event), content.end(event));
        }
    }

    private static String opening(Lane lane, String token) {
        return switch (lane) {
            case EVENTS -> "{\"api_key\":" + quoted(token) + ",\"batch\":[";
            case HISTORICAL -> "{\"api_key\":" + quoted(token) + ",\"historical_migration\":true,\"batch\":[";
            case REPLAY -> "[";
            case ENVELOPES -> throw new IllegalArgumentException("envelopes do not go to PostHog");
        };
    }

    private static String quoted(String token) {
        StringBuilder text = new StringBuilder(token.length() + 2).append('"');
        for (int i = 0; i < token.length(); i++) {
            char c = token.charAt(i);
            if (c == '"' || c == '\\' || c < ' ') {
                text.append(String.format("\\u%04x", (int) c));
            } else {
                text.append(c);
            }
        }
        return text.append('"').toString();
    }
}
