package dev.sluice.bench;

/**
 * One load on one peer, measured once.
 *
 * @param rate requests per second asked for; 0 in a closed loop
 * @param settledNanos from the first request until everything was upstream
 * @param peerNanos CPU time of the peer until then; the neighbours', the stand-in's and the loader's likewise
 * @param neighbourNanos of what works for the peer, such as the database behind it
 * @param otherShare of all cores, taken by what is no part of the measurement
 * @param residentBytes of the peer at the end
 * @param fault what makes the figures worthless or doubtful; empty when nothing does
 */
record Sample(
        String load,
        String peer,
        double rate,
        int eventsPerRequest,
        LoadResult result,
        long settledNanos,
        long peerNanos,
        long neighbourNanos,
        long standInNanos,
        long loaderNanos,
        double otherShare,
        long residentBytes,
        String fault) {
    long events() {
        return result.answered() * eventsPerRequest;
    }

    double eventsPerSecond() {
        return result.requestsPerSecond() * eventsPerRequest;
    }

    double settledEventsPerSecond() {
        return events() / (settledNanos / 1e9);
    }

    double peerMicrosPerEvent() {
        return peerNanos / 1e3 / events();
    }

    double neighbourMicrosPerEvent() {
        return neighbourNanos / 1e3 / events();
    }

    double standInMicrosPerEvent() {
        return standInNanos / 1e3 / events();
    }

    double loaderMicrosPerEvent() {
        return loaderNanos / 1e3 / events();
    }
}
