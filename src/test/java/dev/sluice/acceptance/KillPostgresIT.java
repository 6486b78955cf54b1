package dev.sluice.acceptance;

import dev.sluice.testsupport.Backends;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code kill -9} of a gateway whose spool is in Postgres: what it had in hand is free when its lease has run out. With
 * Redis, as replicas have it: a sender that repeats what a kill left unanswered may be read before its first try.
 */
class KillPostgresIT {
    @TempDir
    Path dataDir;

    @Test
    void what_was_acknowledged_arrives_once_however_often_the_process_is_killed() throws Exception {
        KillRounds.run(
                dataDir,
                Map.of(
                        "SLUICE_SPOOL",
                        "postgres",
                        "DATABASE_URL",
                        Backends.freshDatabase(),
                        "REDIS_URL",
                        Backends.redisUrl()));
    }
}
