package dev.sluice.deadletter;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The state of one letter as one line of JSON. Unknown members are skipped. */
final class ChangeFormat {
    // Not static: a factory carries a hash seed, which a native image would freeze at build time.
    private final JsonFactory json = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxStringLength(Integer.MAX_VALUE)
                    .build())
            .build();

    record Change(UUID id, LetterState state) {}

    /** The line, with its newline. */
    byte[] write(Change change) {
        LetterState state = change.state();
        var line = new ByteArrayOutputStream(256);
        try (JsonGenerator out = json.createGenerator(line)) {
            out.writeStartObject();
            out.writeStringField("id", change.id().toString());
            out.writeNumberField("replays", state.replays());
            if (state.replayedAt().isPresent()) {
                out.writeStringField("replayed_at", state.replayedAt().get().toString());
            }
            out.writeNumberField("edits", state.edits());
            if (state.editedAt().isPresent()) {
                out.writeStringField("edited_at", state.editedAt().get().toString());
            }
            if (state.edited().isPresent()) {
                out.writeStringField("edited", state.edited().get());
            }
            out.writeEndObject();
            out.writeRaw('\n');
        } catch (IOException e) {
            throw new IllegalStateException("a change could not be written to memory", e);
        }
        return line.toByteArray();
    }

    /** Empty if the line is damaged. */
    Optional<Change> read(byte[] line) {
        Map<String, String> members = new HashMap<>();
        try (JsonParser in = json.createParser(line)) {
            if (in.nextToken() != JsonToken.START_OBJECT) {
                return Optional.empty();
            }
            while (in.nextToken() == JsonToken.FIELD_NAME) {
                String name = in.currentName();
                if (in.nextToken().isScalarValue()) {
                    members.put(name, in.getText());
                } else {
                    in.skipChildren();
                }
            }
            @Nullable String id = members.get("id");
            if (id == null || in.currentToken() != JsonToken.END_OBJECT) {
                return Optional.empty();
            }
            return Optional.of(new Change(UUID.fromString(id), state(members)));
        } catch (IOException | IllegalArgumentException | DateTimeException e) {
            return Optional.empty();
        }
    }

    private static LetterState state(Map<String, String> members) {
        return new LetterState(
                Integer.parseInt(members.getOrDefault("replays", "0")),
                Optional.ofNullable(members.get("replayed_at")).map(Instant::parse),
                Integer.parseInt(members.getOrDefault("edits", "0")),
                Optional.ofNullable(members.get("edited_at")).map(Instant::parse),
                Optional.ofNullable(members.get("edited")));
    }
}
