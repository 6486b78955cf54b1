package dev.sluice.report;

import dev.sluice.spool.Spool;
import java.time.InstantSource;

/** How far delivery is behind. */
public final class Age {
    private Age() {}

    /** In seconds; 0 when nothing is pending, and never negative though clocks may step back. */
    public static double oldestPendingSeconds(Spool.Status status, InstantSource clock) {
        if (status.pendingEvents() == 0 || status.oldestPendingMillis() == 0) {
            return 0;
        }
        return Math.max(0, clock.millis() - status.oldestPendingMillis()) / 1000.0;
    }
}
