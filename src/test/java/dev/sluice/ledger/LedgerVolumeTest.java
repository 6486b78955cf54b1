package dev.sluice.ledger;

import static dev.sluice.ledger.LedgerEvents.event;
import static dev.sluice.ledger.LedgerEvents.frame;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.event.SafeEvent;
import dev.sluice.ledger.Story.Fate;
import dev.sluice.spool.StoredFrame;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Many events, by default 300,000: bytes an event on disk and the answers, against what was told. {@code -Dledger.events=10000000}
 * makes the ten million of it; the line it prints is the measurement.
 */
class LedgerVolumeTest {
    private static final int EVENTS = Integer.getInteger("ledger.events", 300_000);
    private static final int BATCH = 50;
    private static final int LOOKUPS = 1000;
    /** Batches whose delivery is told only when their stretch has long been sealed. */
    private static final int EVERY_LATE = 100;

    @TempDir
    Path directory;

    @Test
    void an_event_costs_at_most_24_bytes_and_is_told_correctly() throws Exception {
        SettableClock clock = new SettableClock();
        long start = clock.millis();
        EventLedger ledger = EventLedger.open(directory, clock, new SecureRandom());
        List<StoredFrame> late = new ArrayList<>();
        long told = 0;
        for (int batch = 0; batch < EVENTS / BATCH; batch++) {
            List<UUID> uuids = uuids(batch);
            List<SafeEvent> events = new ArrayList<>();
            uuids.forEach(uuid -> events.add(event(uuid, uuid.hashCode() % 5 == 0 ? "email,phone" : "")));
            StoredFrame frame = frame("shop", clock.millis(), uuids);
            long before = System.nanoTime();
            ledger.accepted("shop", clock.millis(), events);
            if (batch % EVERY_LATE == 0) {
                late.add(frame);
            } else {
                deliver(ledger, frame);
            }
            told += System.nanoTime() - before;
            clock.advance(Duration.ofMillis(400L * 300_000 / EVENTS + 1));
            if (batch % 500 == 0) {
                ledger.find(uuids.getFirst()); // keeps the pace of a gateway: what is told is taken down
            }
        }
        for (StoredFrame frame : late.subList(0, late.size() / 2)) {
            deliver(ledger, frame);
            ledger.find(UUID.randomUUID());
        }
        assertThat(ledger.dropped()).isZero();
        ledger.close();
        ledger = EventLedger.open(directory, clock, new SecureRandom());

        long[] nanos = new long[LOOKUPS];
        SplittableRandom random = new SplittableRandom(3);
        for (int i = 0; i < LOOKUPS; i++) {
            int batch = random.nextInt(EVENTS / BATCH);
            UUID uuid = uuids(batch).get(random.nextInt(BATCH));
            long before = System.nanoTime();
            List<Story> stories = ledger.find(uuid);
            nanos[i] = System.nanoTime() - before;
            boolean isPending = batch % EVERY_LATE == 0 && batch / EVERY_LATE >= late.size() / 2;
            assertThat(stories).hasSize(1);
            assertThat(stories.getFirst().receivedAt().toEpochMilli())
                    .isEqualTo(start + batch * (400L * 300_000 / EVENTS + 1));
            assertThat(stories.getFirst().kinds())
                    .contains(uuid.hashCode() % 5 == 0 ? List.of("email", "phone") : List.of());
            assertThat(stories.getFirst().fate()).isInstanceOf(isPending ? Fate.Pending.class : Fate.Delivered.class);
        }
        Arrays.sort(nanos);
        double bytes = (double) ledger.bytes() / EVENTS;
        System.out.printf(
                "ledger: %d events, %.2f bytes an event, telling %d ns an event, lookup p50 %d us, p99 %d us, worst %d us%n",
                EVENTS,
                bytes,
                told / EVENTS,
                nanos[LOOKUPS / 2] / 1000,
                nanos[LOOKUPS * 99 / 100] / 1000,
                nanos[LOOKUPS - 1] / 1000);
        ledger.close();
        assertThat(bytes).isLessThanOrEqualTo(24);
    }

    private static void deliver(EventLedger ledger, StoredFrame frame) {
        long request = ledger.nextRequest();
        for (int i = 0; i < frame.events(); i++) {
            ledger.delivered(frame, i, request, 200);
        }
    }

    private static List<UUID> uuids(int batch) {
        SplittableRandom random = new SplittableRandom(batch);
        List<UUID> uuids = new ArrayList<>();
        for (int i = 0; i < BATCH; i++) {
            uuids.add(new UUID(random.nextLong(), random.nextLong()));
        }
        return uuids;
    }
}
