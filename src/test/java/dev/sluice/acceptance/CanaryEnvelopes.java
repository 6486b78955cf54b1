package dev.sluice.acceptance;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.acceptance.Canaries.Canary;
import dev.sluice.scrub.policy.Kind;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.zip.DeflaterOutputStream;

/** Envelopes of Sentry's SDKs with canaries at every place of every kind of item where a page's words can stand. */
final class CanaryEnvelopes {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
    private static final String SPAN = "b7ad6b7169203331";

    private final String dsn;
    private final List<Canary> some;

    CanaryEnvelopes(String dsn, List<Canary> some) {
        this.dsn = dsn;
        this.some = some;
    }

    /** An error, with a user report and a file of text. */
    byte[] error() throws IOException {
        ObjectNode event = JSON.createObjectNode()
                .put("event_id", TRACE)
                .put("platform", "javascript")
                .put("level", "error")
                .put("transaction", words(0))
                .put("message", words(1));
        ArrayNode exceptions = event.putObject("exception").putArray("values");
        ArrayNode breadcrumbs = event.putArray("breadcrumbs");
        ObjectNode extra = event.putObject("extra");
        ObjectNode tags = event.putObject("tags");
        ObjectNode form = event.putObject("contexts").putObject("form");
        for (Canary canary : some) {
            String text = CanaryEvents.sentence(canary);
            String page = page(canary);
            ObjectNode frame = exceptions
                    .addObject()
                    .put("type", "Error")
                    .put("value", text)
                    .putObject("stacktrace")
                    .putArray("frames")
                    .addObject()
                    .put("function", "pay")
                    .put("filename", page)
                    .put("context_line", text);
            frame.putObject("vars").put(CanaryEvents.nameOf(canary), text);
            breadcrumbs.addObject().put("category", "console").put("message", text);
            breadcrumbs
                    .addObject()
                    .put("category", "fetch")
                    .putObject("data")
                    .put("url", page)
                    .put("method", "GET");
            keyed(extra.putObject("e" + extra.size()), canary);
            keyed(form.putObject("f" + form.size()), canary);
            tags.put("tag" + tags.size(), text);
        }
        event.putObject("request").put("url", page(some.get(2)));
        event.set("user", user());
        ObjectNode report = JSON.createObjectNode()
                .put("event_id", TRACE)
                .put("comments", words(3))
                .put("name", named(Kind.PERSON_NAME))
                .put("email", named(Kind.EMAIL));
        return new Bytes(header())
                .item("event", event)
                .item("user_report", report)
                .text(words(4))
                .bytes();
    }

    /** What tracing sends: a transaction of older SDKs, spans of newer ones, logs and metrics. */
    byte[] tracing() throws IOException {
        ObjectNode transaction = JSON.createObjectNode()
                .put("type", "transaction")
                .put("event_id", TRACE)
                .put("transaction", words(0));
        transaction
                .putObject("contexts")
                .putObject("trace")
                .put("trace_id", TRACE)
                .put("span_id", SPAN);
        transaction.set("user", user());
        ArrayNode children = transaction.putArray("spans");
        ArrayNode spans = JSON.createArrayNode();
        ArrayNode logs = JSON.createArrayNode();
        ArrayNode metrics = JSON.createArrayNode();
        for (Canary canary : some) {
            String text = CanaryEvents.sentence(canary);
            children.addObject()
                    .put("trace_id", TRACE)
                    .put("span_id", SPAN)
                    .put("op", "http.client")
                    .put("description", "GET " + page(canary))
                    .putObject("data")
                    .put("http.query", page(canary).substring(page(canary).indexOf('?') + 1));
            ObjectNode span = spans.addObject()
                    .put("trace_id", TRACE)
                    .put("span_id", SPAN)
                    .put("name", text);
            attributes(span, canary);
            ObjectNode log =
                    logs.addObject().put("trace_id", TRACE).put("level", "warn").put("body", text);
            attributes(log, canary);
            ObjectNode metric = metrics.addObject()
                    .put("trace_id", TRACE)
                    .put("name", "orders")
                    .put("value", 1);
            attributes(metric, canary);
        }
        return new Bytes(header())
                .item("transaction", transaction)
                .container("span", spans)
                .container("log", logs)
                .container("trace_metric", metrics)
                .bytes();
    }

    /** A replay: what was on the page, what was typed, and what was noted beside it. */
    byte[] replay() throws IOException {
        ObjectNode about = JSON.createObjectNode()
                .put("type", "replay_event")
                .put("replay_id", TRACE)
                .put("segment_id", 0);
        ArrayNode urls = about.putArray("urls");
        ArrayNode recording = JSON.createArrayNode();
        for (Canary canary : some) {
            String text = CanaryEvents.sentence(canary);
            urls.add(page(canary));
            ObjectNode typed = recording.addObject().put("type", 3);
            typed.putObject("data").put("source", 5).put("id", 7).put("text", canary.value());
            ObjectNode shown = recording.addObject().put("type", 2);
            shown.putObject("data")
                    .putObject("node")
                    .put("type", 3)
                    .put("id", 1)
                    .put("textContent", text);
            ObjectNode noted =
                    recording.addObject().put("type", 5).putObject("data").put("tag", "breadcrumb");
            noted.putObject("payload").put("category", "console").put("message", text);
        }
        about.set("user", user());
        var packed = new ByteArrayOutputStream();
        packed.writeBytes("{\"segment_id\":0}\n".getBytes(UTF_8));
        try (var deflater = new DeflaterOutputStream(packed)) {
            deflater.write(JSON.writeValueAsBytes(recording));
        }
        return new Bytes(header())
                .item("replay_event", about)
                .payload("{\"type\":\"replay_recording\",\"length\":" + packed.size() + "}", packed.toByteArray())
                .bytes();
    }

