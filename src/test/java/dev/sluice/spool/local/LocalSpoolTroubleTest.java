package dev.sluice.spool.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.spool.Frame;
import dev.sluice.spool.Frames;
import dev.sluice.spool.SpoolUnavailableException;
import dev.sluice.spool.StoredFrame;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Disks that fill up or fail, and bounds that are reached. */
class LocalSpoolTroubleTest {
    private static final Path DIRECTORY = Path.of("/data/spool");

    private final AtomicLong now = new AtomicLong(1_000_000);
    private final InstantSource clock = () -> Instant.ofEpochMilli(now.get());
    private final LocalSpoolOptions options =
            new LocalSpoolOptions(2000, 20_000, 1000, 4000, 5000, Duration.ZERO, Duration.ofSeconds(1));
    private MemoryFiles files = new MemoryFiles();
    private LocalSpool spool = open(0);

    @AfterEach
    void close() {
        spool.close();
    }

    @Test
    void a_full_disk_is_said_at_once_and_left_behind_without_a_restart() throws InterruptedException {
        Frames.append(spool, Frames.frame(0));
        files.setCapacity(files.usedBytes() + 100);

        assertThat(failure(Frames.frame(1))).startsWith("no space left for /data/spool");
        assertThat(spool.status().writable()).isFalse();
        assertThat(spool.status().problem()).startsWith("no space left");
        files.setCapacity(Long.MAX_VALUE);
        assertThat(failure(Frames.frame(2))).startsWith("no space left"); // not tried: too soon
        now.addAndGet(1000);
        Frames.append(spool, Frames.frame(3));

        assertThat(spool.status().writable()).isTrue();
        assertThat(Frames.drain(spool)).extracting(Frames::number).containsExactly(0, 3);
        reopen(files.afterKill());
        assertThat(Frames.drain(spool)).extracting(Frames::number).containsExactly(0, 3);
    }

    @Test
    void while_the_disk_fails_one_append_per_second_tries_it() {
        files.failWrites(new IOException("Input/output error"));
        failure(Frames.frame(0));
        files.failWrites(null);

        now.addAndGet(999);
        assertThat(failure(Frames.frame(1))).contains("failed");
        now.addAndGet(1);
        Frames.append(spool, Frames.frame(2));
        Frames.append(spool, Frames.frame(3));
    }

    @Test
    void the_disk_is_tried_even_when_no_append_comes() {
        files.failForces(new IOException("Input/output error"));
        failure(Frames.frame(0));
        files.failForces(null);

        now.addAndGet(2000);

        await().until(() -> spool.status().writable());
        Frames.append(spool, Frames.frame(1));
        assertThat(files.paths()).noneMatch(file -> file.endsWith("probe.tmp"));
    }

    @Test
    void a_clock_that_was_set_back_does_not_keep_the_spool_shut() {
        files.failWrites(new IOException("Input/output error"));
        failure(Frames.frame(0));
        files.failWrites(null);

        now.addAndGet(-3_600_000);
        Frames.append(spool, Frames.frame(1));
    }

    @Test
    void after_a_failed_force_the_request_fails_and_the_log_goes_on_in_a_new_segment() throws InterruptedException {
        Frames.append(spool, Frames.frame(0));
        files.failForces(new IOException("Input/output error"));

        assertThat(failure(Frames.frame(1))).contains("writing to /data/spool failed");
        files.failForces(null);
        now.addAndGet(1000);
        Frames.append(spool, Frames.frame(2));

        assertThat(segments()).hasSize(2);
        assertThat(Frames.drain(spool)).extracting(Frames::number).containsExactly(0, 2);
        reopen(files.afterPowerCut(new Random(1)));
        assertThat(Frames.drain(spool)).extracting(Frames::number).containsExactly(0, 2);
    }

    @Test
    void everything_that_waits_fails_together_with_the_group_that_met_the_failure() {
        files.failForces(new IOException("Input/output error"));
        List<CompletableFuture<Void>> answers = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            answers.add(spool.append(List.of(Frames.frame(i))).toCompletableFuture());
        }

