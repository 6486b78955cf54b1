package dev.sluice.report;

import static io.restassured.RestAssured.given;
import static io.restassured.RestAssured.when;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.not;

import dev.sluice.event.RejectReason;
import dev.sluice.ledger.Balance;
import dev.sluice.spool.Spool;
import dev.sluice.spool.Spool.Outcomes;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@QuarkusTest
@TestProfile(StandInParts.class)
class ReportingTest {
    @Inject
    Spool spool;

    @Inject
    Balance balance;

    @Inject
    SluiceMetrics metrics;

    @AfterEach
    void the_spool_is_well_again() {
        ((ScriptedSpool) spool).reports(new Spool.Status(true, "", 0, 0, 0));
    }

    @Test
    void health_tells_the_whole_contract_when_nothing_is_configured() {
        when().get("/health")
                .then()
                .statusCode(200)
                .contentType("application/json")
                .header("Cache-Control", "no-store")
                .body("status", equalTo("ok"))
                .body("redis", equalTo("disabled"))
                .body("postgres", equalTo("disabled"))
                .body("kafka", equalTo("disabled"))
                .body("posthog", equalTo("unknown"))
                .body("sentry", equalTo("disabled"))
                .body("spool.writable", equalTo(true))
                .body("spool.pending", equalTo(0))
                .body("mode", equalTo("demo"))
                .body("version", equalTo("0.1.0"));
    }

    @Test
    void a_gateway_that_cannot_write_says_so_with_503_and_is_not_ready_but_alive() {
        ((ScriptedSpool) spool).reports(new Spool.Status(false, "no space left on the disk", 7, 3, 1));

        when().get("/health")
                .then()
                .statusCode(503)
                .body("status", equalTo("error"))
                .body("spool.problem", equalTo("no space left on the disk"))
                .body("spool.bytes", equalTo(7))
                .body("spool.pending", equalTo(3));
        when().get("/q/health/ready").then().statusCode(503);
        when().get("/q/health/live").then().statusCode(200);
    }

    @Test
    void readiness_does_not_hang_on_any_bundled_check() {
        when().get("/q/health/ready")
                .then()
                .statusCode(200)
                .body("checks.name", containsInAnyOrder("accepts events", "Graceful Shutdown"))
                .body("checks.find { it.name == 'accepts events' }", not(hasKey("data")));
    }

    @Test
    void the_five_outcomes_are_on_metrics_and_add_up_to_received() {
        balance.received(
                "shop",
                8,
                new Outcomes(0, 0, 2, 0),
                new Balance.Reasons(Map.of(RejectReason.MISSING_EVENT_NAME, 2L), Map.of()));
        balance.ended("shop", new Outcomes(4, 1, 0, 1));
        metrics.captured(1_500_000);

        String page = when().get("/metrics").then().statusCode(200).extract().asString();

        assertThat(page)
                .contains("sluice_events_received_total{project=\"shop\"} 10.0")
                .contains("sluice_events_delivered_total{project=\"shop\"} 4.0")
                .contains("sluice_events_duplicate_total{project=\"shop\"} 1.0")
                .contains("sluice_events_rejected_total{project=\"shop\",reason=\"missing_event_name\"} 2.0")
                .contains("sluice_events_dead_lettered_total{project=\"shop\",reason=\"unrecorded\"} 1.0")
                .contains("sluice_events_pending{project=\"shop\"} 2.0")
                .contains("sluice_capture_seconds_bucket{le=\"0.002\"} 1.0")
                .contains("sluice_capture_seconds_count 1.0")
                .contains("sluice_delivery_batches_total{outcome=\"delivered\"} 0.0")
                .contains("sluice_circuit_open 0.0")
                .contains("sluice_dedup_backend{backend=\"in_process\"} 1.0")
                .contains("sluice_spool_bytes 0.0")
                .contains("sluice_oldest_pending_seconds 0.0");
    }