    /** What a visitor writes, and the visit itself. */
    byte[] visit() throws IOException {
        ObjectNode feedback = JSON.createObjectNode().put("event_id", TRACE);
        feedback.putObject("contexts")
                .putObject("feedback")
                .put("message", words(0))
                .put("name", named(Kind.PERSON_NAME))
                .put("contact_email", named(Kind.EMAIL))
                .put("url", page(some.get(2)));
        ObjectNode session = JSON.createObjectNode()
                .put("sid", "01a2b3c4-0000-7000-8000-0123456789ab")
                .put("did", named(Kind.EMAIL))
                .put("status", "ok");
        session.putObject("attrs").put("release", "shop@7").put("ip_address", named(Kind.IP));
        return new Bytes(header())
                .item("feedback", feedback)
                .item("session", session)
                .bytes();
    }

    /** Nothing of it is taken: it is for nobody, or breaks off, or nobody knows its item. */
    List<byte[]> refused() throws IOException {
        ObjectNode unknown = JSON.createObjectNode().put("note", words(0));
        ObjectNode elsewhere = header().put("dsn", "http://" + CanaryEvents.encoded(words(0)) + "@127.0.0.1:9/1");
        return List.of(
                new Bytes(header()).item(words(1), unknown).bytes(),
                new Bytes(elsewhere).item("event", unknown).bytes(),
                new Bytes(header())
                        .payload("{\"type\":\"event\",\"" + "x\":", words(2).getBytes(UTF_8))
                        .bytes(),
                words(3).getBytes(UTF_8));
    }

    private ObjectNode header() {
        ObjectNode header = JSON.createObjectNode().put("event_id", TRACE).put("dsn", dsn);
        header.putObject("trace")
                .put("trace_id", TRACE)
                .put("public_key", "publickey")
                .put("transaction", words(5))
                .put("user_id", named(Kind.EMAIL));
        return header;
    }

    private ObjectNode user() {
        ObjectNode user = JSON.createObjectNode();
        user.put("id", named(Kind.EMAIL)).put("email", named(Kind.EMAIL));
        user.put("username", named(Kind.USERNAME)).put("ip_address", named(Kind.IP));
        return user;
    }

    private static void attributes(ObjectNode of, Canary canary) {
        ObjectNode attributes = of.putObject("attributes");
        attribute(attributes, "note", CanaryEvents.sentence(canary));
        attribute(attributes, "url.full", page(canary));
        if (!canary.key().isEmpty()) {
            attribute(attributes, canary.key(), canary.value());
        }
    }

    private static void attribute(ObjectNode attributes, String name, String value) {
        attributes.putObject(name).put("value", value).put("type", "string");
    }

    private static void keyed(ObjectNode object, Canary canary) {
        object.put("note", CanaryEvents.sentence(canary));
        if (!canary.key().isEmpty()) {
            object.put(canary.key(), canary.value());
        }
    }

    /** An address with it. What is known by its name only is a parameter of that name. */
    private static String page(Canary canary) {
        String parameter = canary.text().isEmpty()
                ? canary.key() + '=' + CanaryEvents.encoded(canary.value())
                : "q=" + CanaryEvents.encoded(canary.text());
        return "https://shop.test/pay?" + parameter;
    }

    private String words(int which) {
        return CanaryEvents.sentence(some.get(which % some.size()));
    }

    /** One of that kind, or nothing where there is none. */
    private String named(Kind kind) {
        return some.stream()
                .filter(canary -> canary.kind() == kind)
                .map(Canary::value)
                .findFirst()
                .orElse("");
    }

    /** An envelope as it grows. */
    private static final class Bytes {
        private final ByteArrayOutputStream out = new ByteArrayOutputStream();

        Bytes(JsonNode header) throws IOException {
            out.write(JSON.writeValueAsBytes(header));
            out.write('\n');
        }

        Bytes item(String type, JsonNode payload) throws IOException {
            return payload(
                    JSON.writeValueAsString(JSON.createObjectNode().put("type", type)),
                    JSON.writeValueAsBytes(payload));
        }

        Bytes container(String type, ArrayNode items) throws IOException {
            ObjectNode header = JSON.createObjectNode()
                    .put("type", type)
                    .put("item_count", items.size())
                    .put("content_type", "application/vnd.sentry.items." + type.replace('_', '-') + "+json");
            ObjectNode payload = JSON.createObjectNode();
            payload.set("items", items);
            return payload(JSON.writeValueAsString(header), JSON.writeValueAsBytes(payload));
        }

        Bytes text(String text) throws IOException {
            byte[] bytes = text.getBytes(UTF_8);
            ObjectNode header = JSON.createObjectNode()
                    .put("type", "attachment")
                    .put("length", bytes.length)
                    .put("filename", text);
            return payload(JSON.writeValueAsString(header), bytes);
        }

        Bytes payload(String header, byte[] payload) {
            out.writeBytes(header.getBytes(UTF_8));
            out.write('\n');
            out.writeBytes(payload);
            out.write('\n');
            return this;
        }

        byte[] bytes() {
            return out.toByteArray();
        }
    }
}
