package dev.sluice.spool.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.spool.Frame;
import dev.sluice.spool.Frames;
import dev.sluice.spool.Spool.Outcomes;
import dev.sluice.spool.Spool.Recovered;
import dev.sluice.spool.StoredFrame;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A large backlog. {@code -Dbacklog.events=5000000} makes it the one of a day, and prints what it costs. */
class LocalSpoolBacklogTest {
    private static final int EVENTS = Integer.getInteger("backlog.events", 100_000);
    private static final int PER_FRAME = 10;
    private static final LocalSpoolOptions OPTIONS = new LocalSpoolOptions(
            EVENTS * 300L / 50, 64L << 20, 65_536, 8L << 20, 1L << 20, Duration.ofMillis(50), Duration.ofSeconds(1));

    @TempDir
    Path data;

    @Test
    void a_start_reads_the_last_segment_only_and_knows_what_is_pending() throws Exception {
        store();
        long started = System.nanoTime();
        CountingFiles files = new CountingFiles();
        try (LocalSpool spool = open(files)) {
            long nanos = System.nanoTime() - started;
            long stored = spool.status().bytes();
            System.out.printf(
                    "start with %d events, %d MB: %d ms, %d KB read%n",
                    EVENTS, stored >> 20, nanos / 1_000_000, files.bytesRead() >> 10);
            assertThat(files.bytesRead()).isLessThan(stored / 10);
            assertThat(spool.status().pendingEvents()).isEqualTo(EVENTS);
            assertThat(spool.status().oldestPendingMillis())
                    .isEqualTo(Frames.frame(0).receivedAtMillis());
            assertThat(spool.recovered()).isEqualTo(Map.of("shop", pending(EVENTS / 2), "blog", pending(EVENTS / 2)));
        }
    }

    @Test
    void one_project_is_delivered_past_the_other_and_is_not_read_again_after_a_crash() throws Exception {
        store();
        try (LocalSpool spool = open(new DiskFiles())) {
            int frames = 0;
            while (frames < EVENTS / PER_FRAME / 2) {
                StoredFrame stored = spool.next(Frames.SOON, Set.of("shop")).orElseThrow();
                assertThat(stored.frame().project()).isEqualTo("blog");
                spool.done(stored, Frames.delivered(stored));
                frames++;
            }
            assertThat(spool.status().pendingEvents()).isEqualTo(EVENTS / 2);
            assertThat(spool.status().oldestPendingMillis())
                    .isLessThanOrEqualTo(Frames.frame(0).receivedAtMillis());
        }

        try (LocalSpool spool = open(new DiskFiles())) {
            assertThat(spool.recovered().get("shop")).isEqualTo(pending(EVENTS / 2));
            int expected = 0;
            for (int frames = EVENTS / PER_FRAME / 2; frames > 0; frames--) {
                StoredFrame stored = Frames.next(spool);
                assertThat(Frames.number(stored)).isEqualTo(expected);
                expected += 2;
                spool.done(stored, Frames.delivered(stored));
            }
            assertThat(spool.next(Duration.ZERO)).isEmpty();
            assertThat(spool.status().pendingEvents()).isZero();
            await().untilAsserted(() -> assertThat(spool.status().bytes()).isZero());
        }
    }

    private void store() {
        try (LocalSpool spool = open(new DiskFiles())) {
            List<CompletableFuture<Void>> answers = new ArrayList<>();
            for (int i = 0; i < EVENTS / PER_FRAME; i++) {
                Frame frame = Frames.frame(i, i % 2 == 0 ? "shop" : "blog", PER_FRAME, 250);
                answers.add(spool.append(List.of(frame)).toCompletableFuture());
                if (answers.size() == 1000) {
                    answers.forEach(CompletableFuture::join);
                    answers.clear();
                }
            }
            answers.forEach(CompletableFuture::join);
        }
    }

    private static Recovered pending(int events) {
        return new Recovered(Outcomes.NONE, events);
    }

    private LocalSpool open(SpoolFiles files) {
        LocalSpool opened = new LocalSpool(data.resolve("spool"), true, 0, InstantSource.system(), OPTIONS, files);
        opened.start();
        return opened;
    }
}
