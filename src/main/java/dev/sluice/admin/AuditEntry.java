package dev.sluice.admin;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * That somebody changed something. Holds ids and words of our own, never a value from an event.
 *
 * @param who the holder of a token
 * @param action edit, replay, replay-ended or delete
 * @param project of the letters; empty where they may be of several
 * @param letters how many were meant; 0 where that was not known yet
 * @param ids the first of them, with commas
 * @param detail in words
 */
record AuditEntry(
        UUID id, Instant at, String who, String action, String project, long letters, String ids, String detail) {
    private static final int MOST_IDS = 20;

    AuditEntry {
        at = at.truncatedTo(ChronoUnit.MICROS);
    }

    static AuditEntry of(Instant at, String who, String action, String project, Collection<UUID> ids, String detail) {
        String first = ids.stream().limit(MOST_IDS).map(UUID::toString).collect(Collectors.joining(","));
        return new AuditEntry(UUID.randomUUID(), at, who, action, project, ids.size(), first, detail);
    }

    Map<String, Object> shown() {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("at", at.toString());
        shown.put("who", who);
        shown.put("action", action);
        shown.put("project", project);
        shown.put("letters", letters);
        shown.put("ids", ids.isEmpty() ? List.of() : List.of(ids.split(",", -1)));
        shown.put("detail", detail);
        return shown;
    }
}
