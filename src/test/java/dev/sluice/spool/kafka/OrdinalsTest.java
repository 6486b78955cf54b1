package dev.sluice.spool.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.spool.FrameCodec;
import java.util.stream.LongStream;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class OrdinalsTest {
    private static final TopicPartition PARTITION = new TopicPartition("sluice.shop", 3);

    @Test
    void the_events_of_the_fullest_frame_end_where_those_of_the_next_record_begin() {
        long first = Ordinals.of(PARTITION, 41);

        assertThat(Ordinals.of(PARTITION, 42)).isEqualTo(first + FrameCodec.MAX_EVENTS);
    }

    @Test
    void no_two_partitions_of_a_topic_share_numbers() {
        assertThat(LongStream.range(0, 1000)
                        .map(partition -> Ordinals.of(new TopicPartition("sluice.shop", (int) partition), 7))
                        .distinct())
                .hasSize(1000);
    }

    @Test
    void numbers_are_not_negative_and_do_not_change_with_the_release() {
        assertThat(Ordinals.of(PARTITION, 0))
                .isEqualTo(Ordinals.of(PARTITION, 1L << 34))
                .isNotNegative();
        assertThat(Ordinals.of(PARTITION, 5)).isEqualTo(2141461622814752768L);
    }
}
