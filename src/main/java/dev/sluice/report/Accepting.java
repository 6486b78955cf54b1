package dev.sluice.report;

import dev.sluice.spool.Spool;
import jakarta.inject.Singleton;

/** Whether the gateway takes events: from the end of its start to the beginning of its stop, while the spool can write. */
@Singleton
public final class Accepting {
    private volatile boolean open;

    /** The start is complete. */
    public void open() {
        open = true;
    }

    /** The stop has begun. */
    public void close() {
        open = false;
    }

    boolean isAccepting(Spool.Status status) {
        return open && status.writable();
    }
}
