package dev.sluice.spool.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.spool.Frame;
import dev.sluice.spool.Frames;
import dev.sluice.spool.HourBooks.Hour;
import dev.sluice.spool.Spool.Outcomes;
import dev.sluice.spool.Spool.Recovered;
import dev.sluice.spool.StoredFrame;
import dev.sluice.testsupport.Seeds;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import org.junit.jupiter.api.Test;

/** The books by hour through random lives with stops and kills, against a model that counts what was acknowledged. */
class LocalSpoolHoursTest {
    private static final Path DIRECTORY = Path.of("/data/spool");
    private static final long HOUR = 3_600_000;
    private static final long START = 1_800_000_000_000L - 1_800_000_000_000L % HOUR;
    private static final LocalSpoolOptions SMALL =
            new LocalSpoolOptions(700, 1 << 20, 1000, 2000, 600, Duration.ZERO, Duration.ofSeconds(1));

    @Property(seed = Seeds.SUITE, tries = 60, shrinking = ShrinkingMode.OFF)
    void every_acknowledged_event_is_in_its_hour_once_whenever_the_process_ends(@ForAll long seed) throws Exception {
        Random random = new Random(seed);
        MemoryFiles files = new MemoryFiles();
        LocalSpool spool = open(files);
        Map<String, Long> stored = new HashMap<>();
        List<StoredFrame> taken = new ArrayList<>();
        for (int step = 0; step < 80; step++) {
            switch (random.nextInt(8)) {
                case 0, 1, 2 -> append(spool, step, random, stored);
                case 3, 4 -> spool.next(Duration.ZERO).ifPresent(taken::add);
                case 5, 6 -> {
                    if (!taken.isEmpty()) {
                        StoredFrame frame = taken.remove(random.nextInt(taken.size()));
                        spool.done(frame, new Outcomes(frame.events() - 1, 1, 0, 0));
                    }
                }
                default -> {
                    MemoryFiles left = files.afterKill();
                    spool.close();
                    files = random.nextBoolean() ? left : files.afterKill();
                    taken.clear();
                    spool = open(files);
                    assertSameAsRecovered(spool);
                }
            }
            assertThat(received(spool.hours().orElseThrow())).isEqualTo(stored);
            assertThat(spool.hours().orElseThrow().stream()
                            .mapToLong(Hour::pending)
                            .sum())
                    .isEqualTo(spool.status().pendingEvents());
        }
        spool.close();
    }

    @Property(seed = Seeds.SUITE, tries = 60, shrinking = ShrinkingMode.OFF)
    void no_power_cut_brings_back_a_checkpoint_that_is_older_than_a_deletion(@ForAll long seed) throws Exception {
        Random random = new Random(seed);
        MemoryFiles files = new MemoryFiles();
        LocalSpool spool = open(files);
        Map<String, Long> stored = new HashMap<>();
        for (int step = 0; step < 40; step++) {
            append(spool, step, random, stored);
            spool.next(Duration.ZERO).ifPresent(frame -> spool.done(frame, new Outcomes(frame.events() - 1, 1, 0, 0)));
        }
        MemoryFiles left = files.afterPowerCut(random);
        spool.close();

        LocalSpool again = open(left);

        assertThat(again.recovered().values())
                .extracting(found -> found.totals().deadLettered())
                .containsOnly(0L);
        assertThat(received(again.hours().orElseThrow())).isEqualTo(stored);
        again.close();
    }

    @Test
    void what_never_reached_the_spool_is_in_its_hour_after_a_start() {
        MemoryFiles files = new MemoryFiles();
        LocalSpool spool = open(files);
        spool.addToTotals("shop", START + 5, new Outcomes(0, 0, 3, 1));
        spool.close();

        LocalSpool again = open(files.afterKill());

        assertThat(again.hours().orElseThrow()).containsExactly(new Hour("shop", START, 4, new Outcomes(0, 0, 3, 1)));
        again.close();
    }

    private static void append(LocalSpool spool, int step, Random random, Map<String, Long> stored) {
        String project = random.nextBoolean() ? "shop" : "blog";
        int hour = random.nextInt(4);
        int events = 1 + random.nextInt(3);
        Frame frame = Frames.frame(step, project, events, 40);
        long received = START + hour * HOUR + random.nextInt((int) HOUR);
        Frames.append(spool, Frames.received(received, frame));
        stored.merge(project + (START + hour * HOUR), (long) events, Long::sum);
    }

    private static void assertSameAsRecovered(LocalSpool spool) {
        for (Map.Entry<String, Recovered> found : spool.recovered().entrySet()) {
            Outcomes outcomes = Outcomes.NONE;
            long pending = 0;
            for (Hour hour : spool.hours().orElseThrow()) {
                if (hour.project().equals(found.getKey())) {
                    outcomes = outcomes.plus(hour.outcomes());
                    pending += hour.pending();
                }
            }
            assertThat(new Recovered(outcomes, pending)).isEqualTo(found.getValue());
        }
    }

    private static Map<String, Long> received(List<Hour> hours) {
        Map<String, Long> received = new HashMap<>();
        hours.forEach(hour -> received.put(hour.project() + hour.startMillis(), hour.received()));
        return received;
    }

    private static LocalSpool open(MemoryFiles files) {
        LocalSpool spool =
                new LocalSpool(DIRECTORY, true, 0, InstantSource.fixed(Instant.ofEpochMilli(START)), SMALL, files);
        spool.start();
        return spool;
    }
}
