package dev.sluice.spool.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.spool.Frames;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class FrameFeedTest {
    private final MemoryFiles files = new MemoryFiles();
    private final ConcurrentSkipListMap<Long, Segment> segments = new ConcurrentSkipListMap<>();
    private final SegmentLog log =
            new SegmentLog(files, Path.of("/data/spool"), true, 1 << 20, InstantSource.system(), segments, 0);
    private final FrameFeed feed = new FrameFeed(files, segments, from -> from, 0, 0, 1 << 20);

    @Test
    void a_committed_group_that_was_never_published_is_read_from_the_segments() throws Exception {
        commit(0);
        feed.publish(commit(1));
        feed.publish(commit(2));

        assertThat(takeAll()).containsExactly(0, 1, 2);
    }

    @Test
    void the_same_holds_in_the_middle_of_what_is_in_memory() throws Exception {
        assertThat(takeAll()).isEmpty();
        feed.publish(commit(0));
        commit(1);
        feed.publish(commit(2));
        assertThat(takeAll()).containsExactly(0, 1, 2);
        feed.publish(commit(3));

        assertThat(takeAll()).containsExactly(3);
    }

    @Test
    void a_reader_that_does_not_wait_gets_each_frame_once_whatever_arrives_as_it_gives_up() throws Exception {
        List<List<Found.Whole>> groups = new ArrayList<>();
        for (int i = 0; i < 20_000; i++) {
            groups.add(commit(i));
        }
        AtomicInteger taken = new AtomicInteger();
        Thread writer = Thread.ofPlatform().start(() -> {
            for (int i = 0; i < groups.size(); i++) {
                feed.publish(groups.get(i));
                // Then each comes while the reader gives up, again and again.
                while (taken.get() <= i) {
                    Thread.onSpinWait();
                }
            }
        });

        List<Integer> numbers = new ArrayList<>();
        while (writer.isAlive()) {
            numbers.addAll(takeAll());
            taken.set(numbers.size());
        }
        numbers.addAll(takeAll());

        assertThat(numbers).doesNotHaveDuplicates().hasSize(groups.size());
    }

    private List<Found.Whole> commit(int number) throws IOException {
        return log.append(List.of(Frames.frame(number)));
    }

    private List<Integer> takeAll() throws IOException, InterruptedException {
        List<Integer> numbers = new ArrayList<>();
        while (feed.take(0, Set.of()) instanceof FrameFeed.Taken taken && taken.found() instanceof Found.Whole whole) {
            numbers.add(Frames.number(whole.stored()));
        }
        return numbers;
    }
}
