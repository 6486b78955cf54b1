package dev.sluice.deadletter;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Optional;

/**
 * A letter as people find it.
 *
 * @param host the machine whose gateway put it aside
 */
public record FiledLetter(DeadLetter letter, String host, LetterState state) {

    /** The event as it would be sent now; empty where only the shape was kept. */
    public Optional<String> event() {
        return state.edited().or(letter::event);
    }

    /** The event's name; empty where there is no event or it has none. */
    public Optional<String> name() {
        return event().flatMap(FiledLetter::nameIn);
    }

    static Optional<String> nameIn(String event) {
        // A factory for each call: a shared one would carry its hash seed from the build into every binary.
        try (JsonParser in = new JsonFactory().createParser(event)) {
            if (in.nextToken() != JsonToken.START_OBJECT) {
                return Optional.empty();
            }
            while (in.nextToken() == JsonToken.FIELD_NAME) {
                boolean isName = "event".equals(in.currentName());
                if (in.nextToken() == JsonToken.VALUE_STRING && isName) {
                    return Optional.of(in.getText());
                }
                in.skipChildren();
            }
            return Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
