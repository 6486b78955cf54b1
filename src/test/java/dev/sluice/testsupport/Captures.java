package dev.sluice.testsupport;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The recorded requests of real SDKs in {@code ../shared/captures}, where that folder is. */
public final class Captures {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<String> V0_PATHS =
            Set.of("/e/", "/i/v0/e/", "/capture/", "/track/", "/engage/", "/batch/", "/batch", "/s/", "/ingest/e/");

    private Captures() {}

    /** Empty where the folder is absent; the caller then skips and says so. */
    public static Optional<Path> folder() {
        Path folder = Path.of(System.getProperty("shared.folder", "../shared"), "captures");
        return Files.isDirectory(folder) ? Optional.of(folder) : Optional.empty();
    }

    /** Every recorded POST to a v0 capture path, in order of arrival. */
    public static List<Capture> v0(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".json"))
                    .sorted()
                    .map(Captures::read)
                    .filter(capture -> capture.method().equals("POST") && V0_PATHS.contains(capture.pathWithoutQuery()))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Capture read(Path description) {
        try {
            JsonNode node = JSON.readTree(description.toFile());
            String name = description.getFileName().toString();
            Path body = description.resolveSibling(name.substring(0, name.length() - 5) + ".body");
            return new Capture(
                    name,
                    node.get("method").asText(),
                    node.get("path").asText(),
                    node.get("headers")
                            .valueStream()
                            .map(pair ->
                                    new Header(pair.get(0).asText(), pair.get(1).asText()))
                            .toList(),
                    Files.readAllBytes(body),
                    node.path("summary"),
                    node.path("receivedAt").asText());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public record Header(String name, String value) {}

    public record Capture(
            String name,
            String method,
            String path,
            List<Header> headers,
            byte[] body,
            JsonNode summary,
            String receivedAt) {
        public String pathWithoutQuery() {
            int query = path.indexOf('?');
            return query < 0 ? path : path.substring(0, query);
        }
    }
}