        assertThat(answers).allSatisfy(answer -> assertThat(answer).failsWithin(Frames.SOON));
        assertThat(files.forces()).isLessThan(100);
    }

    @Test
    void a_disk_that_takes_a_few_bytes_at_a_time_stores_all_of_them() throws InterruptedException {
        files.writeAtMost(7);
        Frames.append(spool, Frames.frame(0, "shop", 5, 200), Frames.frame(1));

        reopen(files.afterPowerCut(new Random(2)));

        List<StoredFrame> read = Frames.drain(spool);
        assertThat(read).extracting(Frames::number).containsExactly(0, 1);
        assertThat(Frames.same(read.getFirst().frame(), Frames.frame(0, "shop", 5, 200)))
                .isTrue();
    }

    @Test
    void on_a_full_disk_what_is_done_is_still_deleted() throws InterruptedException {
        for (int i = 0; i < 20; i++) {
            Frames.append(spool, Frames.frame(i, "shop", 2, 300));
        }
        StoredFrame first = Frames.next(spool);
        spool.done(first, Frames.delivered(first));
        Path checkpoint = DIRECTORY.resolve("checkpoint");
        await().until(() -> files.exists(checkpoint));
        int before = segments().size();
        files.setCapacity(0);

        for (StoredFrame stored : Frames.drain(spool)) {
            spool.done(stored, Frames.delivered(stored));
        }

        await().untilAsserted(() -> assertThat(segments()).hasSizeLessThan(before / 2));
        reopen(files.afterPowerCut(new Random(3)));
        assertThat(spool.recovered())
                .hasEntrySatisfying(
                        "shop", shop -> assertThat(shop.totals().deadLettered()).isZero());
    }

    @Test
    void beyond_its_bound_an_append_fails_and_room_comes_back_with_delivery() throws InterruptedException {
        spool.close();
        spool = open(6000);
        int stored = 0;
        while (!spool.append(List.of(Frames.frame(stored, "shop", 2, 300)))
                .handle((ok, failure) -> failure != null)
                .toCompletableFuture()
                .join()) {
            stored++;
        }
        assertThat(stored).isBetween(4, 8);
        assertThat(failure(Frames.frame(99, "shop", 2, 300))).contains("limit of 6000 bytes");
        assertThat(files.usedBytes()).isLessThan(7000);

        for (StoredFrame frame : Frames.drain(spool)) {
            spool.done(frame, Frames.delivered(frame));
        }

        await().untilAsserted(() -> assertThat(spool.status().bytes()).isLessThan(3000));
        Frames.append(spool, Frames.frame(100, "shop", 2, 300));
    }

    @Test
    void a_deleted_directory_is_noticed_and_used_again() throws InterruptedException {
        Frames.append(spool, Frames.frame(0));
        StoredFrame first = Frames.next(spool);
        files.deleteEverything();

        spool.done(first, Frames.delivered(first));
        await().untilAsserted(() -> {
            Frames.append(spool, Frames.frame(1));
            assertThat(segments()).isNotEmpty();
        });

        reopen(files.afterKill());
        assertThat(Frames.drain(spool)).extracting(Frames::number).contains(1).doesNotContain(0);
    }

    @Test
    void requests_that_come_during_a_force_share_the_next_one() {
        Frames.append(spool, Frames.frame(0));
        int before = files.forces();
        CountDownLatch gate = new CountDownLatch(1);
        files.holdForces(gate);

        List<CompletableFuture<Void>> answers = new ArrayList<>();
        for (int i = 1; i <= 100; i++) {
            answers.add(spool.append(List.of(Frames.frame(i))).toCompletableFuture());
        }
        assertThat(answers).noneMatch(CompletableFuture::isDone);
        gate.countDown();
        answers.forEach(CompletableFuture::join);

        assertThat(files.forces() - before).isLessThan(10);
    }

    @Test
    void a_queue_that_is_full_fails_at_once() {
        CountDownLatch gate = new CountDownLatch(1);
        files.holdForces(gate);

        List<CompletableFuture<Void>> answers = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            answers.add(spool.append(List.of(Frames.frame(i, "shop", 1, 200))).toCompletableFuture());
        }

        assertThat(answers.getLast()).isCompletedExceptionally();
        gate.countDown();
        long stored = answers.stream()
                .filter(answer ->
                        answer.handle((ok, failure) -> failure == null).join())
                .count();
        assertThat(stored).isBetween(20_000L / 300 - 1, 199L);
        assertThat(spool.status().pendingEvents()).isEqualTo(stored);
    }

    private String failure(Frame frame) {
        try {
            spool.append(List.of(frame)).toCompletableFuture().join();
            throw new AssertionError("the append did not fail");
        } catch (CompletionException e) {
            assertThat(e).hasCauseInstanceOf(SpoolUnavailableException.class);
            return String.valueOf(e.getMessage())
                    .substring(SpoolUnavailableException.class.getName().length() + 2);
        }
    }

    private List<Path> segments() {
        return files.paths().stream()
                .filter(file -> Segment.ordinalOf(file).isPresent())
                .toList();
    }

    private void reopen(MemoryFiles left) {
        spool.close();
        files = left;
        spool = open(0);
    }

    private LocalSpool open(long maxBytes) {
        LocalSpool opened = new LocalSpool(DIRECTORY, true, maxBytes, clock, options, files);
        opened.start();
        return opened;
    }
}
