package dev.sluice.deadletter;

import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Puts letters of several places into one list: each id once, the newest first, at most so many. */
final class NewestFirst {
    private static final Comparator<DeadLetter> ORDER =
            Comparator.comparing(DeadLetter::at).reversed().thenComparing(DeadLetter::id);

    private NewestFirst() {}

    static List<DeadLetter> of(Collection<DeadLetter> letters, int limit) {
        Map<UUID, DeadLetter> byId = new LinkedHashMap<>();
        letters.forEach(letter -> byId.putIfAbsent(letter.id(), letter));
        return byId.values().stream().sorted(ORDER).limit(limit).toList();
    }
}
