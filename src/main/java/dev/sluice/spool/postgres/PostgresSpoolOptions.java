package dev.sluice.spool.postgres;

import java.time.Duration;

/**
 * Sizes and times that have no row in the configuration.
 *
 * @param writers how many transactions that store events may be under way at once
 * @param queueBytes what may wait for them; beyond it an append fails at once
 * @param queueAppends how many requests may wait for them
 * @param groupBytes what one transaction stores at most (a single larger request goes alone)
 * @param rowBytes what one row holds at most (a single larger frame has its own)
 * @param claimRows how many rows are claimed at once
 * @param loadBytes what is read of them at once (a single larger row goes alone)
 * @param lease how long after its last sign of life a replica's rows are given to others
 * @param flushInterval the least time between two transactions that write down what is done
 * @param partialAfter how long a row that is done in part waits for the rest before that is written down
 * @param lookInterval how often books and availability are looked at
 * @param lookTimeout how long a look may take before Postgres counts as away
 * @param writeTimeout how long any other statement may take
 */
public record PostgresSpoolOptions(
        int writers,
        long queueBytes,
        int queueAppends,
        long groupBytes,
        int rowBytes,
        int claimRows,
        long loadBytes,
        Duration lease,
        Duration flushInterval,
        Duration partialAfter,
        Duration lookInterval,
        Duration lookTimeout,
        Duration writeTimeout) {

    public static final PostgresSpoolOptions DEFAULTS = new PostgresSpoolOptions(
            2,
            64L << 20,
            65_536,
            4L << 20,
            1 << 20,
            64,
            4L << 20,
            Duration.ofSeconds(15),
            Duration.ofMillis(50),
            Duration.ofSeconds(1),
            Duration.ofMillis(500),
            Duration.ofSeconds(1),
            Duration.ofSeconds(5));

    PostgresSpoolOptions withLease(Duration other) {
        return new PostgresSpoolOptions(
                writers,
                queueBytes,
                queueAppends,
                groupBytes,
                rowBytes,
                claimRows,
                loadBytes,
                other,
                flushInterval,
                partialAfter,
                lookInterval,
                lookTimeout,
                writeTimeout);
    }

    PostgresSpoolOptions withWriters(int other) {
        return new PostgresSpoolOptions(
                other,
                queueBytes,
                queueAppends,
                groupBytes,
                rowBytes,
                claimRows,
                loadBytes,
                lease,
                flushInterval,
                partialAfter,
                lookInterval,
                lookTimeout,
                writeTimeout);
    }
}
