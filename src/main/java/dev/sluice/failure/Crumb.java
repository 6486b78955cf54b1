package dev.sluice.failure;

import java.time.Instant;
import java.util.Map;

/**
 * A step that led to a failure.
 *
 * @param what a constant sentence
 * @param facts sizes, counts, statuses, names that the operator chose; never a value from an event or a request
 */
public record Crumb(Instant at, String what, Map<String, String> facts) {
    public Crumb {
        facts = Map.copyOf(facts);
    }
}
