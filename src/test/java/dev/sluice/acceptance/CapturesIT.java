package dev.sluice.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.testsupport.Captures;
import dev.sluice.testsupport.Captures.Capture;
import dev.sluice.testsupport.Captures.Header;
import dev.sluice.testsupport.RunningGateway;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every recorded request of a real SDK to a v0 capture path, posted as recorded: 200, and the same events arrive upstream
 * without the planted identities.
 */
class CapturesIT {
    private static final String TOKEN = "phc_testgatewaytoken0000000000000000000000000000";
    private static final Set<String> NOT_SENT = Set.of("host", "content-length", "connection");
    private static final Pattern PLANTED =
            Pattern.compile("jane\\.query(@|%40)example\\.com|billing(@|%40)example\\.com"
                    + "|customer\\d+(@|%40)example\\.com|555\\D{0,4}010\\D{0,2}7\\d{3}|4242\\D?4242\\D?4242\\D?4242|203\\.0\\.113\\.7"
                    + "|078-05-1120|rst_5f3c9a1e|user-secret-1");
    private static final Pattern PERSONAL_KEY = Pattern.compile(
            "e?mail|phone|tel|name|address|street|password|passwd|secret|card|ssn|token|cookie|authorization|owner|ip|"
                    + "first_login_ip|signup_ip|ip_hint|customer|gclid",
            Pattern.CASE_INSENSITIVE);

    @TempDir
    Path dataDir;

    @Test
    void every_recorded_request_is_accepted_and_its_events_arrive_whole_and_clean() throws Exception {
        Optional<Path> folder = Captures.folder();
        assumeTrue(folder.isPresent(), "skipped: ../shared/captures is not here");
        List<String> problems = new ArrayList<>();
        try (Upstream postHog = new Upstream();
                RunningGateway gateway =
                        RunningGateway.start(dataDir, RunningGateway.deliveringTo(postHog.uri(), TOKEN))) {
            Set<String> uuids = new LinkedHashSet<>();
            List<Posted> posted = new ArrayList<>();
            for (Capture capture : Captures.v0(folder.get())) {
                List<JsonNode> events = RecordedBody.events(capture);
                // A recording of a retry holds events that were posted before: duplicates by design.
                boolean repeated = events.stream()
                        .anyMatch(e ->
                                e.hasNonNull("uuid") && !uuids.add(e.get("uuid").asText()));
                Instant before = Instant.now();
                HttpResponse<String> answer = gateway.post(
                        capture.path(),
                        capture.body(),
                        capture.headers().stream()
                                .filter(header -> isSendable(header))
                                .flatMap(header -> java.util.stream.Stream.of(header.name(), header.value()))
                                .toArray(String[]::new));
                Instant after = Instant.now();
                boolean beacon = capture.path().contains("beacon=1");
                if (answer.statusCode() != (beacon ? 204 : 200)) {
                    problems.add(capture.name() + ": answered " + answer.statusCode() + " " + answer.body());
                } else if (!repeated) {
                    posted.add(new Posted(capture, events, before, after));
                }
            }
            int expected = posted.stream().mapToInt(p -> p.events().size()).sum();
            await().atMost(Duration.ofSeconds(60)).until(() -> gateway.metric("sluice_events_pending") == 0);
            Map<String, JsonNode> byUuid = new HashMap<>();
            for (JsonNode event : postHog.events()) {
                byUuid.put(event.path("uuid").asText(), event);
            }
            List<JsonNode> unmatched = new ArrayList<>(postHog.events());
            for (Posted request : posted) {
                compare(request, byUuid, unmatched, problems);
            }
            assertThat(postHog.events().size()).isGreaterThanOrEqualTo(expected);
            for (JsonNode event : postHog.events()) {
                String text = RecordedBody.withInnerGzipOpened(event).toString();
                var planted = PLANTED.matcher(text);
                if (planted.find()) {
                    problems.add(event.path("event").asText() + ": a planted value is left, at "
                            + text.substring(Math.max(0, planted.start() - 60), planted.end()));
                }
            }
            assertNothingPlantedIsKept(problems);
            var logged = PLANTED.matcher(gateway.log());
            if (logged.find()) {
                problems.add("a planted value is in the log");
            }
        }
        assertThat(problems).isEmpty();
    }

    private record Posted(Capture capture, List<JsonNode> events, Instant before, Instant after) {}

