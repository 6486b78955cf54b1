package dev.sluice.delivery;

import dev.sluice.event.Lane;
import java.util.List;

/** Events that share one upstream request: of one project, one lane and, in the replay lane, one session. */
record Batch(String project, Lane lane, List<Part> parts) {
    Batch {
        parts = List.copyOf(parts);
    }

    int events() {
        return parts.stream().mapToInt(Part::events).sum();
    }

    List<Batch> halves() {
        return Part.halves(parts).stream()
                .map(half -> new Batch(project, lane, half))
                .toList();
    }
}
