package dev.sluice.spool.kafka;

import dev.sluice.spool.FrameCodec;
import org.apache.kafka.common.TopicPartition;

/**
 * Numbers events by where their record stands, so that every replica gives an event the same number: 15 bits for the
 * partition, 34 for the offset, 14 for the place in the frame. A claim names its owner by this number, so an event must never
 * get another one; two events may share one where partitions collide (15 bits of a hash) or after 2^34 records of one
 * partition. That is safe: the same number only matters to copies of one event, lets one of them through, and PostHog folds it.
 */
final class Ordinals {
    private static final int EVENT_BITS = Integer.numberOfTrailingZeros(FrameCodec.MAX_EVENTS);
    private static final int OFFSET_BITS = 34;
    private static final int PARTITION_BITS = 15;

    private Ordinals() {}

    /** The number of the first event of the record; those of the others follow. */
    static long of(TopicPartition partition, long offset) {
        long place = (partition.topic().hashCode() + partition.partition()) & mask(PARTITION_BITS);
        return place << (OFFSET_BITS + EVENT_BITS) | (offset & mask(OFFSET_BITS)) << EVENT_BITS;
    }

    private static long mask(int bits) {
        return (1L << bits) - 1;
    }
}
