package dev.sluice.spool.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.spool.Frame;
import dev.sluice.spool.Frames;
import dev.sluice.spool.Spool;
import dev.sluice.spool.local.LocalSpool;
import dev.sluice.spool.local.LocalSpoolOptions;
import dev.sluice.testsupport.OwnPostgres;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * Appends per second of the local log and of Postgres with one to four connections, one after the other in each round, on one
 * disk with fsync. Not in the suite: {@code docs/development.md} has the command.
 */
@EnabledIfSystemProperty(named = "spool.appends", matches = "[0-9]+")
class SpoolSpeedTest {
    private static final int APPENDS = Integer.getInteger("spool.appends", 0);
    private static final int UNANSWERED = 256;
    private static final int ROUNDS = 3;

    @TempDir
    Path folder;

    @Test
    void measure() throws InterruptedException {
        Map<String, double[]> rates = new TreeMap<>();
        try (OwnPostgres postgres = new OwnPostgres();
                SpoolDatabase database = new SpoolDatabase(postgres.url())) {
            for (int round = 0; round < ROUNDS; round++) {
                LocalSpool local = new LocalSpool(
                        folder.resolve("spool-" + round), true, 0, InstantSource.system(), LocalSpoolOptions.DEFAULTS);
                local.start();
                note(rates, "local", round, local);
                local.close();
                for (int writers = 1; writers <= 4; writers++) {
                    PostgresSpool spool = database.open(PostgresSpoolOptions.DEFAULTS.withWriters(writers));
                    note(rates, "postgres, " + writers + " connections", round, spool);
                    spool.close();
                    database.execute("truncate spool_rows, spool_books");
                }
            }
        }
        rates.forEach((engine, each) -> System.out.printf(
                "%-24s appends/s %s%n",
                engine,
                Arrays.toString(Arrays.stream(each).mapToLong(Math::round).toArray())));
        assertThat(rates).hasSize(5);
    }

    private static void note(Map<String, double[]> rates, String engine, int round, Spool spool)
            throws InterruptedException {
        rates.computeIfAbsent(engine, _ -> new double[ROUNDS])[round] = rate(spool);
    }

    /** Requests of one event of 700 bytes, so many at a time without an answer. */
    private static double rate(Spool spool) throws InterruptedException {
        Frame frame = Frames.frame(1, "shop", 1, 700);
        Semaphore unanswered = new Semaphore(UNANSWERED);
        CountDownLatch answered = new CountDownLatch(APPENDS);
        long began = System.nanoTime();
        for (int i = 0; i < APPENDS; i++) {
            unanswered.acquire();
            spool.append(List.of(frame)).whenComplete((_, failure) -> {
                assertThat(failure).isNull();
                unanswered.release();
                answered.countDown();
            });
        }
        answered.await();
        return APPENDS / (Duration.ofNanos(System.nanoTime() - began).toNanos() / 1e9);
    }
}
