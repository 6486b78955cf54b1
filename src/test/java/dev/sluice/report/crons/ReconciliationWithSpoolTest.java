package dev.sluice.report.crons;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.ledger.Balance;
import dev.sluice.report.Books;
import dev.sluice.spool.Frames;
import dev.sluice.spool.Spool;
import dev.sluice.spool.Spool.Outcomes;
import dev.sluice.spool.StoredFrame;
import dev.sluice.spool.local.LocalSpool;
import dev.sluice.spool.local.LocalSpoolOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The books against a real local log, with the order of steps that capture and delivery have. */
class ReconciliationWithSpoolTest {
    private static final int SENDERS = 2;
    private static final int REQUESTS = 1_500;
    private static final int EVENTS = 3;

    @TempDir
    Path folder;

    @Test
    void no_difference_is_seen_while_events_come_and_go_nor_after_a_start_and_a_lost_event_is() throws Exception {
        Balance balance = new Balance();
        try (LocalSpool spool = open()) {
            List<Verdict> meanwhile = traffic(balance, spool);

            assertThat(meanwhile).isNotEmpty().containsOnly(Verdict.WELL);
            Frames.append(spool, Frames.frame(1, "shop", EVENTS, 60));
            balance.received("shop", EVENTS, Outcomes.NONE);
            assertThat(run(balance, spool)).isEqualTo(Verdict.WELL);
        }
        try (LocalSpool spool = open()) {
            Balance next = new Balance();
            spool.recovered().forEach((project, found) -> next.open(project, found.totals(), found.pending()));
            assertThat(run(next, spool)).isEqualTo(Verdict.WELL);

            next.received("shop", 1, Outcomes.NONE);
            assertThat(run(next, spool).isWell()).isFalse();
        }
    }

    private LocalSpool open() {
        LocalSpool spool = new LocalSpool(folder, false, 0, InstantSource.system(), LocalSpoolOptions.DEFAULTS);
        spool.start();
        return spool;
    }

    private static List<Verdict> traffic(Balance balance, Spool spool) {
        List<Verdict> verdicts = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<CompletableFuture<Void>> parts = new ArrayList<>();
            for (int sender = 0; sender < SENDERS; sender++) {
                int first = sender * REQUESTS;
                parts.add(CompletableFuture.runAsync(() -> send(balance, spool, first), threads));
            }
            parts.add(CompletableFuture.runAsync(() -> deliver(balance, spool), threads));
            CompletableFuture<Void> all = CompletableFuture.allOf(parts.toArray(CompletableFuture[]::new));
            while (!all.isDone()) {
                verdicts.add(run(balance, spool));
            }
            all.join();
        }
        return verdicts;
    }

    private static void send(Balance balance, Spool spool, int first) {
        for (int i = 0; i < REQUESTS; i++) {
            Frames.append(spool, Frames.frame(first + i, "shop", EVENTS, 60));
            balance.received("shop", EVENTS, Outcomes.NONE);
        }
    }

    /** An event of a frame ends before its others do. */
    private static void deliver(Balance balance, Spool spool) {
        try {
            for (int i = 0; i < SENDERS * REQUESTS; i++) {
                StoredFrame frame = Frames.next(spool);
                balance.ended("shop", new Outcomes(1, 0, 0, 0));
                balance.ended("shop", new Outcomes(EVENTS - 1, 0, 0, 0));
                spool.done(frame, Frames.delivered(frame));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static Verdict run(Balance balance, Spool spool) {
        CountDownLatch never = new CountDownLatch(1);
        try {
            return new Reconciliation(new Books(balance, spool, InstantSource.system()), Duration.ofMillis(2))
                    .run(time -> !never.await(time.toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
