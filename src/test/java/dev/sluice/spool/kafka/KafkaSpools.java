package dev.sluice.spool.kafka;

import dev.sluice.spool.Frame;
import dev.sluice.testsupport.Backends;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

/** Spools of one name that no other test has, on the broker of the tests. */
final class KafkaSpools {
    static final KafkaSpoolOptions QUICK = options(1 << 20, 50_000);

    private final String name = "test-" + UUID.randomUUID();
    private final AtomicInteger takenOver = new AtomicInteger();

    static KafkaSpoolOptions withBuffer(long bytes) {
        return options(bytes, 50_000);
    }

    static KafkaSpoolOptions counting(long records) {
        return options(1 << 20, records);
    }

    static Frame inShard(Frame frame, int shard) {
        return new Frame(
                frame.project(),
                frame.lane(),
                frame.session(),
                frame.receivedAtMillis(),
                frame.entries(),
                frame.deflated(),
                frame.payload(),
                frame.rawLength(),
                frame.rawCrc(),
                shard,
                frame.origin());
    }

    KafkaSpool open(String replica) {
        return open(replica, QUICK);
    }

    KafkaSpool open(String replica, KafkaSpoolOptions options) {
        return open(replica, options, 0);
    }

    KafkaSpool open(String replica, KafkaSpoolOptions options, long maxBytes) {
        KafkaSpool spool =
                new KafkaSpool(address(replica), options, maxBytes, (project, events) -> takenOver.addAndGet(events));
        spool.start();
        return spool;
    }

    KafkaAddress address(String replica) {
        return new KafkaAddress(Backends.kafkaBrokers(), name, replica, Map.of());
    }

    KafkaClients clients(String replica) {
        return new KafkaClients(address(replica), QUICK);
    }

    /** Events that were booked although this process had not accepted them. */
    int takenOver() {
        return takenOver.get();
    }

    private static KafkaSpoolOptions options(long bufferBytes, long countedRecords) {
        return new KafkaSpoolOptions(
                6,
                4 << 20,
                16 << 20,
                bufferBytes,
                Duration.ofSeconds(8),
                Duration.ofMillis(100),
                Duration.ofSeconds(3),
                Duration.ofSeconds(6),
                Duration.ofMillis(50),
                Duration.ofSeconds(2),
                Duration.ofSeconds(30),
                countedRecords);
    }
}
