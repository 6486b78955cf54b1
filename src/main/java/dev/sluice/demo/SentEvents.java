package dev.sluice.demo;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;

/** Reads the bodies that delivery sends to PostHog: {@code /batch/} objects and {@code /s/} arrays, gzip or plain. */
final class SentEvents {
    private static final int LARGEST = 64 << 20;

    private SentEvents() {}

    /**
     * @return each event as JSON text
     * @throws IOException if it is not gzip after all
     * @throws io.vertx.core.json.DecodeException if it is not JSON
     */
    static List<String> in(byte[] body) throws IOException {
        Object document = Json.decodeValue(Buffer.buffer(inflated(body)));
        JsonArray events = switch (document) {
            case JsonArray array -> array;
            case JsonObject object -> object.getJsonArray("batch", new JsonArray());
            default -> new JsonArray();
        };
        List<String> texts = new ArrayList<>(events.size());
        for (Object event : events) {
            if (event instanceof JsonObject object) {
                texts.add(object.encode());
            }
        }
        return texts;
    }

    private static byte[] inflated(byte[] body) throws IOException {
        if (body.length < 2 || body[0] != 0x1f || body[1] != (byte) 0x8b) {
            return body;
        }
        try (GZIPInputStream gzip = new GZIPInputStream(new ByteArrayInputStream(body))) {
            return gzip.readNBytes(LARGEST);
        }
    }
}
