package dev.sluice.acceptance;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * Senders that behave like posthog-js: each event has its own uuid and time, a request that got no 200 is sent again with the
 * same events and a new {@code sent_at}, and the ledger remembers what was acknowledged.
 */
final class LedgerLoader implements AutoCloseable {
    private static final int SENDERS = 16;

    private final String token;
    private final Supplier<URI> capture;
    private final Set<UUID> acknowledged = ConcurrentHashMap.newKeySet();
    private final AtomicInteger unexpected = new AtomicInteger();
    private final ExecutorService senders = Executors.newFixedThreadPool(SENDERS);
    private final CountDownLatch finished = new CountDownLatch(SENDERS);
    private volatile boolean stopping;

    LedgerLoader(String token, Supplier<URI> capture) {
        this.token = token;
        this.capture = capture;
    }

    void start() {
        for (int sender = 0; sender < SENDERS; sender++) {
            int number = sender;
            senders.execute(() -> send(number));
        }
    }

    /** Lets each sender finish the event it is at: the gateway must be up. */
    void finish() throws InterruptedException {
        stopping = true;
        if (!finished.await(60, TimeUnit.SECONDS)) {
            throw new AssertionError("a sender still gets no 200 after a minute");
        }
    }

    Set<UUID> acknowledged() {
        return acknowledged;
    }

    /** Answers other than 200, 503 and a broken connection: there should be none. */
    int unexpectedAnswers() {
        return unexpected.get();
    }

    @Override
    public void close() {
        stopping = true;
        senders.shutdownNow();
    }

    private void send(int sender) {
        try (HttpClient http =
                HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build()) {
            while (!stopping) {
                UUID uuid = UUID.randomUUID();
                String time = Instant.now().toString();
                while (!delivered(http, sender, uuid, time)) {
                    TimeUnit.MILLISECONDS.sleep(10);
                }
                acknowledged.add(uuid);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            finished.countDown();
        }
    }

    private boolean delivered(HttpClient http, int sender, UUID uuid, String time) throws InterruptedException {
        String body = """
                {"api_key":"%s","batch":[{"event":"load","uuid":"%s","distinct_id":"sender-%d","timestamp":"%s",\
                "properties":{"note":"n"}}],"sent_at":"%s"}""".formatted(token, uuid, sender, time, Instant.now());
        HttpRequest request = HttpRequest.newBuilder(capture.get())
                .timeout(Duration.ofSeconds(10))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body, UTF_8))
                .build();
        try {
            int status =
                    http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
            if (status != 200 && status != 503) {
                unexpected.incrementAndGet();
            }
            return status == 200;
        } catch (IOException connectionBroken) {
            return false;
        }
    }
}
