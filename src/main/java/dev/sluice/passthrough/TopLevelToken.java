package dev.sluice.passthrough;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Optional;

/** Finds the project token that a body names at its top: {@code token}, or {@code api_key} as the Java SDK has it. */
final class TopLevelToken {
    private final JsonFactory json = new JsonFactory();

    /**
     * @throws Refusal if the body is not a JSON object
     */
    Optional<String> find(byte[] body) throws Refusal {
        try (JsonParser parser = json.createParser(body)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw Refusal.malformed("the body must be a JSON object");
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                JsonToken value = parser.nextToken();
                if (value == JsonToken.VALUE_STRING && (name.equals("token") || name.equals("api_key"))) {
                    return Optional.of(parser.getText());
                }
                parser.skipChildren();
            }
            return Optional.empty();
        } catch (IOException e) {
            throw Refusal.malformed("the body is not JSON");
        }
    }
}
