package dev.sluice.tunnel.relay;

import java.util.Locale;

/** What became of a stored envelope; the label {@code outcome} of {@code sluice_tunnel_relayed_total}. */
enum RelayOutcome {
    /** Sentry has taken it. */
    SENT,
    /** Sentry has a limit for all of its items; it counts them itself. */
    LIMITED,
    /** Sentry does not accept it as it is. */
    REFUSED,
    /** It could not be sent for so long that nobody would look at it. */
    EXPIRED,
    /** The log's disk lost it, or a later version wrote it. */
    DAMAGED;

    String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
