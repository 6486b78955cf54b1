package dev.sluice.admin;

import dev.sluice.capture.Edge;
import io.quarkus.logging.Log;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/** Writes the answers of the admin API: what was asked for, or an error in the shape that all of Sluice's errors have. */
final class Answers {
    private Answers() {}

    static Response of(RoutingContext routing, Supplier<Map<String, Object>> work) {
        return of(routing, 200, work);
    }

    static Response of(RoutingContext routing, int status, Supplier<Map<String, Object>> work) {
        try {
            return answer(status, work.get());
        } catch (AdminException e) {
            return error(routing, e.status(), e.code(), String.valueOf(e.getMessage()));
        } catch (UncheckedIOException e) {
            // Our own messages: the places where letters are never quote one.
            Log.warnf("admin: %s", e.getMessage());
            return error(
                    routing,
                    503,
                    "storage_unavailable",
                    "the place of the dead letters or of the audit does not" + " answer; see /health and ask again");
        }
    }

    /** As {@link Edge} named the request. */
    static String requestId(RoutingContext routing) {
        return String.valueOf(routing.<Object>get(Edge.REQUEST_ID));
    }

    private static Response error(RoutingContext routing, int status, String code, String sentence) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("status", "error");
        body.put("code", code);
        body.put("error", sentence);
        body.put("request_id", requestId(routing));
        return answer(status, body);
    }

    private static Response answer(int status, Map<String, Object> body) {
        return Response.status(status)
                .type(MediaType.APPLICATION_JSON_TYPE)
                .entity(body)
                .build();
    }
}
