package dev.sluice.acceptance;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.sluice.testsupport.Captures.Capture;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPInputStream;

/** Reads recorded bodies in the plainest way there is, apart from the gateway's own code. */
final class RecordedBody {
    private static final ObjectMapper JSON = new ObjectMapper();

    private RecordedBody() {}

    static List<JsonNode> events(Capture capture) {
        JsonNode root = json(capture);
        List<JsonNode> events = new ArrayList<>();
        if (root.isArray()) {
            root.forEach(events::add);
        } else if (root.path("batch").isArray()) {
            root.get("batch").forEach(events::add);
        } else {
            events.add(root);
        }
        return events;
    }

    /** What the gateway must have taken for "now" when it fixed this timestamp; empty where no correction applies. */
    static Optional<Long> arrival(Capture capture, JsonNode sent, JsonNode arrived) {
        long fixed = CapturesIT.instant(arrived.path("timestamp").asText()).toEpochMilli();
        if (sent.path("offset").isNumber()) {
            return Optional.of(fixed + sent.get("offset").asLong());
        }
        Optional<Long> sentAt = sentAt(capture);
        if (!sent.hasNonNull("timestamp")) {
            return Optional.of(fixed);
        }
        if (sentAt.isEmpty() || sent.at("/properties/$ignore_sent_at").asBoolean()) {
            return Optional.empty();
        }
        return Optional.of(
                fixed - CapturesIT.instant(sent.get("timestamp").asText()).toEpochMilli() + sentAt.get());
    }

    /** Opens {@code $snapshot_data}'s compressed strings ({@code cv}), so that their content can be compared. */
    static JsonNode withInnerGzipOpened(JsonNode node) {
        if (node.isObject()) {
            ObjectNode copy = JSON.createObjectNode();
            node.properties().forEach(member -> copy.set(member.getKey(), withInnerGzipOpened(member.getValue())));
            return copy;
        }
        if (node.isArray()) {
            ArrayNode copy = JSON.createArrayNode();
            node.forEach(item -> copy.add(withInnerGzipOpened(item)));
            return copy;
        }
        if (node.isTextual() && node.asText().startsWith("\u001f\u008b")) {
            String inner = new String(gunzip(node.asText().getBytes(ISO_8859_1)), UTF_8);
            return parse(inner.getBytes(UTF_8))
                    .map(RecordedBody::withInnerGzipOpened)
                    .orElse(new TextNode(inner));
        }
        return node;
    }

    private static Optional<Long> sentAt(Capture capture) {
        JsonNode root = json(capture);
        if (root.hasNonNull("sent_at") && root.path("batch").isArray()) {
            return Optional.of(CapturesIT.instant(root.get("sent_at").asText()).toEpochMilli());
        }
        Map<String, String> query = pairs(query(capture));
        String value = query.getOrDefault("sent_at", query.get("_"));
        return Optional.ofNullable(value).map(Long::parseLong);
    }

    private static JsonNode json(Capture capture) {
        byte[] body = capture.body();
        String text = new String(body, ISO_8859_1);
        if (text.startsWith("data=")) {
            Map<String, String> form = pairs(text);
            String data = form.get("data");
            if ("lz64".equals(form.get("compression"))) {
                return parse(LzString.decompressFromBase64(data).getBytes(UTF_8))
                        .orElseThrow();
            }
            body = Base64.getMimeDecoder().decode(data.replace(' ', '+'));
        }
        return parse(isGzip(body) ? gunzip(body) : body).orElseThrow();
    }

    private static String query(Capture capture) {
        int mark = capture.path().indexOf('?');
        return mark < 0 ? "" : capture.path().substring(mark + 1);
    }

    private static Map<String, String> pairs(String form) {
        Map<String, String> pairs = new HashMap<>();
        for (String pair : form.split("&")) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                pairs.put(pair.substring(0, equals), URLDecoder.decode(pair.substring(equals + 1), UTF_8));
            }
        }
        return pairs;
    }

    private static boolean isGzip(byte[] body) {
        return body.length > 2 && body[0] == 0x1f && body[1] == (byte) 0x8b;
    }

    private static byte[] gunzip(byte[] body) {
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(body))) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Optional<JsonNode> parse(byte[] json) {
        try {
            return Optional.of(JSON.readTree(json));
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
