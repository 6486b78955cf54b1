package dev.sluice.report.sentry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.config.SentryDsn;
import dev.sluice.testsupport.RecordingServer;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Takes envelopes with one item each, and shows the payloads of a type. */
public final class TakingSentry implements AutoCloseable {
    private final RecordingServer server = RecordingServer.start();
    private final ObjectMapper json = new ObjectMapper();

    public RecordingServer server() {
        return server;
    }

    public SentryEndpoint endpoint() {
        return new SentryEndpoint(
                SentryDsn.parse("http://publickey@127.0.0.1:" + server.port() + "/42")
                        .orElseThrow(),
                "staging",
                Optional.of("sluice@9.9.9"));
    }

    /** The payloads of the items of that type, in the order in which they came. */
    public List<JsonNode> items(String type) {
        return server.requests().stream()
                // The SDK's own envelopes are compressed, spans are no envelopes.
                .filter(request -> request.uri().endsWith("/envelope/")
                        && !new String(request.head(), StandardCharsets.UTF_8)
                                .toLowerCase(Locale.ROOT)
                                .contains("content-encoding: gzip"))
                .map(request -> new String(request.body(), StandardCharsets.UTF_8).split("\n"))
                .filter(lines ->
                        lines.length > 2 && read(lines[1]).path("type").asText().equals(type))
                .map(lines -> read(lines[2]))
                .toList();
    }

    private JsonNode read(String line) {
        try {
            return json.readTree(line);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        server.close();
    }
}
