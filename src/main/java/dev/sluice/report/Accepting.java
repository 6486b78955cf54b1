package dev.sluice.report;

import dev.sluice.spool.Spool;
import jakarta.inject.Singleton;

/**
 * Whether the gateway takes events, and whether it says so. It says so from the end of its start to the beginning of its
 * stop, while the spool can write; it goes on taking them for a moment after that, until whoever sends has noticed.
 */
@Singleton
public final class Accepting {
    private volatile boolean open;
    private volatile boolean taking = true;

    /** The start is complete. */
    public void open() {
        open = true;
    }

    /** The stop has begun: health and readiness say so, requests are still taken. */
    public void leave() {
        open = false;
    }

    /** Nothing new is taken from now on. */
    public void close() {
        open = false;
        taking = false;
    }

    /** Whether a capture request is still looked at. */
    public boolean isTaking() {
        return taking;
    }

    boolean isAccepting(Spool.Status status) {
        return open && status.writable();
    }
}
