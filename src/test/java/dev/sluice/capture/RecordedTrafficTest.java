package dev.sluice.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.event.SafeEvent;
import dev.sluice.scrub.policy.IpPolicy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Every capture request that real SDKs sent in the recordings of {@code ../shared/captures}, which are not part of this tree. */
class RecordedTrafficTest {
    private final ObjectMapper mapper = new ObjectMapper();
    private final RequestReader reader =
            new RequestReader(OneProject.withToken(OneProject.TOKEN), Firewalls.of(IpPolicy.TRUNCATE), Firewalls.ids());

    record Recording(String name, JsonNode request, byte[] body) {
        String path() {
            String path = request.get("path").textValue();
            int query = path.indexOf('?');
            return query < 0 ? path : path.substring(0, query);
        }

        @Nullable
        String query() {
            String path = request.get("path").textValue();
            int query = path.indexOf('?');
            return query < 0 ? null : path.substring(query + 1);
        }

        @Nullable
        String header(String name) {
            for (JsonNode header : request.get("headers")) {
                if (header.get(0).textValue().equalsIgnoreCase(name)) {
                    return header.get(1).textValue();
                }
            }
            return null;
        }
    }

    @Test
    void every_recorded_request_is_understood() throws Exception {
        int requests = 0;
        int events = 0;
        for (Recording recording : recordings()) {
            CapturePath path = path(recording);
            if (path == null || !recording.request().get("method").textValue().equals("POST")) {
                continue;
            }
            Harvest harvest = read(recording, path);
            requests++;
            events += harvest.events().size();

            assertThat(harvest.rejected()).as(recording.name()).isEmpty();
            assertThat(harvest.withheld()).as(recording.name()).isZero();
            check(recording, harvest.events());
        }

        assertThat(requests).isGreaterThan(150);
        assertThat(events).isGreaterThan(400);
    }

    private void check(Recording recording, List<SafeEvent> events) throws IOException {
        JsonNode summary = recording.request().get("summary");
        List<String> names = new ArrayList<>();
        for (SafeEvent event : events) {
            JsonNode tree = mapper.readTree(event.json());
            names.add(tree.get("event").textValue());
            assertThat(tree.get("uuid").textValue())
                    .as(recording.name())
                    .isEqualTo(event.uuid().toString());
            assertThat(tree.has("offset")).as(recording.name()).isFalse();
            Instant timestamp = Instant.parse(normal(tree.get("timestamp").textValue()));
            assertThat(timestamp)
                    .as(recording.name())
                    .isBefore(received(recording).plusSeconds(86_400));
            assertThat(tree.at("/properties/$ip").textValue())
                    .as(recording.name())
                    .endsWith(".0");
        }
        List<String> expected = texts(summary.path("events"));
        if (!expected.isEmpty()) {
            assertThat(names).as(recording.name()).containsExactlyElementsOf(expected);
        }
        List<String> uuids = texts(summary.path("uuids"));
        if (!uuids.isEmpty()) {
            assertThat(events.stream().map(event -> event.uuid().toString()))
                    .as(recording.name())
                    .containsExactlyElementsOf(uuids);
        }
        if (recording.name().contains("snapshot")) {
            assertThat(events).as(recording.name()).allMatch(event -> event.session() != 0);
        }
    }

    /** Instant.parse knows no {@code +00:00} with microseconds in older formats of the recordings. */
    private static String normal(String timestamp) {
        return timestamp.endsWith("+00:00") ? timestamp.substring(0, timestamp.length() - 6) + "Z" : timestamp;
    }

    private static Instant received(Recording recording) {
        return Instant.parse(recording.request().get("receivedAt").textValue());
    }

    private static @Nullable CapturePath path(Recording recording) {
        CapturePath path = CapturePath.of(recording.path());
        String bare = path == null ? SdkPaths.withoutPrefix(recording.path()) : null;
        return bare == null ? path : CapturePath.of(bare);
    }

    private Harvest read(Recording recording, CapturePath path) {
        WireBody wire = new WireBody(
                recording.body(),
                recording.header("Content-Type"),
                recording.header("Content-Encoding"),
                recording.query(),
                path.isTwiceBase64());
        try {
            return reader.read(new Arrival(
                    path,
                    wire,
                    Firewalls.visitor("198.51.100.0"),
                    received(recording).toEpochMilli(),
                    ""));
        } catch (CaptureException e) {
            throw new AssertionError(recording.name() + ": " + e.sentence(), e);
        }
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(text -> texts.add(text.textValue()));
        return texts;
    }

    private List<Recording> recordings() throws IOException {
        Optional<Path> folder = Stream.of(
                        Path.of(System.getProperty("shared.folder", "../shared")), Path.of("/work/shared"))
                .map(shared -> shared.resolve("captures"))
                .filter(Files::isDirectory)
                .findFirst();
        assumeTrue(folder.isPresent(), "no recordings in ../shared/captures");
        List<Recording> recordings = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder.orElseThrow())) {
            for (Path file : new TreeSet<>(files.toList())) {
                String name = Objects.requireNonNull(file.getFileName()).toString();
                if (name.endsWith(".json")) {
                    Path body = file.resolveSibling(name.replace(".json", ".body"));
                    recordings.add(new Recording(name, mapper.readTree(file.toFile()), Files.readAllBytes(body)));
                }
            }
        }
        return recordings;
    }
}
