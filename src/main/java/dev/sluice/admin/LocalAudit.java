package dev.sluice.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Audit rows as lines of JSON in the data directory. Two files of at most {@value #MAX_FILE_BYTES} bytes: when the second is
 * full, the first goes. Thread-safe.
 */
final class LocalAudit {
    private static final long MAX_FILE_BYTES = 8 << 20;

    private final Path file;
    private final Path before;
    private final ObjectMapper json = new ObjectMapper();

    LocalAudit(Path directory) {
        file = directory.resolve("audit.jsonl");
        before = directory.resolve("audit.1.jsonl");
    }

    /** On return the row is durable. */
    synchronized void add(AuditEntry entry) {
        ObjectNode line = json.createObjectNode();
        line.put("id", entry.id().toString());
        line.put("at", entry.at().toString());
        line.put("who", entry.who());
        line.put("action", entry.action());
        line.put("project", entry.project());
        line.put("letters", entry.letters());
        line.put("ids", entry.ids());
        line.put("detail", entry.detail());
        try {
            if (Files.exists(file) && Files.size(file) > MAX_FILE_BYTES) {
                Files.move(file, before, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            }
            append(line.toString());
        } catch (IOException e) {
            throw new UncheckedIOException("an audit row cannot be kept in " + file, e);
        }
    }

    private void append(String line) throws IOException {
        try (FileChannel out =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            long end = out.size();
            // A newline first where a crash left half a line.
            boolean isTorn = end > 0 && lastByte(out, end) != '\n';
            ByteBuffer bytes = ByteBuffer.wrap(((isTorn ? "\n" : "") + line + "\n").getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                out.write(bytes, end + bytes.position());
            }
            out.force(true);
        }
    }

    private static byte lastByte(FileChannel out, long end) throws IOException {
        ByteBuffer last = ByteBuffer.allocate(1);
        out.read(last, end - 1);
        return last.get(0);
    }

    /** The newest first. */
    synchronized List<AuditEntry> newest(int limit) {
        List<AuditEntry> entries = new ArrayList<>();
        try {
            for (Path each : List.of(before, file)) {
                for (String line : lines(each)) {
                    read(line).ifPresent(entries::add);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("audit rows cannot be read in " + file, e);
        }
        return entries.reversed().stream().limit(limit).toList();
    }

    private static List<String> lines(Path file) throws IOException {
        try {
            return Files.readAllLines(file);
        } catch (NoSuchFileException e) {
            return List.of();
        }
    }

    private Optional<AuditEntry> read(String line) {
        try {
            JsonNode row = json.readTree(line);
            return Optional.of(new AuditEntry(
                    UUID.fromString(row.path("id").asText()),
                    Instant.parse(row.path("at").asText()),
                    row.path("who").asText(),
                    row.path("action").asText(),
                    row.path("project").asText(),
                    row.path("letters").asLong(),
                    row.path("ids").asText(),
                    row.path("detail").asText()));
        } catch (IOException | IllegalArgumentException | DateTimeException e) {
            return Optional.empty();
        }
    }
}
