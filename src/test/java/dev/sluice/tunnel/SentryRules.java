package dev.sluice.tunnel;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.zip.InflaterInputStream;

/**
 * A strict reader of envelopes, written from Sentry's rules and sharing no code with the tunnel: what it takes, Sentry takes.
 * Sentry's developer documentation, "Envelopes" and "Envelope Items".
 */
public final class SentryRules {
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();
    private static final Set<String> NEED_EVENT_ID = Set.of("event", "transaction", "feedback", "attachment");
    private static final Set<String> CONTAINERS = Set.of("log", "trace_metric");

    private SentryRules() {}

    public record Item(JsonNode header, byte[] payload) {
        public String type() {
            return header.get("type").asText();
        }

        /** The payload; of a recording what is inside its packing. */
        public JsonNode json() {
            return type().equals("replay_recording") ? recording(payload) : parse(payload);
        }

        boolean isJson() {
            return !type().equals("attachment");
        }
    }

    public record Envelope(JsonNode header, List<Item> items) {}

    /** @throws AssertionError if it breaks a rule */
    public static Envelope check(byte[] envelope) {
        Envelope read = read(envelope, true);
        check(!read.header().has("dsn"), "the sender's dsn is gone");
        check(!read.items().isEmpty(), "an envelope without items is not stored");
        List<String> types = read.items().stream().map(Item::type).toList();
        if (types.stream().anyMatch(NEED_EVENT_ID::contains)) {
            check(read.header().path("event_id").asText().length() == 32, "event_id in the header");
        }
        check(
                types.stream()
                                .filter(t -> t.equals("event") || t.equals("transaction"))
                                .count()
                        <= 1,
                "one event at most");
        check(types.contains("replay_event") == types.contains("replay_recording"), "replay items come in pairs");
        read.items().forEach(SentryRules::checkItem);
        return read;
    }

    private static void checkItem(Item item) {
        JsonNode header = item.header();
        if (!item.isJson()) {
            return;
        }
        JsonNode json = item.json();
        if (item.type().equals("replay_recording")) {
            check(json.isArray(), "a recording is a list of rrweb events");
            json.forEach(event -> check(event.path("type").isInt(), "each rrweb event has a type"));
            return;
        }
        check(json.isObject(), "a payload is one object");
        boolean isContainer = CONTAINERS.contains(item.type()) || header.has("item_count");
        if (isContainer) {
            check(header.path("item_count").asInt(-1) == json.path("items").size(), "item_count is right");
            check(header.path("content_type").asText().startsWith("application/vnd.sentry.items."), "content_type");
        }
    }

    /** @param isStrict whether every item must say its length */
    public static Envelope read(byte[] bytes, boolean isStrict) {
        int position = lineEnd(bytes, 0);
        JsonNode header = parse(Arrays.copyOf(bytes, position));
        List<Item> items = new ArrayList<>();
        position++;
        while (position < bytes.length && !(position == bytes.length - 1 && bytes[position] == '\n')) {
            int end = lineEnd(bytes, position);
            JsonNode itemHeader = parse(Arrays.copyOfRange(bytes, position, end));
            check(itemHeader.path("type").isTextual(), "an item has a type");
            check(!isStrict || itemHeader.path("length").isInt(), "an item says its length");
            int from = Math.min(bytes.length, end + 1);
            int to = itemHeader.has("length") ? from + itemHeader.get("length").asInt() : lineEnd(bytes, from);
            check(to <= bytes.length, "the payload is as long as it says");
            check(to == bytes.length || bytes[to] == '\n', "a line feed follows the payload");
            items.add(new Item(itemHeader, Arrays.copyOfRange(bytes, from, to)));
            position = to + 1;
        }
        return new Envelope(header, items);
    }

    private static JsonNode recording(byte[] payload) {
        int line = lineEnd(payload, 0);
        check(parse(Arrays.copyOf(payload, line)).has("segment_id"), "a recording has a segment_id");
        byte[] data = Arrays.copyOfRange(payload, line + 1, payload.length);
        if (data[0] != 0x78) {
            return parse(data);
        }
        try (var inflater = new InflaterInputStream(new ByteArrayInputStream(data))) {
            return parse(inflater.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonNode parse(byte[] json) {
        try {
            return JSON.readTree(json);
        } catch (JacksonException e) {
            throw new AssertionError("not JSON: " + new String(json, UTF_8), e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int lineEnd(byte[] bytes, int from) {
        int i = from;
        while (i < bytes.length && bytes[i] != '\n') {
            i++;
        }
        return i;
    }

    private static void check(boolean holds, String rule) {
        if (!holds) {
            throw new AssertionError("broken: " + rule);
        }
    }
}
