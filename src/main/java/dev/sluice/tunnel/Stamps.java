package dev.sluice.tunnel;

import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * Who the envelope is of, in PostHog's words, so that errors and events of one visit can be joined.
 *
 * @param session PostHog's session, a uuid
 * @param person PostHog's distinct id as it stands after the firewall: JSON with its quotes
 */
record Stamps(Optional<String> session, Optional<String> person) {
    static final String SESSION = "posthog_session_id";
    static final String PERSON = "posthog_distinct_id";
    static final Stamps NONE = new Stamps(Optional.empty(), Optional.empty());

    boolean isEmpty() {
        return session.isEmpty() && person.isEmpty();
    }

    /** Each stamp's name, and its value as JSON. */
    void forEach(BiConsumer<String, String> each) {
        session.ifPresent(id -> each.accept(SESSION, '"' + id + '"'));
        person.ifPresent(id -> each.accept(PERSON, id));
    }
}
