package dev.sluice.spool.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.sluice.spool.Frame;
import dev.sluice.spool.Frames;
import dev.sluice.spool.Spool;
import dev.sluice.spool.Spool.Outcomes;
import dev.sluice.spool.Spool.Recovered;
import dev.sluice.spool.SpoolContract;
import dev.sluice.spool.SpoolUnavailableException;
import dev.sluice.spool.StoredFrame;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

class KafkaSpoolTest extends SpoolContract {
    private final KafkaSpools spools = new KafkaSpools();

    @Override
    protected Spool open() {
        return spools.open("one");
    }

    @Override
    protected boolean keepsHours() {
        return false;
    }

    @Override
    protected boolean keepsOrder() {
        return false;
    }

    @Override
    protected boolean isNumberedWithoutGaps() {
        return false;
    }

    @Override
    protected boolean remembersDoneBeyondGaps() {
        return false;
    }

    @Override
    protected Duration untilSureOfNothing() {
        return Duration.ofMillis(500);
    }

    @Test
    void the_frames_of_a_shard_share_a_partition_and_come_in_their_order() throws InterruptedException {
        for (int i = 0; i < 30; i++) {
            Frames.append(spool, KafkaSpools.inShard(Frames.frame(i), i % 3));
        }

        List<StoredFrame> all = take(30);

        for (int shard = 0; shard < 3; shard++) {
            int remainder = shard;
            List<StoredFrame> its = all.stream()
                    .filter(stored -> Frames.number(stored) % 3 == remainder)
                    .toList();
            assertThat(its).extracting(StoredFrame::ordinal).isSorted();
            assertThat(its)
                    .extracting(stored -> stored.ordinal() >> 48)
                    .containsOnly(its.getFirst().ordinal() >> 48);
        }
        assertThat(all.stream().map(stored -> stored.ordinal() >> 48).distinct())
                .hasSize(3);
        assertThat(spool.shards("shop")).isEqualTo(6);
    }

    @Test
    void a_frame_that_is_larger_than_a_broker_takes_by_itself_is_stored() throws InterruptedException {
        Frame large = Frames.frame(0, "shop", 2, 2_500_000);

        Frames.append(spool, large);

        assertThat(Frames.same(Frames.next(spool).frame(), large)).isTrue();
    }

    @Test
    void a_backlog_larger_than_the_buffer_does_not_keep_back_other_projects_nor_fill_the_memory()
            throws InterruptedException {
        spool.close();
        spool = spools.open("one", KafkaSpools.withBuffer(100_000));
        for (int i = 0; i < 60; i++) {
            Frames.append(spool, Frames.frame(i, "shop", 1, 10_000));
        }
        StoredFrame first = Frames.next(spool);
        Set<String> notNow = Set.of("shop");
        for (int i = 60; i < 90; i++) {
            Frames.append(spool, Frames.frame(i, "blog", 1, 10_000));
            StoredFrame live = spool.next(Frames.SOON, notNow).orElseThrow();
            assertThat(Frames.number(live)).isEqualTo(i);
            spool.done(live, Frames.delivered(live));
        }

        List<StoredFrame> rest = take(59);

        assertThat(first.frame().project()).isEqualTo("shop");
        assertThat(rest).extracting(Frames::number).doesNotHaveDuplicates().allMatch(number -> number < 60);
    }

    @Test
    void a_record_that_is_no_frame_is_stepped_over_for_good() throws InterruptedException, ExecutionException {
        Frames.append(spool, Frames.frame(0));
        try (Producer<byte[], byte[]> stranger = spools.clients("one").producer()) {
            stranger.send(new ProducerRecord<>(spools.address("one").topic("shop"), 0, null, new byte[] {1, 2, 3}))
                    .get();
        }
        Frames.append(spool, Frames.frame(1));

        for (StoredFrame stored : take(2)) {
            spool.done(stored, Frames.delivered(stored));
        }
        restart();

        assertThat(spool.next(Duration.ofSeconds(1))).isEmpty();
        assertThat(spool.recovered()).containsEntry("shop", new Recovered(new Outcomes(2, 0, 0, 0), 0));
    }

