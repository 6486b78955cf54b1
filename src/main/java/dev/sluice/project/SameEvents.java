package dev.sluice.project;

import java.util.List;

/**
 * Which events of a project are one, whoever sent them: those of this name that have the same values of all these properties.
 *
 * @param event name of the events; none of PostHog's own
 * @param by names of members of {@code properties}, at least one, distinct
 */
public record SameEvents(String event, List<String> by) {
    static final int MOST_PROPERTIES = 8;

    public SameEvents {
        by = List.copyOf(by);
        if (event.isEmpty() || event.startsWith("$")) {
            // What PostHog does with its own events does not follow from their properties: two $identify are two
            // persons.
            throw new IllegalArgumentException(
                    "an event's name is needed, and none of PostHog's own, which begin with $");
        }
        if (by.isEmpty()
                || by.size() > MOST_PROPERTIES
                || by.stream().distinct().count() < by.size()) {
            throw new IllegalArgumentException(
                    "takes 1 to " + MOST_PROPERTIES + " names of properties, each of them once");
        }
    }
}
