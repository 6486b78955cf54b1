package dev.sluice.spool.postgres;

import dev.sluice.spool.RareLog;
import io.quarkus.logging.Log;
import java.sql.SQLException;

/**
 * Whether Postgres stores what is sent to it. While it does not, appends fail at once; {@link Look} finds out when it does
 * again, so that no request has to be the one that tries. Thread-safe.
 */
final class Availability {
    private final RareLog rare = new RareLog();
    private String problem = "Postgres (DATABASE_URL) has not been reached yet";
    private long lastSuccessNanos;
    private boolean hasSucceeded;

    /** Empty when all is well; never the server's own words, which may quote a row. */
    synchronized String problem() {
        return problem;
    }

    synchronized boolean isAvailable() {
        return problem.isEmpty();
    }

    synchronized void succeeded() {
        lastSuccessNanos = System.nanoTime();
        if (!problem.isEmpty()) {
            problem = "";
            if (hasSucceeded) {
                Log.info("spool: Postgres stores events again");
            }
        }
        hasSucceeded = true;
    }

    /** Rows were stored, which says nothing about a problem that came up after they had been sent. */
    synchronized void stored() {
        lastSuccessNanos = System.nanoTime();
    }

    /**
     * @param sinceNanos when the attempt began: one that was overtaken by a success says nothing
     */
    synchronized void failed(SQLException cause, long sinceNanos) {
        if (hasSucceeded && lastSuccessNanos - sinceNanos > 0) {
            return;
        }
        problem = words(cause);
        if (rare.permits()) {
            Log.warnf("spool: %s; appends are answered with 503 until it stores events again", problem);
        }
    }

    static String words(SQLException cause) {
        String state = String.valueOf(cause.getSQLState());
        String what = switch (state) {
            case "42P01" -> "has no tables yet: they are made as soon as it can be reached";
            case "25006" -> "takes no writes: DATABASE_URL leads to a standby";
            case "53100" -> "has no space left";
            case "null" -> "does not answer";
            default ->
                state.startsWith("08") || state.startsWith("57P") || "99999".equals(state)
                        ? "does not answer"
                        : "refuses";
        };
        return "Postgres (DATABASE_URL) " + what + " (SQLState " + state + ")";
    }
}
