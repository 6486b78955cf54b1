package dev.sluice.acceptance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testsupport.RunningGateway;
import java.util.UUID;

/** Numbered events, sent in requests of many; each must be answered with 200. */
final class Captured {
    private final String token;
    private int next;

    Captured(String token) {
        this.token = token;
    }

    /** The events with the next numbers. */
    void send(RunningGateway gateway, int requests, int eventsPerRequest) {
        for (int request = 0; request < requests; request++) {
            StringBuilder body = new StringBuilder("{\"api_key\":\"" + token + "\",\"batch\":[");
            for (int i = 0; i < eventsPerRequest; i++) {
                body.append(i == 0 ? "" : ",").append(event(next++));
            }
            assertThat(gateway.post("/batch/", body.append("]}").toString().getBytes(UTF_8))
                            .statusCode())
                    .isEqualTo(200);
        }
    }

    int count() {
        return next;
    }

    static int number(String uuid) {
        return (int) UUID.fromString(uuid).getLeastSignificantBits();
    }

    private static String event(int number) {
        return "{\"event\":\"numbered\",\"distinct_id\":\"d\",\"uuid\":\""
                + new UUID(0x0190000000007000L, 0x8000000000000000L | number)
                + "\",\"timestamp\":\"2026-11-20T10:00:00.000Z\"}";
    }
}