    private void assertNothingPlantedIsKept(List<String> problems) throws IOException {
        try (var files = Files.walk(dataDir)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String text = new String(Files.readAllBytes(file), java.nio.charset.StandardCharsets.ISO_8859_1);
                if (PLANTED.matcher(text).find()) {
                    problems.add("a planted value is in " + dataDir.relativize(file));
                }
            }
        }
    }

    private static boolean isSendable(Header header) {
        return !NOT_SENT.contains(header.name().toLowerCase(Locale.ROOT));
    }

    private static void compare(
            Posted request, Map<String, JsonNode> byUuid, List<JsonNode> unmatched, List<String> problems) {
        String where = request.capture().name();
        Set<Long> arrivals = new LinkedHashSet<>();
        for (JsonNode sent : request.events()) {
            JsonNode arrived = sent.hasNonNull("uuid")
                    ? byUuid.get(sent.get("uuid").asText())
                    : unmatched.stream()
                            .filter(candidate -> isProbably(sent, candidate))
                            .findFirst()
                            .orElse(null);
            if (arrived == null) {
                problems.add(where + ": " + sent.path("event").asText() + " did not arrive");
                continue;
            }
            unmatched.remove(arrived);
            String name = sent.path("event").asText("$identify");
            if (!name.equals(arrived.path("event").asText())) {
                problems.add(where + ": " + name + " arrived under another name");
            }
            if (!sent.at("/properties/$session_id").equals(arrived.at("/properties/$session_id"))) {
                problems.add(where + ": another $session_id");
            }
            RecordedBody.arrival(request.capture(), sent, arrived).ifPresent(arrivals::add);
            JsonNode before = RecordedBody.withInnerGzipOpened(sent);
            JsonNode after = RecordedBody.withInnerGzipOpened(arrived);
            difference("", before, after, where + " " + name, problems);
        }
        for (long arrival : arrivals) {
            if (arrival < request.before().toEpochMilli() - 1
                    || arrival > request.after().toEpochMilli() + 1) {
                problems.add(where + ": a timestamp is off by "
                        + (arrival - request.before().toEpochMilli()) + " ms");
            }
        }
        // One request, one arrival: all its events are corrected by the same instant, to the millisecond.
        if (arrivals.size() > 2) {
            problems.add(where + ": timestamps of one request were corrected differently: " + arrivals);
        }
    }

    private static boolean isProbably(JsonNode sent, JsonNode candidate) {
        return sent.path("event")
                        .asText("$identify")
                        .equals(candidate.path("event").asText())
                && sent.at("/properties/$insert_id").equals(candidate.at("/properties/$insert_id"))
                && sent.at("/properties/$time").equals(candidate.at("/properties/$time"))
                && sent.at("/properties/$lib").equals(candidate.at("/properties/$lib"));
    }

    /** Whatever differs must be something the firewall or the fix in place is there for. */
    private static void difference(String path, JsonNode sent, JsonNode arrived, String where, List<String> problems) {
        if (sent.equals(arrived) || isFixedInPlace(path)) {
            return;
        }
        if (path.equals("/properties") && sent.isMissingNode()) {
            return; // an /engage/ body has none, and $ip needs a place
        }
        if (sent.isObject() && arrived.isObject()) {
            Set<String> names = new LinkedHashSet<>();
            sent.fieldNames().forEachRemaining(names::add);
            arrived.fieldNames().forEachRemaining(names::add);
            for (String name : names) {
                if (!arrived.has(name) && PLANTED.matcher(name).find()) {
                    continue; // a key that was personal itself
                }
                if (!sent.has(name) && sent.size() == arrived.size()) {
                    continue; // its replacement
                }
                difference(path + "/" + name, sent.path(name), arrived.path(name), where, problems);
            }
            return;
        }
        if (sent.isArray() && arrived.isArray() && sent.size() == arrived.size()) {
            for (int i = 0; i < sent.size(); i++) {
                difference(path + "/" + i, sent.get(i), arrived.get(i), where, problems);
            }
            return;
        }
        if (isTyped(path) && arrived.asText().matches("\\*+")) {
            return; // what is typed into a recorded page is never told, whatever it was
        }
        boolean personalText = sent.isTextual() && looksPersonal(sent.asText());
        boolean personalKey = PERSONAL_KEY.matcher(path).find();
        if (!personalText && !personalKey) {
            problems.add(where + ": " + path + " changed from " + sent.getNodeType() + " " + shorten(sent) + " to "
                    + shorten(arrived));
        }
    }

    private static boolean isFixedInPlace(String path) {
        return path.equals("/uuid")
                || path.equals("/timestamp")
                || path.equals("/offset")
                || path.equals("/event")
                || path.equals("/properties/$ip")
                || path.equals("/properties/$geoip_disable")
                || path.equals("/api_key");
    }

    private static boolean isTyped(String path) {
        return path.startsWith("/properties/$snapshot_data/")
                && (path.endsWith("/data/text") || path.endsWith("/attributes/value"));
    }

    private static boolean looksPersonal(String text) {
        return PLANTED.matcher(text).find()
                || text.contains("@")
                || text.contains("%40")
                || text.contains("token=")
                || text.contains("Jane")
                || text.contains("gclid=");
    }

    private static String shorten(JsonNode node) {
        String text = node.toString();
        return text.length() > 120 ? text.substring(0, 120) + "…" : text;
    }

    static Instant instant(String timestamp) {
        return OffsetDateTime.parse(timestamp).toInstant();
    }
}
