package dev.sluice.spool.local;

import dev.sluice.spool.FrameCodec;
import dev.sluice.spool.FrameHeader;
import dev.sluice.spool.StoredFrame;

/** What a walk along the log comes upon. */
sealed interface Found {
    /** Stands for the project of events whose frame no longer says whose they were. Not a valid project name. */
    String UNKNOWN_PROJECT = "(unknown)";

    /** A whole frame, and where the next one starts. */
    record Whole(StoredFrame stored, Segment segment, long end) implements Found {
        Spot spot() {
            return new Spot(stored.ordinal(), segment, end - FrameCodec.encodedLength(stored.frame()));
        }
    }

    /** A frame that was not wanted: nothing but its header was read. */
    record Passed(FrameHeader header, Spot spot) implements Found {}

    /**
     * Events that are gone: {@code events} from {@code ordinal} on.
     *
     * @param from the damaged bytes in the segment; equal to {@code to} where they are missing altogether
     */
    record Lost(long ordinal, long events, String project, Segment segment, long from, long to) implements Found {}

    /** Bytes at the end of the last segment that are no whole frame: a write that was cut short and never acknowledged. */
    record Torn(Segment segment, long from, long to) implements Found {}
}
