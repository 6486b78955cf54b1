package dev.sluice.bench;

/**
 * What one load did.
 *
 * @param answered requests answered with 200
 * @param refused requests answered with anything else
 * @param lost requests whose connection ended, or that were never answered
 * @param unsent requests of an open loop that could not be sent in time plus ten seconds
 * @param nanos from the first request to the last answer
 * @param latencies of the answered requests in nanoseconds, sorted
 * @param statuses the refusals by status, for the report
 */
record LoadResult(
        long answered,
        long refused,
        long lost,
        long unsent,
        long nanos,
        long[] latencies,
        java.util.Map<Integer, Long> statuses) {
    double requestsPerSecond() {
        return answered / (nanos / 1e9);
    }

    /** The latency below which this share of the answers came, in milliseconds; not a number when there were none. */
    double millis(double share) {
        if (latencies.length == 0) {
            return Double.NaN;
        }
        int index = (int) Math.ceil(share * latencies.length) - 1;
        return latencies[Math.max(0, index)] / 1e6;
    }
}
