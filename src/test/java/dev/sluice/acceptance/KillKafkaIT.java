package dev.sluice.acceptance;

import dev.sluice.testsupport.Backends;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code kill -9} of a gateway with the spool in Kafka; the broker lives on. With Redis, as replicas have it. */
class KillKafkaIT {
    @TempDir
    Path dataDir;

    @Test
    void what_was_acknowledged_arrives_once_however_often_the_process_is_killed() throws Exception {
        KillRounds.run(
                dataDir,
                Map.of(
                        "SLUICE_SPOOL",
                        "kafka",
                        "KAFKA_BROKERS",
                        Backends.kafkaBrokers(),
                        "KAFKA_GROUP_ID",
                        "kill",
                        "REDIS_URL",
                        Backends.redisUrl()));
    }
}
