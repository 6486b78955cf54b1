package dev.sluice.acceptance;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.acceptance.Canaries.Canary;
import dev.sluice.scrub.policy.Kind;
import java.net.URLEncoder;
import java.util.Base64;
import java.util.Map;

/** A canary at every place of every kind of event. */
final class CanaryEvents {
    private static final ObjectMapper JSON = new ObjectMapper();

    private CanaryEvents() {}

    /** The events that PostHog knows by their name. */
    static void addKinds(ArrayNode events, Canary canary) {
        if (canary.kind() == Kind.EMAIL || canary.kind() == Kind.PHONE) {
            named(events, "$identify", canary.value()).put("$anon_distinct_id", "visitor");
            named(events, "$create_alias", "visitor").put("alias", canary.value());
        }
        if (!canary.key().isEmpty()) {
            named(events, "$set", "visitor").putObject("$set_once").put(canary.key(), canary.value());
            named(events, "$groupidentify", "visitor")
                    .put("$group_type", "company")
                    .put("$group_key", "c1")
                    .putObject("$group_set")
                    .put(canary.key(), canary.value());
        }
        String text = sentence(canary);
        named(events, "$ai_generation", "visitor")
                .putArray("$ai_input")
                .addObject()
                .put("role", "user")
                .put("content", text);
        named(events, "survey sent", "visitor").put("$survey_id", "s1").put("$survey_response", text);
        ObjectNode exception = named(events, "$exception", "visitor")
                .putArray("$exception_list")
                .addObject()
                .put("type", "Error")
                .put("value", text);
        exception
                .putObject("stacktrace")
                .put("type", "raw")
                .putArray("frames")
                .addObject()
                .put("function", "pay")
                .put("context_line", text)
                .putObject("code_variables")
                .put(nameOf(canary), text);
    }

    private static ObjectNode named(ArrayNode events, String name, String visitor) {
        return events.addObject()
                .put("event", name)
                .put("distinct_id", visitor)
                .putObject("properties")
                .put("token", CanaryIT.TOKEN);
    }

    static ObjectNode event(Canary canary) throws JsonProcessingException {
        ObjectNode event = JSON.createObjectNode().put("event", "canary").put("api_key", CanaryIT.TOKEN);
        event.put(
                "distinct_id",
                canary.kind() == Kind.EMAIL
                        ? canary.value()
                        : "visitor-" + canary.kind().label());
        ObjectNode properties = event.putObject("properties");
        properties.put("token", CanaryIT.TOKEN);
        if (!canary.key().isEmpty()) {
            properties.put(canary.key(), canary.value());
            properties.putObject("$set").put(canary.key(), canary.value());
            properties.putObject("form").putArray("rows").addObject().put(canary.key(), canary.value());
        }
        if (!canary.text().isEmpty()) {
            properties.put("note", canary.text());
            properties.put("body", JSON.writeValueAsString(Map.of("message", canary.text())));
            properties.put(
                    "packed", Base64.getEncoder().encodeToString(canary.text().getBytes(UTF_8)));
            properties.put("$current_url", "https://shop.test/search?q=" + encoded(canary.text()));
            properties.put(
                    "$elements_chain",
                    "a.link:nth-child=\"1\"text=\"" + canary.text().replace("\"", "\\\"") + "\"");
            properties.putArray("lines").add(1).addArray().add(canary.text());
        }
        return event;
    }

    static ObjectNode person(Canary canary) {
        ObjectNode person = JSON.createObjectNode().put("token", CanaryIT.TOKEN).put("$distinct_id", "visitor");
        person.putObject("$set").put(nameOf(canary), sentence(canary));
        return person;
    }

    static ObjectNode recording(Canary canary) {
        ObjectNode event = JSON.createObjectNode().put("event", "$snapshot").put("distinct_id", "visitor");
        ObjectNode properties =
                event.putObject("properties").put("token", CanaryIT.TOKEN).put("$session_id", "s1");
        ArrayNode frames = properties.putArray("$snapshot_data");
        frames.addObject()
                .put("type", 3)
                .putObject("data")
                .put("source", 5)
                .put("id", 7)
                .put("text", canary.value());
        ObjectNode node = frames.addObject().put("type", 2).putObject("data").putObject("node");
        node.put("type", 3).put("id", 1).put("textContent", sentence(canary));
        return event;
    }

    static ObjectNode unknownPacking(Canary canary) {
        ObjectNode event = JSON.createObjectNode().put("event", "$snapshot").put("distinct_id", "visitor");
        ObjectNode properties =
                event.putObject("properties").put("token", CanaryIT.TOKEN).put("$session_id", "s1");
        properties.putArray("$snapshot_data").addObject().put("cv", "1999-01").put("data", canary.value());
        return event;
    }

    static String encoded(String text) {
        return URLEncoder.encode(text, UTF_8);
    }

    static String nameOf(Canary canary) {
        return canary.key().isEmpty() ? "note" : canary.key();
    }

    static String sentence(Canary canary) {
        return canary.text().isEmpty() ? canary.key() + "=" + canary.value() : canary.text();
    }
}