    @Test
    void an_unhandled_exception_reaches_sentry_without_anything_from_the_request(@TempDir Path dataDir) {
        RecordingSentry sentry = RecordingSentry.start();
        SentryReporter reporter = new SentryReporter(new WithDsn(sentry.dsn()).config(), dataDir, new FailureReports());
        reporter.start();
        try {
            given().queryParam("data", "planted@example.com")
                    .header("X-Forwarded-For", "203.0.113.7")
                    .when()
                    .get("/test-failures/worker")
                    .then()
                    .statusCode(500);
            given().queryParam("data", "planted@example.com")
                    .when()
                    .get("/test-failures/event-loop")
                    .then()
                    .statusCode(500);
        } finally {
            reporter.stop();
        }

        await().untilAsserted(() -> assertThat(sentry.envelopes()).hasSize(2));
        sentry.stop();
        assertThat(String.join("\n", sentry.envelopes()))
                .contains("IllegalArgumentException")
                .contains("onAWorker")
                .contains("onTheEventLoop")
                .contains("sluice@0.1.0")
                .contains("\"environment\":\"production\"")
                .doesNotContain("planted")
                .doesNotContain("203.0.113.7")
                .doesNotContain("server_name");
    }

    @Test
    void an_exception_in_capture_is_one_report_with_the_request_id_and_what_kind_of_request_it_was(
            @TempDir Path dataDir) {
        RecordingSentry sentry = RecordingSentry.start();
        SentryReporter reporter = new SentryReporter(new WithDsn(sentry.dsn()).config(), dataDir, new FailureReports());
        reporter.start();
        ((ScriptedSpool) spool).throwsAtAppend(new IllegalStateException("cannot store planted@example.com"));
        String id;
        try {
            id = given().contentType("application/json")
                    .header("User-Agent", "posthog-python/6.1 planted")
                    .body("{\"token\":\"phc_demo\",\"event\":\"planted\",\"distinct_id\":\"planted\"}")
                    .when()
                    .post("/e/")
                    .then()
                    .statusCode(500)
                    .extract()
                    .header("X-Request-Id");
            // It is reported after the answer, and before Sentry is closed.
            await().until(() -> !sentry.events().isEmpty());
        } finally {
            ((ScriptedSpool) spool).throwsAtAppend(null);
            reporter.stop();
        }

        sentry.stop();
        assertThat(sentry.events()).singleElement().satisfies(event -> {
            assertThat(event.path("tags").path("category").asText()).isEqualTo("capture");
            assertThat(event.path("tags").path("request_id").asText()).isEqualTo(id);
            assertThat(event.path("breadcrumbs")
                            .path(0)
                            .path("data")
                            .path("sdk")
                            .asText())
                    .isEqualTo("posthog-python");
            assertThat(event.path("breadcrumbs")
                            .path(0)
                            .path("data")
                            .path("address")
                            .asText())
                    .isEqualTo("events");
        });
        assertThat(String.join("\n", sentry.envelopes()))
                .contains("IllegalStateException")
                .doesNotContain("planted");
    }

    @Test
    void a_failed_request_leaves_nothing_of_itself_in_the_log() {
        try (CapturedLog log = CapturedLog.open()) {
            given().queryParam("data", "planted@example.com")
                    .when()
                    .get("/test-failures/worker")
                    .then()
                    .statusCode(500);

            await().untilAsserted(() -> assertThat(log.text()).contains("/test-failures/worker?…"));
            assertThat(log.text())
                    .contains("IllegalArgumentException")
                    .contains("onAWorker")
                    .doesNotContain("planted");
        }
    }

    @Test
    void malformed_requests_leave_nothing_of_themselves_in_the_log() throws IOException {
        String[] requests = {
            "GET /e/?data=planted%zz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
            "GET /e/?data=planted{|}^ HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
            "GET http://[planted/?planted HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
            "GET /test-failures/../%2e%2e/planted?a=planted HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
            "planted\r\n\r\n",
            "GET /planted HTTP/1.1\r\nplanted\r\nbad header planted: x\r\n\r\n",
            "POST /e/ HTTP/1.1\r\nHost: x\r\nContent-Length: planted\r\n\r\n",
            "POST /e/ HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nplanted\r\n",
            "GET /health HTTP/1.1\r\nHost: planted planted\r\nCookie: planted\r\nConnection: close\r\n\r\n",
        };
        try (CapturedLog log = CapturedLog.open()) {
            for (String request : requests) {
                send(request);
            }
            when().get("/health").then().statusCode(200);

            assertThat(log.text()).doesNotContain("planted").doesNotContain("VertxException");
        }
    }

    /** Returns when the gateway has answered or hung up. */
    private void send(String request) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), RestAssured.port)) {
            socket.setSoTimeout(5_000);
            OutputStream out = socket.getOutputStream();
            out.write(request.getBytes(StandardCharsets.ISO_8859_1));
            out.flush();
            socket.shutdownOutput();
            socket.getInputStream().readAllBytes();
        }
    }
}
