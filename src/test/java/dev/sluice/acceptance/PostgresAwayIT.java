package dev.sluice.acceptance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.testsupport.OwnPostgres;
import dev.sluice.testsupport.RunningGateway;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A gateway whose spool is in Postgres, while Postgres hangs. */
class PostgresAwayIT {
    private static final String TOKEN = "phc_postgresaway";

    @TempDir
    Path dataDir;

    @Test
    void events_are_answered_with_503_health_says_why_and_all_recovers_by_itself() throws Exception {
        try (Upstream postHog = new Upstream();
                OwnPostgres postgres = new OwnPostgres()) {
            Map<String, String> environment = new HashMap<>(RunningGateway.deliveringTo(postHog.uri(), TOKEN));
            environment.put("SLUICE_SPOOL", "postgres");
            environment.put("DATABASE_URL", postgres.url());
            try (RunningGateway gateway = RunningGateway.start(dataDir, environment)) {
                assertThat(send(gateway, "before").statusCode()).isEqualTo(200);

                postgres.pause();
                HttpResponse<String> during = send(gateway, "during");
                assertThat(during.statusCode()).isEqualTo(503);
                assertThat(during.headers().firstValue("Retry-After")).isPresent();
                await().untilAsserted(() -> assertThat(gateway.get("/health").body())
                        .contains("\"postgres\":\"error\"")
                        .contains("\"writable\":false")
                        .contains("DATABASE_URL"));
                assertThat(gateway.get("/q/health/live").statusCode()).isEqualTo(200);

                postgres.resume();
                await().atMost(Duration.ofSeconds(30))
                        .until(() -> gateway.get("/health").statusCode() == 200);
                assertThat(send(gateway, "after").statusCode()).isEqualTo(200);
                await().atMost(Duration.ofSeconds(30))
                        .untilAsserted(() -> assertThat(postHog.events())
                                .extracting(event -> event.path("event").asText())
                                .contains("before", "after"));
            }
        }
    }

    private static HttpResponse<String> send(RunningGateway gateway, String event) {
        String body = "{\"api_key\":\"" + TOKEN + "\",\"event\":\"" + event + "\",\"distinct_id\":\"d\"}";
        return gateway.post("/e/", body.getBytes(UTF_8), "Content-Type", "application/json");
    }
}
