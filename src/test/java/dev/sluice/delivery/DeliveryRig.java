package dev.sluice.delivery;

import static org.awaitility.Awaitility.await;

import dev.sluice.dedup.LayeredSeenIds;
import dev.sluice.dedup.LocalSeenIds;
import dev.sluice.failure.Failure;
import dev.sluice.ledger.Balance;
import dev.sluice.ledger.Ledger;
import dev.sluice.project.Project;
import dev.sluice.project.Projects;
import dev.sluice.spool.Frame;
import dev.sluice.spool.Spool.Outcomes;
import dev.sluice.testsupport.RecordingPostHog;
import dev.sluice.trace.Tracing;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A delivery loop between a spool in memory and a recording PostHog, with waits short enough for tests. */
final class DeliveryRig implements AutoCloseable {
    final Vertx vertx = Vertx.vertx();
    final RecordingPostHog posthog = RecordingPostHog.start(vertx);
    final MemoryDeadLetters deadLetters = new MemoryDeadLetters();
    final List<Failure> failures = new CopyOnWriteArrayList<>();
    private final Path data;
    private final PostHogClient client;
    MemorySpool spool = new MemorySpool();
    private Balance balance = new Balance();
    private DeliveryOptions options = quick(64L << 20);
    private Tracing tracing = Tracing.OFF;
    private boolean isSpoolCommon;
    private LocalSeenIds seenIds;
    private @Nullable DeliveryLoop loop;
    private volatile List<String> projects = List.of("shop", "gone");

    DeliveryRig() {
        this(Duration.ofMillis(700));
    }

    /** @param answerWithin for tests that count attempts, long enough that none fails because the machine is busy */
    DeliveryRig(Duration answerWithin) {
        client = new PostHogClient(vertx, "test", answerWithin, InstantSource.system());
        try {
            data = Files.createTempDirectory("sluice-delivery");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        seenIds = openSeenIds();
    }

    /** Without Redis, a spool that other replicas read, too. */
    void shareSpool() {
        isSpoolCommon = true;
    }

    void record(Tracing choice) {
        tracing = choice;
    }

    void holdAtMost(long bytes) {
        options = quick(bytes);
    }

    void configure(String... names) {
        projects = List.of(names);
    }

    void append(Frame... frames) {
        for (Frame frame : frames) {
            balance.received(frame.project(), frame.entries().size(), Outcomes.NONE);
        }
        spool.append(List.of(frames));
    }

    void start() {
        loop = new DeliveryLoop(
                spool,
                isSpoolCommon ? LayeredSeenIds.inProcessOfCommon(seenIds) : seenIds,
                () -> new NamedProjects(projects),
                client,
                SharedCircuits.NONE,
                deadLetters,
                balance,
                Ledger.NONE,
                new DeliveryListener() {
                    @Override
                    public void failed(Failure failure) {
                        failures.add(failure);
                    }
                },
                options,
                InstantSource.system(),
                tracing);
        loop.start();
    }

    /** What was in memory is gone; the spool and the journal of seen ids are not. */
    void crashAndStart() {
        stop();
        seenIds.close();
        seenIds = openSeenIds();
        spool = spool.restarted();
        start();
    }

    void awaitAllDone() {
        await().atMost(Duration.ofSeconds(30))
                .until(() -> spool.pendingOrdinals().isEmpty());
    }

    DeliveryStatus status() {
        if (loop == null) {
            throw new IllegalStateException("not started");
        }
        return loop.status();
    }

    Outcomes outcomes(String project) {
        Balance.Account account = balance.snapshot().get(project);
        return account == null ? Outcomes.NONE : account.outcomes();
    }

    /** The uuids that PostHog took, repeats included. */
    List<String> uuids() {
        return posthog.ingested().stream()
                .map(event -> event.path("uuid").asText())
                .toList();
    }

    static List<String> uuidsOf(int... numbers) {
        return Arrays.stream(numbers)
                .mapToObj(n -> SampleFrames.uuid(n).toString())
                .toList();
    }

    @Override
    public void close() {
        stop();
        client.close();
        posthog.close();
        seenIds.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
        try (Stream<Path> files = Files.walk(data)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void stop() {
        if (loop != null) {
            try {
                loop.stop(Duration.ofMillis(100));
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private static DeliveryOptions quick(long maxHeldBytes) {
        return new DeliveryOptions(
                500,
                4L << 20,
                8L << 20,
                Duration.ofMillis(20),
                maxHeldBytes,
                8,
                500,
                Duration.ofMillis(50),
                new RetrySchedule(Duration.ofMillis(5), Duration.ofMillis(50)),
                5,
                new RetrySchedule(Duration.ofMillis(5), Duration.ofMillis(20)));
    }

    private LocalSeenIds openSeenIds() {
        return LocalSeenIds.open(data, Duration.ofHours(1), 100_000, InstantSource.system());
    }

    private final class NamedProjects implements Projects {
        private final List<String> names;

        private NamedProjects(List<String> names) {
            this.names = names;
        }

        @Override
        public Optional<Project> byToken(String token) {
            return all().stream()
                    .filter(project -> project.token().equals(token))
                    .findFirst();
        }

        @Override
        public Optional<Project> byName(String name) {
            return all().stream().filter(project -> project.name().equals(name)).findFirst();
        }

        @Override
        public List<Project> all() {
            return names.stream()
                    .map(name -> new Project(name, "phc_" + name, posthog.uri(), posthog.uri()))
                    .toList();
        }
    }
}
