package dev.sluice.acceptance;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code kill -9} of a gateway with the local log. */
class KillIT {
    @TempDir
    Path dataDir;

    @Test
    void what_was_acknowledged_arrives_once_however_often_the_process_is_killed() throws Exception {
        KillRounds.run(dataDir, Map.of());
    }
}
