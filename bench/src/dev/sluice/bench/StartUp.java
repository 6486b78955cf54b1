package dev.sluice.bench;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * From exec to the first 200 of {@code /health} on an empty data directory, and what is resident a second later.
 *
 * @param millis of each start
 * @param residentBytes after each start
 */
record StartUp(String peer, double[] millis, double[] residentBytes) {
    static StartUp of(String name, List<String> command, Path work, int upstreamPort, int starts) {
        double[] millis = new double[starts];
        double[] resident = new double[starts];
        for (int i = 0; i < starts; i++) {
            long start = System.nanoTime();
            try (SluicePeer peer = SluicePeer.launch(name, command, work, upstreamPort)) {
                peer.awaitHealthy();
                millis[i] = (System.nanoTime() - start) / 1e6;
                LockSupport.parkNanos(1_000_000_000);
                resident[i] = Cost.residentBytes(peer.processes());
            }
        }
        return new StartUp(name, millis, resident);
    }
}
