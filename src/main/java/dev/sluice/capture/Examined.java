package dev.sluice.capture;

import dev.sluice.event.SafeEvent;
import java.util.Map;

/** What the gateway would make of an event, by the rules and the policy of now. */
public sealed interface Examined {

    /**
     * It would be accepted.
     *
     * @param event as it would be stored
     * @param found labels of the kinds of personal data in it, with how often each was found
     */
    record Accepted(SafeEvent event, Map<String, Integer> found) implements Examined {
        public Accepted {
            found = Map.copyOf(found);
        }
    }

    /**
     * It would not be.
     *
     * @param code for programs
     * @param sentence for people, without a value from the event
     */
    record Refused(String code, String sentence) implements Examined {}
}
