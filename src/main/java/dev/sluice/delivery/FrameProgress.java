package dev.sluice.delivery;

import dev.sluice.spool.Frame;
import dev.sluice.spool.Spool;
import dev.sluice.spool.Spool.Outcomes;
import dev.sluice.spool.StoredFrame;
import java.util.function.LongConsumer;

/** A frame that was read from the spool, until each of its events has its outcome; then the spool is told, once. Thread-safe. */
final class FrameProgress {
    // Objects of one entry: the entry, its uuid and key, their places in lists.
    private static final int BYTES_PER_ENTRY = 128;

    private final StoredFrame stored;
    private final Spool spool;
    private final LongConsumer released;
    private Outcomes outcomes = Outcomes.NONE;

    /** @param released gets {@link #heldBytes} when the frame is done */
    FrameProgress(StoredFrame stored, Spool spool, LongConsumer released) {
        this.stored = stored;
        this.spool = spool;
        this.released = released;
    }

    StoredFrame stored() {
        return stored;
    }

    Frame frame() {
        return stored.frame();
    }

    long ordinal() {
        return stored.ordinal();
    }

    int events() {
        return stored.events();
    }

    /** What the frame takes up in memory, roughly. */
    long heldBytes() {
        return frame().payload().length + (long) BYTES_PER_ENTRY * events();
    }

    /** Books the outcomes of some of its events. The caller names each event once. */
    void ended(Outcomes more) {
        Outcomes all;
        synchronized (this) {
            outcomes = outcomes.plus(more);
            all = outcomes;
        }
        // Sums only grow, so exactly one call sees the last event end.
        if (all.sum() == events()) {
            try {
                spool.done(stored, all);
            } finally {
                released.accept(heldBytes());
            }
        }
    }
}
