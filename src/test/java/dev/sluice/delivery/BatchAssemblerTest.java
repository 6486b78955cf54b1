package dev.sluice.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.event.Lane;
import dev.sluice.spool.Frame;
import dev.sluice.spool.StoredFrame;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class BatchAssemblerTest {
    private static final RetrySchedule NEVER_MIND = new RetrySchedule(Duration.ofSeconds(1), Duration.ofSeconds(1));
    // An event of SampleFrames has about 120 bytes.
    private final BatchAssembler assembler = new BatchAssembler(
            new DeliveryOptions(10, 2000, 5000, Duration.ZERO, 1, 1, 1, Duration.ZERO, NEVER_MIND, 1, NEVER_MIND));

    @Test
    void a_batch_is_closed_when_it_has_all_the_events_it_may_have() {
        assertThat(add(SampleFrames.raw("p", SampleFrames.range(0, 6)))).isEmpty();

        assertThat(add(SampleFrames.raw("p", SampleFrames.range(6, 10))))
                .extracting(Batch::events)
                .containsExactly(10);
        assertThat(assembler.isEmpty()).isTrue();
    }

    @Test
    void a_part_that_would_take_a_batch_over_a_limit_goes_into_the_next() {
        add(SampleFrames.raw("p", SampleFrames.range(0, 6)));

        assertThat(add(SampleFrames.raw("p", SampleFrames.range(6, 12))))
                .extracting(Batch::events)
                .containsExactly(6);
        assertThat(closeAll()).extracting(Batch::events).containsExactly(6);
    }

    @Test
    void a_frame_that_is_over_the_limit_alone_is_one_batch() {
        assertThat(add(SampleFrames.raw("p", SampleFrames.range(0, 25))))
                .extracting(Batch::events)
                .containsExactly(25);
    }

    @Test
    void bytes_close_a_batch_too_and_the_replay_lane_takes_more_of_them() {
        String large = "{\"x\":\"" + "y".repeat(1500) + "\"}";

        assertThat(add(SampleFrames.frame("p", Lane.EVENTS, 0, true, List.of(large), 1)))
                .isEmpty();
        assertThat(add(SampleFrames.frame("p", Lane.EVENTS, 0, true, List.of(large), 2)))
                .hasSize(1);
        assertThat(add(SampleFrames.frame("p", Lane.REPLAY, 1, true, List.of(large), 3)))
                .isEmpty();
        assertThat(add(SampleFrames.frame("p", Lane.REPLAY, 1, true, List.of(large), 4)))
                .isEmpty();
    }

    @Test
    void projects_lanes_and_sessions_are_kept_apart() {
        add(SampleFrames.raw("p", 1));
        add(SampleFrames.raw("q", 2));
        add(SampleFrames.frame("p", Lane.HISTORICAL, 0, false, SampleFrames.events(3), 3));
        add(SampleFrames.frame("p", Lane.REPLAY, 1, false, SampleFrames.events(4), 4));
        add(SampleFrames.frame("p", Lane.REPLAY, 2, false, SampleFrames.events(5), 5));

        assertThat(closeAll()).hasSize(5).allMatch(batch -> batch.events() == 1);
    }

    @Test
    void a_project_without_room_keeps_its_batches_open() {
        add(SampleFrames.raw("p", 1));
        add(SampleFrames.frame("p", Lane.REPLAY, 1, false, SampleFrames.events(2), 2));
        add(SampleFrames.raw("q", 3));
        List<Batch> closed = new ArrayList<>();

        assembler.close(
                _ -> true,
                project -> closed.stream().noneMatch(batch -> batch.project().equals(project)),
                closed::add);

        assertThat(closed).extracting(Batch::project).containsExactly("p", "q");
        assertThat(assembler.isEmpty()).isFalse();
    }

    private List<Batch> add(Frame frame) {
        FrameProgress progress = new FrameProgress(new StoredFrame(0, frame), new MemorySpool(), _ -> {});
        return assembler.add(Part.without(progress, new BitSet()), 0);
    }

    private List<Batch> closeAll() {
        List<Batch> closed = new ArrayList<>();
        assembler.close(_ -> true, _ -> true, closed::add);
        return closed;
    }
}
