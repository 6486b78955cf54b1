package dev.sluice.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.dedup.LocalSeenIds;
import dev.sluice.ledger.Balance;
import dev.sluice.ledger.Balance.Reasons;
import dev.sluice.ledger.Ledger;
import dev.sluice.project.Project;
import dev.sluice.project.Projects;
import dev.sluice.spool.Frame;
import dev.sluice.spool.Spool.Outcomes;
import dev.sluice.spool.Spool.Recovered;
import dev.sluice.spool.local.LocalSpool;
import dev.sluice.spool.local.LocalSpoolOptions;
import dev.sluice.testsupport.RecordingPostHog;
import dev.sluice.testsupport.RecordingPostHog.Answer;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Delivery over the real spool and the real journal of claims, whose files are copied in the middle as a crash leaves them. */
class CrashTest {
    @TempDir
    Path temporary;

    private final Vertx vertx = Vertx.vertx();
    private final RecordingPostHog posthog = RecordingPostHog.start(vertx);
    private final PostHogClient client =
            new PostHogClient(vertx, "test", Duration.ofSeconds(5), InstantSource.system());

    @AfterEach
    void close() {
        client.close();
        posthog.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void what_was_claimed_and_not_delivered_is_delivered_from_what_a_crash_left() throws Exception {
        Path crashed = temporary.resolve("crashed");
        try (Gateway gateway = new Gateway(temporary.resolve("first"))) {
            AtomicInteger requests = new AtomicInteger();
            posthog.answer(request -> {
                requests.incrementAndGet();
                return Answer.status(503);
            });
            gateway.append(SampleFrames.deflated("shop", SampleFrames.range(0, 300)));
            gateway.append(SampleFrames.raw("shop", 1, 2, 300));
            gateway.append(SampleFrames.deflated("shop", SampleFrames.range(301, 900)));
            await().until(() -> requests.get() > 3);
            copy(temporary.resolve("first"), crashed);
        }
        posthog.answer(request -> Answer.ok());

        try (Gateway gateway = new Gateway(crashed)) {
            gateway.awaitNothingPending();

            assertThat(posthog.ingested()).hasSize(900);
            assertThat(posthog.folded()).hasSize(900);
            assertThat(gateway.balance.snapshot().get("shop"))
                    .isEqualTo(new Balance.Account(902, new Outcomes(900, 2, 0, 0), 0, Reasons.NONE));
        }
    }

    @Test
    void a_clean_restart_sends_nothing_twice_and_keeps_the_books() throws Exception {
        Path data = temporary.resolve("data");
        try (Gateway gateway = new Gateway(data)) {
            gateway.append(SampleFrames.deflated("shop", SampleFrames.range(0, 300)));
            gateway.awaitNothingPending();
        }

        try (Gateway gateway = new Gateway(data)) {
            gateway.append(SampleFrames.raw("shop", 5, 300));
            gateway.awaitNothingPending();

            assertThat(posthog.ingested()).hasSize(301);
            assertThat(gateway.balance.snapshot().get("shop"))
                    .isEqualTo(new Balance.Account(302, new Outcomes(301, 1, 0, 0), 0, Reasons.NONE));
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file).toString()));
            }
        }
    }

    private final class Gateway implements AutoCloseable {
        private final LocalSpool spool;
        private final LocalSeenIds seenIds;
        private final Balance balance = new Balance();
        private final DeliveryLoop loop;

        private Gateway(Path data) throws IOException {
            Files.createDirectories(data);
            spool = new LocalSpool(data.resolve("spool"), true, 0, InstantSource.system(), LocalSpoolOptions.DEFAULTS);
            spool.start();
            spool.recovered().forEach(this::open);
            seenIds = LocalSeenIds.open(data, Duration.ofHours(1), 10_000, InstantSource.system());
            loop = new DeliveryLoop(
                    spool,
                    seenIds,
                    () -> new OneProject(),
                    client,
                    SharedCircuits.NONE,
                    new MemoryDeadLetters(),
                    balance,
                    Ledger.NONE,
                    DeliveryListener.NONE,
                    DeliveryOptions.DEFAULT,
                    InstantSource.system());
            loop.start();
        }

        private void open(String project, Recovered found) {
            balance.open(project, found.totals(), found.pending());
        }

        private void append(Frame frame) {
            balance.received(frame.project(), frame.entries().size(), Outcomes.NONE);
            spool.append(List.of(frame)).toCompletableFuture().join();
        }

        private void awaitNothingPending() {
            await().atMost(Duration.ofSeconds(30)).until(() -> spool.status().pendingEvents() == 0);
        }

        @Override
        public void close() {
            try {
                loop.stop(Duration.ofSeconds(1));
            } catch (InterruptedException e) {
                throw new UncheckedIOException(new IOException(e));
            }
            spool.close();
            seenIds.close();
        }
    }

    private final class OneProject implements Projects {
        @Override
        public Optional<Project> byToken(String token) {
            return Optional.empty();
        }

        @Override
        public Optional<Project> byName(String name) {
            return all().stream().filter(project -> project.name().equals(name)).findFirst();
        }

        @Override
        public List<Project> all() {
            return List.of(new Project("shop", "phc_shop", posthog.uri(), posthog.uri()));
        }
    }
}