    @Test
    void the_bound_on_the_size_refuses_and_delivery_lifts_it() throws InterruptedException {
        spool.close();
        spool = spools.open("one", KafkaSpools.QUICK, 100_000);
        int accepted = 0;
        while (spool.status().writable()) {
            // One after the other: what is under way when the bound is seen may be answered with a failure and be
            // stored.
            CompletableFuture<Void> answer = spool.append(List.of(Frames.frame(accepted, "shop", 1, 10_000)))
                    .toCompletableFuture();
            await().until(answer::isDone);
            // The bound may be seen by an append before it is seen here.
            accepted += answer.isCompletedExceptionally() ? 0 : 1;
        }
        assertThat(accepted).isGreaterThanOrEqualTo(9);
        assertThat(spool.status().problem()).isEqualTo("the spool has reached its limit of 100000 bytes");
        assertThatThrownBy(() -> Frames.append(spool, Frames.frame(99)))
                .hasCauseInstanceOf(SpoolUnavailableException.class);

        for (StoredFrame stored : take(accepted)) {
            spool.done(stored, Frames.delivered(stored));
        }

        await().until(() -> spool.status().writable());
        Frames.append(spool, Frames.frame(100));
    }

    @Test
    void a_second_replica_takes_partitions_over_and_nothing_is_lost_or_taken_twice_once_it_is_done()
            throws InterruptedException {
        Set<Integer> done = new HashSet<>();
        AtomicInteger number = new AtomicInteger();
        appendToAllShards(number, 60);
        deliver(spool, done, 20);
        try (Spool second = spools.open("two")) {
            appendToAllShards(number, 60);
            long others = 0;
            for (int round = 0; done.size() < 120 || others == 0; round++) {
                assertThat(round).as("rounds without an end").isLessThan(2000);
                deliver(spool, done, 3);
                int before = done.size();
                deliver(second, done, 3);
                others += done.size() - before;
                if (others == 0 && done.size() >= number.get()) {
                    appendToAllShards(number, 6);
                }
            }
            await().until(() ->
                    spool.status().pendingEvents() == 0 && second.status().pendingEvents() == 0);
            assertThat(done).hasSize(number.get());
            assertThat(spools.takenOver())
                    .as("none was in hand at the rebalance")
                    .isZero();
        }
        appendToAllShards(number, 12);
        while (done.size() < number.get()) {
            deliver(spool, done, 1);
        }
        restart();

        assertThat(spool.next(Duration.ofSeconds(1))).isEmpty();
        Outcomes all = new Outcomes(number.get(), 0, 0, 0);
        assertThat(spool.recovered()).containsEntry("shop", new Recovered(all, 0));
    }

    @Test
    void a_replica_that_joins_others_takes_nothing_into_its_books() {
        Frames.append(spool, Frames.frame(0, "shop", 3, 50));
        await().until(() -> spool.status().pendingEvents() == 3);

        try (Spool second = spools.open("two")) {
            assertThat(second.recovered()).isEmpty();
        }
    }

    @Test
    void a_backlog_that_is_too_long_to_count_is_booked_as_it_is_taken() throws InterruptedException {
        for (int i = 0; i < 5; i++) {
            Frames.append(spool, Frames.frame(i, "shop", 2, 50));
        }
        spool.close();

        spool = spools.open("one", KafkaSpools.counting(3));

        assertThat(spool.recovered()).isEqualTo(Map.of());
        Frames.append(spool, Frames.frame(5, "shop", 7, 50));
        assertThat(take(6)).hasSize(6);
        assertThat(spools.takenOver()).isEqualTo(10);
    }

    private void appendToAllShards(AtomicInteger number, int frames) {
        for (int i = 0; i < frames; i++) {
            int next = number.getAndIncrement();
            Frames.append(spool, KafkaSpools.inShard(Frames.frame(next), next % 6));
        }
    }

    private static void deliver(Spool from, Set<Integer> done, int frames) throws InterruptedException {
        for (int i = 0; i < frames; i++) {
            Optional<StoredFrame> next = from.next(Duration.ofMillis(20));
            if (next.isEmpty()) {
                return;
            }
            assertThat(done.add(Frames.number(next.get())))
                    .as("not delivered before")
                    .isTrue();
            from.done(next.get(), Frames.delivered(next.get()));
        }
    }
}
