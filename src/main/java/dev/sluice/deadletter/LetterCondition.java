package dev.sluice.deadletter;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A filter and a cursor in Hibernate's words; values only ever travel as parameters. */
record LetterCondition(String text, Map<String, Object> values) {

    static LetterCondition of(LetterFilter filter, Optional<LetterCursor> after) {
        List<String> parts = new ArrayList<>(List.of("1 = 1"));
        Map<String, Object> values = new HashMap<>();
        equal(parts, values, "project", filter.project());
        equal(parts, values, "reason", filter.reason());
        equal(parts, values, "name", filter.name());
        equal(parts, values, "uuid", filter.uuid());
        equal(parts, values, "requestId", filter.request());
        compare(parts, values, "at >= :from", "from", filter.from());
        compare(parts, values, "at < :to", "to", filter.to());
        filter.open().ifPresent(open -> parts.add(open ? "replayedAt is null" : "replayedAt is not null"));
        after.ifPresent(cursor -> {
            parts.add("(at < :cursorAt or (at = :cursorAt and id > :cursorId))");
            values.put("cursorAt", cursor.at());
            values.put("cursorId", cursor.id());
        });
        return new LetterCondition(String.join(" and ", parts), values);
    }

    private static void equal(List<String> parts, Map<String, Object> values, String field, Optional<?> value) {
        compare(parts, values, field + " = :" + field, field, value);
    }

    private static void compare(
            List<String> parts, Map<String, Object> values, String part, String name, Optional<?> value) {
        if (value.isPresent()) {
            parts.add(part);
            values.put(name, value.get());
        }
    }
}
