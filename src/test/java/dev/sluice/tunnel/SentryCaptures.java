package dev.sluice.tunnel;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.testsupport.Captures;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/** The recorded envelopes of Sentry's SDKs. */
public final class SentryCaptures {
    public static final String DSN = "https://11112222333344445555666677778888@o4242.ingest.sentry.example.com/1337";

    /** What the recorded page and backend planted (their sources: tools/ beside the captures). */
    public static final Pattern PLANTED = Pattern.compile(
            "(?i)(jane\\.roe|john\\.doe)(@|%40)example\\.com|\"jane\\.roe\""
                    + "|4111[ -]?1111[ -]?1111[ -]?1111|5555[ -]?5555[ -]?5555[ -]?4444|078-05-1120|hunter2|abc\\.def\\.ghi|pa55"
                    + "|sk_test_123|tok_123456|s3cr3t|202-555-0147|Jane Roe|203\\.0\\.113\\.7(?!\\d)|198\\.51\\.100\\.23(?!\\d)");

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path SELECTION = Path.of("src", "test", "resources", "captures", "sentry");

    private SentryCaptures() {}

    /**
     * One recorded request.
     *
     * @param headers as recorded, names in lower case
     * @param body as recorded
     */
    public record Recorded(String name, String path, Map<String, String> headers, byte[] body) {
        /** Inflated, and with the DSN that a tunnel needs where the SDK talked to Sentry itself. */
        public byte[] envelope() {
            String text = new String(body[0] == 0x1f ? gunzip(body) : body, ISO_8859_1);
            int line = text.indexOf('\n');
            String header = text.substring(0, line);
            if (!header.contains("\"dsn\"")) {
                String comma = header.strip().equals("{}") ? "" : ",";
                header = "{\"dsn\":\"" + DSN + "\"" + comma + header.substring(1);
            }
            return (header + text.substring(line)).getBytes(ISO_8859_1);
        }

        @Override
        public String toString() {
            return name;
        }
    }

    /** The few that stand beside the tests. */
    public static List<Recorded> selection() {
        try (Stream<Path> files = Files.list(SELECTION)) {
            return files.filter(file -> file.toString().endsWith(".body"))
                    .sorted()
                    .map(file -> new Recorded(String.valueOf(file.getFileName()), "/tunnel", Map.of(), bytes(file)))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Every one; empty where the shared folder is absent. */
    public static Optional<List<Recorded>> all() {
        return Captures.folder()
                .map(folder -> folder.resolve("sentry"))
                .filter(Files::isDirectory)
                .map(folder -> {
                    try (Stream<Path> files = Files.list(folder)) {
                        return files.filter(file -> file.toString().endsWith(".json"))
                                .sorted()
                                .map(SentryCaptures::read)
                                .filter(recorded -> !recorded.name().contains("app-request"))
                                .toList();
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                });
    }

    private static Recorded read(Path description) {
        try {
            JsonNode node = JSON.readTree(description.toFile());
            String name = String.valueOf(description.getFileName());
            Map<String, String> headers = new HashMap<>();
            node.get("headers")
                    .properties()
                    .forEach(header -> headers.put(
                            header.getKey().toLowerCase(Locale.ROOT),
                            header.getValue().asText()));
            Path body = description.resolveSibling(name.substring(0, name.length() - 5) + ".body");
            return new Recorded(name, node.get("path").asText(), headers, bytes(body));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The whole envelope as one text, recordings unpacked, so that it can be searched. */
    public static String unpacked(byte[] envelope) {
        SentryRules.Envelope read = SentryRules.read(envelope, false);
        StringBuilder text = new StringBuilder(read.header().toString());
        for (SentryRules.Item item : read.items()) {
            text.append('\n').append(item.header());
            text.append('\n').append(item.isJson() ? item.json().toString() : new String(item.payload(), UTF_8));
        }
        return text.toString();
    }

    private static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] gunzip(byte[] packed) {
        try (var in = new GZIPInputStream(new ByteArrayInputStream(packed))) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
