package dev.sluice.acceptance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.testsupport.RunningGateway;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nothing random is frozen into the binary: two starts of it give different ids and keys. */
class TwoStartsIT {
    private static final String TOKEN = "phc_twostarts";

    @TempDir
    Path folder;

    @Test
    void two_starts_share_no_id_and_no_key() throws Exception {
        List<String> first = start("first");
        List<String> second = start("second");

        for (int i = 0; i < first.size(); i++) {
            assertThat(second.get(i)).isNotBlank().isNotEqualTo(first.get(i));
        }
    }

    private List<String> start(String name) throws Exception {
        Path data = folder.resolve(name);
        try (Upstream postHog = new Upstream();
                RunningGateway gateway =
                        RunningGateway.start(data, RunningGateway.deliveringTo(postHog.uri(), TOKEN))) {
            String body = "{\"api_key\":\"" + TOKEN + "\",\"event\":\"x\",\"distinct_id\":\"someone@example.com\"}";
            HttpResponse<String> answer = gateway.post("/e/", body.getBytes(UTF_8), "Content-Type", "application/json");
            await().atMost(Duration.ofSeconds(20)).until(() -> !postHog.events().isEmpty());
            // The end of the uuid: its beginning is the time, which differs anyway.
            String uuid = postHog.events().getFirst().path("uuid").asText();
            return Stream.of(
                            answer.headers().firstValue("X-Request-Id").orElseThrow(),
                            uuid.substring(19),
                            postHog.events().getFirst().path("distinct_id").asText(),
                            Files.readString(data.resolve("pseudonym.key"), UTF_8))
                    .toList();
        }
    }
}
