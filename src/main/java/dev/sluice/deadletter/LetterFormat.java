package dev.sluice.deadletter;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One letter as one line of JSON. The id comes first and at a fixed place, so that a start can index a file of large
 * events without parsing them. Unknown members are skipped: a newer version may have written the file.
 */
final class LetterFormat {
    private static final int ID_START = "{\"id\":\"".length();
    private static final int ID_LENGTH = 36;

    // Not static: a factory carries a hash seed, which a native image would freeze at build time.
    private final JsonFactory json = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    // The event is a string in the line, and was bounded when it arrived.
                    .maxStringLength(Integer.MAX_VALUE)
                    .build())
            .build();

    /** The line, with its newline. */
    byte[] write(DeadLetter letter) {
        var line = new ByteArrayOutputStream(
                512 + letter.event().map(String::length).orElse(0));
        try (JsonGenerator out = json.createGenerator(line)) {
            out.writeStartObject();
            out.writeStringField("id", letter.id().toString());
            out.writeStringField("project", letter.project());
            if (letter.uuid().isPresent()) {
                out.writeStringField("uuid", letter.uuid().get().toString());
            }
            out.writeStringField("reason", letter.reason());
            out.writeStringField("at", letter.at().toString());
            out.writeStringField("detail", letter.detail());
            if (letter.event().isPresent()) {
                out.writeStringField("event", letter.event().get());
            }
            out.writeStringField("shape", letter.shape());
            if (!letter.requestId().isEmpty()) {
                out.writeStringField("request_id", letter.requestId());
            }
            out.writeEndObject();
            out.writeRaw('\n');
        } catch (IOException e) {
            throw new IllegalStateException("a dead letter could not be written to memory", e);
        }
        return line.toByteArray();
    }

    /** The letter of a line without its newline; empty if the line is damaged. */
    Optional<DeadLetter> read(byte[] line) {
        Map<String, String> members = new HashMap<>();
        try (JsonParser in = json.createParser(line)) {
            if (in.nextToken() != JsonToken.START_OBJECT) {
                return Optional.empty();
            }
            while (in.nextToken() == JsonToken.FIELD_NAME) {
                String name = in.currentName();
                if (in.nextToken() == JsonToken.VALUE_STRING) {
                    members.put(name, in.getText());
                } else {
                    in.skipChildren();
                }
            }
            if (in.currentToken() != JsonToken.END_OBJECT || in.nextToken() != null) {
                return Optional.empty();
            }
            return letter(members);
        } catch (IOException | IllegalArgumentException | DateTimeException e) {
            return Optional.empty();
        }
    }

    private static Optional<DeadLetter> letter(Map<String, String> members) {
        @Nullable String id = members.get("id");
        @Nullable String at = members.get("at");
        if (id == null || at == null) {
            return Optional.empty();
        }
        return Optional.of(new DeadLetter(
                UUID.fromString(id),
                members.getOrDefault("project", ""),
                Optional.ofNullable(members.get("uuid")).map(UUID::fromString),
                members.getOrDefault("reason", ""),
                Instant.parse(at),
                members.getOrDefault("detail", ""),
                Optional.ofNullable(members.get("event")),
                members.getOrDefault("shape", ""),
                members.getOrDefault("request_id", "")));
    }

    /** The id of a line, without parsing the rest of it; empty if the line is damaged there. */
    static Optional<UUID> idOf(byte[] line) {
        if (line.length < ID_START + ID_LENGTH) {
            return Optional.empty();
        }
        try {
            var text = new String(line, ID_START, ID_LENGTH, StandardCharsets.US_ASCII);
            return Optional.of(UUID.fromString(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
