package dev.sluice.spool.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.sluice.spool.Frame;
import dev.sluice.spool.Frames;
import dev.sluice.spool.Spool;
import dev.sluice.spool.SpoolContract;
import dev.sluice.spool.StoredFrame;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalSpoolTest extends SpoolContract {
    private static final LocalSpoolOptions SMALL_SEGMENTS =
            new LocalSpoolOptions(2000, 64 << 20, 10_000, 4000, 5000, Duration.ofMillis(1), Duration.ofSeconds(1));

    @TempDir
    Path data;

    @Override
    protected Spool open() {
        LocalSpool opened = new LocalSpool(data.resolve("spool"), true, 0, InstantSource.system(), SMALL_SEGMENTS);
        opened.start();
        return opened;
    }

    @Test
    void a_second_spool_on_the_same_directory_is_refused_with_advice() {
        LocalSpool second =
                new LocalSpool(data.resolve("spool"), true, 0, InstantSource.system(), LocalSpoolOptions.DEFAULTS);

        assertThatThrownBy(second::start)
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("in use by another Sluice")
                .hasMessageContaining("SLUICE_DATA_DIR");
    }

    @Test
    void a_backlog_larger_than_memory_is_read_from_disk_in_order_and_the_live_path_taken_again()
            throws InterruptedException {
        for (int i = 0; i < 200; i++) {
            Frames.append(spool, Frames.frame(i, "shop", 2, 150));
        }
        List<Integer> read = new ArrayList<>();
        for (int i = 0; i < 150; i++) {
            read.add(Frames.number(Frames.next(spool)));
        }
        for (int i = 200; i < 300; i++) {
            Frames.append(spool, Frames.frame(i, "shop", 2, 150));
            read.add(Frames.number(Frames.next(spool)));
        }
        while (read.size() < 300) {
            read.add(Frames.number(Frames.next(spool)));
        }

        assertThat(read)
                .containsExactlyElementsOf(
                        Stream.iterate(0, i -> i + 1).limit(300).toList());
    }

    @Test
    void segments_that_are_done_are_deleted() throws InterruptedException, IOException {
        for (int i = 0; i < 100; i++) {
            Frames.append(spool, Frames.frame(i, "shop", 2, 150));
        }
        assertThat(segments()).hasSizeGreaterThan(10);
        long full = spool.status().bytes();

        for (StoredFrame stored : Frames.drain(spool)) {
            spool.done(stored, Frames.delivered(stored));
        }

        await().untilAsserted(() -> assertThat(segments()).hasSize(1));
        assertThat(spool.status().bytes())
                .isLessThan(full / 10)
                .isEqualTo(Files.size(segments().getFirst()));
        restart();
        assertThat(segments()).isEmpty();
    }

    @Test
    void segments_behind_an_event_that_cannot_be_delivered_are_deleted_too() throws InterruptedException, IOException {
        Frames.append(spool, Frames.frame(0, "shop", 1, 50));
        for (int i = 1; i < 100; i++) {
            Frames.append(spool, Frames.frame(i, "blog", 2, 150));
        }
        for (StoredFrame stored : take(Set.of("shop"), 99)) {
            spool.done(stored, Frames.delivered(stored));
        }

        await().untilAsserted(() -> assertThat(segments()).hasSizeLessThanOrEqualTo(2));
        restart();
        assertThat(spool.recovered().values())
                .extracting(found -> found.totals().deadLettered())
                .containsOnly(0L);
        List<StoredFrame> left = take(1);
        assertThat(Frames.number(left.getFirst())).isZero();
        spool.done(left.getFirst(), Frames.delivered(left.getFirst()));
        assertThat(spool.status().pendingEvents()).isZero();
        restart();
        assertThat(segments()).isEmpty();
    }

    @Test
    void a_request_that_is_larger_than_every_buffer_is_stored() throws InterruptedException {
        Frame large = Frames.frame(0, "shop", 3, 2_000_000);

        Frames.append(spool, large, Frames.frame(1));
        restart();

        assertThat(Frames.same(Frames.next(spool).frame(), large)).isTrue();
        assertThat(Frames.number(Frames.next(spool))).isEqualTo(1);
    }

    @Test
    void a_frame_without_events_is_refused() {
        Frame empty = Frames.frame(0, "shop", 0, 0);

        assertThatThrownBy(() -> spool.append(List.of(empty))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void an_append_before_the_start_fails_and_says_why() {
        LocalSpool unstarted =
                new LocalSpool(data.resolve("other"), true, 0, InstantSource.system(), LocalSpoolOptions.DEFAULTS);

        assertThat(unstarted.append(List.of(Frames.frame(0))).toCompletableFuture())
                .isCompletedExceptionally();
        assertThat(unstarted.status().problem()).isEqualTo("the spool is not started");
        unstarted.close();
    }

    @Test
    void an_interrupted_reader_can_read_on_later() throws InterruptedException {
        for (int i = 0; i < 100; i++) {
            Frames.append(spool, Frames.frame(i, "shop", 2, 150));
        }
        Frames.next(spool);
        Thread.currentThread().interrupt();
        List<Integer> read = new ArrayList<>();
        while (read.size() < 99) {
            try {
                read.add(Frames.number(Frames.next(spool)));
            } catch (InterruptedException e) {
                assertThat(Thread.currentThread().isInterrupted()).isFalse();
            }
        }

        assertThat(read)
                .containsExactlyElementsOf(
                        Stream.iterate(1, i -> i + 1).limit(99).toList());
    }

    private List<Path> segments() throws IOException {
        try (Stream<Path> files = Files.list(data.resolve("spool"))) {
            return files.filter(file -> Segment.ordinalOf(file).isPresent()).toList();
        }
    }
}
