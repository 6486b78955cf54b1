package dev.sluice.acceptance;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.testsupport.RecordingSentry;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Pages whose Sentry SDK sends one error after the other through the tunnel, each again until it was answered. */
final class EnvelopeSender implements AutoCloseable {
    private static final int PAGES = 4;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
    private final String dsn;
    private final Supplier<URI> tunnel;
    private final Set<String> acknowledged = ConcurrentHashMap.newKeySet();
    private final Set<Integer> unexpected = ConcurrentHashMap.newKeySet();
    private final List<Thread> pages = new ArrayList<>();
    private volatile boolean stopping;

    EnvelopeSender(String dsn, Supplier<URI> tunnel) {
        this.dsn = dsn;
        this.tunnel = tunnel;
    }

    void start() {
        for (int i = 0; i < PAGES; i++) {
            pages.add(Thread.ofVirtual().start(this::browse));
        }
    }

    /** Ids of the envelopes that were answered with 200. */
    Set<String> acknowledged() {
        return Set.copyOf(acknowledged);
    }

    /** Statuses other than 200 and 503. */
    Set<Integer> unexpectedAnswers() {
        return Set.copyOf(unexpected);
    }

    /** One envelope with one error. */
    static byte[] envelope(String id, String dsn) {
        return envelope(id, dsn, "it broke");
    }

    /** The same with an error that has more to say. */
    static byte[] envelope(String id, String dsn, String message) {
        String event = "{\"event_id\":\"" + id + "\",\"level\":\"error\",\"message\":\"" + message + "\"}";
        return ("{\"event_id\":\"" + id + "\",\"dsn\":\"" + dsn + "\"}\n{\"type\":\"event\"}\n" + event)
                .getBytes(UTF_8);
    }

    static String newId() {
        return UUID.randomUUID().toString().replace("-", "");
    }

    /** The ids of the envelopes that Sentry has taken. */
    static Set<String> arrived(RecordingSentry sentry) {
        Set<String> ids = ConcurrentHashMap.newKeySet();
        for (RecordingSentry.Received each : sentry.envelopes()) {
            String text = each.text();
            try {
                ids.add(JSON.readTree(text.substring(0, text.indexOf('\n')))
                        .path("event_id")
                        .asText());
            } catch (JsonProcessingException e) {
                throw new AssertionError("an envelope without a header arrived", e);
            }
        }
        return ids;
    }

    @Override
    public void close() throws InterruptedException {
        stopping = true;
        for (Thread page : pages) {
            page.join();
        }
        http.close();
    }

    private void browse() {
        try {
            while (!stopping) {
                send(newId());
                TimeUnit.MILLISECONDS.sleep(2);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void send(String id) throws InterruptedException {
        while (!stopping) {
            try {
                int status = http.send(
                                HttpRequest.newBuilder(tunnel.get())
                                        .timeout(Duration.ofSeconds(10))
                                        .POST(HttpRequest.BodyPublishers.ofByteArray(envelope(id, dsn)))
                                        .build(),
                                HttpResponse.BodyHandlers.discarding())
                        .statusCode();
                if (status == 200) {
                    acknowledged.add(id);
                    return;
                }
                if (status != 503) {
                    unexpected.add(status);
                    return;
                }
            } catch (IOException e) {
                // Killed, or not up yet: as SDKs with an offline transport do, it is sent again.
                TimeUnit.MILLISECONDS.sleep(20);
            }
        }
    }
}
