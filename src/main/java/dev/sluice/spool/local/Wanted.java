package dev.sluice.spool.local;

import dev.sluice.spool.FrameHeader;

/** What a walk along the log looks for; it reads no more than the headers of the rest. */
interface Wanted {
    /** The first event at or after that one which may be wanted. */
    long from(long ordinal);

    boolean wants(FrameHeader header);
}
