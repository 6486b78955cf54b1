package dev.sluice.admin;

import com.fasterxml.jackson.databind.util.RawValue;
import dev.sluice.deadletter.DeadLetter;
import dev.sluice.deadletter.FiledLetter;
import dev.sluice.json.JsonSkip;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** A letter as the API shows it. */
final class ShownLetter {
    /** Put aside behind the 200; every other reason is capture's. */
    private static final Set<String> AT_DELIVERY = Set.of("refused", "too_large_upstream", "damaged");

    private ShownLetter() {}

    /** A line of a list. */
    static Map<String, Object> brief(FiledLetter filed) {
        DeadLetter letter = filed.letter();
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("id", letter.id().toString());
        shown.put("project", letter.project());
        shown.put("reason", letter.reason());
        shown.put("at", letter.at().toString());
        shown.put("stage", AT_DELIVERY.contains(letter.reason()) ? "delivery" : "capture");
        shown.put("host", filed.host());
        shown.put("request_id", letter.requestId());
        shown.put("detail", letter.detail());
        shown.put("uuid", text(letter.uuid().map(UUID::toString)));
        shown.put("event_name", text(filed.name()));
        shown.put("state", filed.state().isOpen() ? "open" : "replayed");
        shown.put("replays", filed.state().replays());
        shown.put("replayed_at", text(filed.state().replayedAt().map(Instant::toString)));
        shown.put("edits", filed.state().edits());
        shown.put("edited_at", text(filed.state().editedAt().map(Instant::toString)));
        shown.put("can_be_replayed", filed.event().isPresent());
        return shown;
    }

    /** With the event, as it would be sent, or its shape. */
    static Map<String, Object> whole(FiledLetter filed) {
        Map<String, Object> shown = brief(filed);
        filed.event().ifPresent(event -> shown.put("event", json(event)));
        if (filed.event().isEmpty()) {
            shown.put("shape", filed.letter().shape());
        }
        return shown;
    }

    /** As it is, number by number; text that is no JSON becomes a string. */
    private static Object json(String event) {
        byte[] bytes = event.getBytes(StandardCharsets.UTF_8);
        return JsonSkip.isValue(bytes, 0, bytes.length) ? new RawValue(event) : event;
    }

    private static String text(Optional<String> value) {
        return value.orElse("");
    }
}
