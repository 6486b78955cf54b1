package dev.sluice.admin;

import dev.sluice.deadletter.LetterCursor;
import dev.sluice.deadletter.LetterFilter;
import jakarta.ws.rs.core.MultivaluedMap;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** The parameters that say which letters are meant. An unknown or a bad one is an error: it would choose others. */
final class LetterQuery {
    private static final Set<String> FILTERS =
            Set.of("project", "reason", "event", "uuid", "from", "to", "request", "state");
    private static final int MOST_AT_ONCE = 500;
    private static final int USUAL = 50;

    private final MultivaluedMap<String, String> parameters;

    /** @param others what may be there besides the filter */
    LetterQuery(MultivaluedMap<String, String> parameters, Set<String> others) {
        this.parameters = parameters;
        for (String name : parameters.keySet()) {
            if (!FILTERS.contains(name) && !others.contains(name)) {
                throw new AdminException(
                        400,
                        "unknown_parameter",
                        "a parameter is not known; the filters are "
                                + String.join(", ", FILTERS.stream().sorted().toList()));
            }
        }
    }

    LetterFilter filter() {
        return new LetterFilter(
                value("project"),
                value("reason"),
                value("event"),
                value("uuid").map(text -> uuid("uuid", text)),
                value("from").map(text -> time("from", text)),
                value("to").map(text -> time("to", text)),
                value("request"),
                value("state").map(LetterQuery::isOpen));
    }

    /** The names of the filters in use, for the audit: their values may be of an event. */
    String names() {
        List<String> names = new ArrayList<>(FILTERS);
        names.removeIf(name -> value(name).isEmpty());
        return names.isEmpty()
                ? "no filter"
                : "filtered by " + String.join(", ", names.stream().sorted().toList());
    }

    Optional<LetterCursor> cursor() {
        return value("cursor")
                .map(text -> LetterCursor.parse(text)
                        .orElseThrow(() -> AdminException.badParameter("cursor", "what next was in an answer")));
    }

    int limit() {
        return number("limit", USUAL, MOST_AT_ONCE);
    }

    int number(String name, int usual, int most) {
        Optional<String> text = value(name);
        if (text.isEmpty()) {
            return usual;
        }
        try {
            int number = Integer.parseInt(text.get());
            if (number >= 1 && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw AdminException.badParameter(name, "a number from 1 to " + most);
        }
        throw AdminException.badParameter(name, "a number from 1 to " + most);
    }

    boolean says(String name, String word) {
        return value(name).filter(word::equals).isPresent();
    }

    private Optional<String> value(String name) {
        return Optional.ofNullable(parameters.getFirst(name)).filter(text -> !text.isEmpty());
    }

    static UUID uuid(String name, String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            throw AdminException.badParameter(name, "a UUID");
        }
    }

    private static Instant time(String name, String text) {
        try {
            return text.length() == 10
                    ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
                    : Instant.parse(text);
        } catch (DateTimeException e) {
            throw AdminException.badParameter(name, "a time like 2026-11-22T10:00:00Z, or a day like 2026-11-22");
        }
    }

    private static boolean isOpen(String text) {
        return switch (text) {
            case "open" -> true;
            case "replayed" -> false;
            default -> throw AdminException.badParameter("state", "open or replayed");
        };
    }
}
