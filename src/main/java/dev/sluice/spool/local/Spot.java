package dev.sluice.spool.local;

import org.jspecify.annotations.Nullable;

/**
 * A place in the log.
 *
 * @param segment where the event is if that is known, else null
 * @param offset of its frame in the segment, or of one before it
 */
record Spot(long ordinal, @Nullable Segment segment, long offset) {}
