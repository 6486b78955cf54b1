package dev.sluice.spool.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.spool.Frames;
import dev.sluice.spool.Spool.Outcomes;
import dev.sluice.spool.StoredFrame;
import dev.sluice.spool.kafka.PartitionProgress.Fetched;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FeedTest {
    private static final TopicPartition SHOP = new TopicPartition("sluice.shop", 0);
    private static final TopicPartition BLOG = new TopicPartition("sluice.blog", 0);

    private final AtomicInteger takenOver = new AtomicInteger();
    private final Feed feed = new Feed((project, events) -> takenOver.addAndGet(events));

    @BeforeEach
    void assign() {
        feed.assigned(List.of(
                new PartitionProgress(SHOP, "shop", 10, new CommitNote(new Outcomes(5, 0, 0, 0), 0)),
                new PartitionProgress(BLOG, "blog", 0, CommitNote.NONE)));
    }

    @Test
    void only_what_has_nothing_undone_before_it_is_committed_with_its_totals() throws InterruptedException {
        List<StoredFrame> taken = fetchAndTake(SHOP, 10, 4);

        done(taken.get(1));
        done(taken.get(2));
        assertThat(feed.toCommit()).isEmpty();
        done(taken.getFirst());

        assertThat(feed.toCommit()).isEqualTo(Map.of(SHOP, committed(13, new Outcomes(8, 0, 0, 0))));
        assertThat(feed.toCommit()).isEmpty();
    }

    @Test
    void a_commit_that_failed_is_due_again() throws InterruptedException {
        done(fetchAndTake(SHOP, 10, 1).getFirst());
        Map<TopicPartition, OffsetAndMetadata> first = feed.toCommit();

        feed.commitFailed(first.keySet());

        assertThat(feed.toCommit()).isEqualTo(first);
    }

    @Test
    void the_oldest_frame_of_the_projects_that_are_wanted_comes_first() throws InterruptedException {
        fetch(SHOP, 10, 7);
        fetch(BLOG, 0, 3);

        assertThat(Frames.number(take(Set.of("blog")))).isEqualTo(7);
        assertThat(Frames.number(take(Set.of()))).isEqualTo(3);
    }

    @Test
    void what_is_not_wanted_makes_room_and_is_fetched_again_from_where_it_was_let_go() throws InterruptedException {
        fetchAndTake(SHOP, 10, 1);
        fetch(SHOP, 11, 1);
        fetch(SHOP, 12, 2);

        assertThat(feed.take(0, Set.of("shop"))).isNull();

        assertThat(feed.wanted(1000)).as("there is room").containsExactly(BLOG);
        assertThat(feed.rewinds()).isEmpty();
        assertThat(feed.wanted(150)).containsExactly(BLOG);
        assertThat(feed.rewinds()).isEqualTo(Map.of(SHOP, 11L));
        assertThat(feed.rewinds()).isEmpty();
        assertThat(feed.take(0, Set.of())).isNull();
        assertThat(feed.backlog().events()).isEqualTo(3);
    }

    @Test
    void a_full_buffer_is_filled_no_further_until_something_is_taken() throws InterruptedException {
        fetch(SHOP, 10, 0);

        assertThat(feed.wanted(50)).isEmpty();
        take(Set.of());
        assertThat(feed.wanted(50)).containsExactlyInAnyOrder(SHOP, BLOG);
    }

    @Test
    void a_frame_in_hand_of_a_partition_that_goes_ends_twice_and_is_booked_twice() throws InterruptedException {
        StoredFrame inHand = fetchAndTake(SHOP, 10, 1).getFirst();

        feed.lost(Set.of(SHOP));
        feed.assigned(List.of(new PartitionProgress(SHOP, "shop", 10, CommitNote.NONE)));
        StoredFrame again = fetchAndTake(SHOP, 10, 1).getFirst();
        done(inHand);

        assertThat(takenOver).hasValue(1);
        assertThat(feed.toCommit()).isEmpty();
        done(again);
        assertThat(feed.toCommit()).containsKey(SHOP);
        assertThatThrownBy(() -> done(again)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void what_processes_accepted_that_are_gone_is_booked_when_it_is_taken() throws InterruptedException {
        feed.assigned(List.of(new PartitionProgress(SHOP, "shop", 10, new CommitNote(Outcomes.NONE, 12))));

        fetchAndTake(SHOP, 10, 5);

        assertThat(takenOver).hasValue(2);
    }

    @Test
    void records_that_the_brokers_deleted_are_noticed() {
        assertThat(fetch(SHOP, 10, 0)).isZero();
        assertThat(fetch(SHOP, 14, 1)).isEqualTo(3);
    }

    @Test
    void events_that_ended_before_the_spool_are_kept_with_a_partition_of_their_project() {
        feed.addToTotals("shop", new Outcomes(0, 0, 2, 1));
        feed.addToTotals("unknown", new Outcomes(0, 0, 1, 0));

        assertThat(feed.toCommit()).isEqualTo(Map.of(SHOP, committed(10, new Outcomes(5, 0, 2, 1))));
    }

    private List<StoredFrame> fetchAndTake(TopicPartition partition, long from, int frames)
            throws InterruptedException {
        List<StoredFrame> taken = new ArrayList<>();
        for (int i = 0; i < frames; i++) {
            fetch(partition, from + i, i);
            taken.add(take(Set.of()));
        }
        return taken;
    }

    private long fetch(TopicPartition partition, long offset, int number) {
        StoredFrame stored = new StoredFrame(Ordinals.of(partition, offset), Frames.frame(number));
        return feed.add(partition, new Fetched(stored, offset, 100));
    }

    private StoredFrame take(Set<String> notNow) throws InterruptedException {
        StoredFrame taken = feed.take(0, notNow);
        assertThat(taken).isNotNull();
        return Objects.requireNonNull(taken);
    }

    private void done(StoredFrame stored) {
        feed.done(stored, Frames.delivered(stored));
    }

    private static OffsetAndMetadata committed(long offset, Outcomes totals) {
        return new OffsetAndMetadata(offset, new CommitNote(totals, 0).text());
    }
}
