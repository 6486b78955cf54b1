package dev.sluice.spool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.sluice.spool.HourBooks.Hour;
import dev.sluice.spool.Spool.Outcomes;
import dev.sluice.spool.Spool.Recovered;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What every spool does. Engines that several replicas share may leave out what {@link #keepsOrder},
 * {@link #isNumberedWithoutGaps} and {@link #remembersDoneBeyondGaps} name, and nothing else.
 */
public abstract class SpoolContract {
    private static final Duration AT_ONCE = Duration.ZERO;

    protected Spool spool;

    /** Opens the same storage, a first time or again. */
    protected abstract Spool open();

    /** Whether frames come in the order in which they were stored. Otherwise each comes, in any order. */
    protected boolean keepsOrder() {
        return true;
    }

    /** Whether the first event ever is number 0 and each one is the number after the one before. */
    protected boolean isNumberedWithoutGaps() {
        return true;
    }

    /** Whether a frame that is done does not come again although an older one is not done. */
    protected boolean remembersDoneBeyondGaps() {
        return true;
    }

    /** Whether the books are kept by hour of arrival, too. */
    protected boolean keepsHours() {
        return true;
    }

    /** How long nothing must come for it to be sure that nothing is there; engines that poll need more than none. */
    protected Duration untilSureOfNothing() {
        return AT_ONCE;
    }

    @BeforeEach
    void openIt() {
        spool = open();
    }

    @AfterEach
    void closeIt() {
        spool.close();
    }

    @Test
    void frames_come_out_as_they_went_in() throws InterruptedException {
        Frames.append(spool, Frames.frame(0), Frames.frame(1, "blog", 5, 300));
        Frames.append(spool, Frames.frame(2));

        List<StoredFrame> read = take(3);

        assertNumbers(read, 0, 1, 2);
        for (StoredFrame stored : read) {
            int number = Frames.number(stored);
            Frame original = number == 1 ? Frames.frame(1, "blog", 5, 300) : Frames.frame(number);
            assertThat(Frames.same(stored.frame(), original)).isTrue();
        }
    }

    @Test
    void an_event_keeps_its_number_across_restarts_and_shares_it_with_no_other() throws InterruptedException {
        Frames.append(spool, Frames.frame(0, "shop", 3, 50), Frames.frame(1, "shop", 2, 50));
        Map<Integer, Long> before = ordinals(take(2));
        restart();
        Map<Integer, Long> again = ordinals(take(2));
        Frames.append(spool, Frames.frame(2, "shop", 4, 50));
        restart();
        List<StoredFrame> all = take(3);

        assertThat(again).isEqualTo(before);
        assertThat(ordinals(all)).containsAllEntriesOf(before);
        assertThat(all.stream()
                        .flatMapToLong(stored -> LongStream.range(stored.ordinal(), stored.ordinal() + stored.events()))
                        .distinct())
                .hasSize(9);
        if (isNumberedWithoutGaps()) {
            assertThat(ordinals(all)).isEqualTo(Map.of(0, 0L, 1, 3L, 2, 5L));
        }
    }

    @Test
    void a_frame_that_is_done_is_not_read_again_and_one_that_is_not_is() throws InterruptedException {
        Frames.append(spool, Frames.frame(0), Frames.frame(1));
        finish(take(2), 0);

        restart();

        assertNumbers(take(1), 1);
    }

    @Test
    void frames_may_be_done_in_any_order() throws InterruptedException {
        Frames.append(spool, Frames.frame(0), Frames.frame(1), Frames.frame(2), Frames.frame(3));
        List<StoredFrame> all = take(4);
        finish(all, 2);
        finish(all, 0);

        restart();

        if (remembersDoneBeyondGaps()) {
            assertThat(spool.recovered()).containsEntry("shop", new Recovered(new Outcomes(2, 0, 0, 0), 2));
            assertNumbers(take(2), 1, 3);
        } else {
            assertThat(takeAll()).extracting(Frames::number).contains(1, 3).doesNotContain(0);
        }
    }

    @Test
    void projects_that_are_named_are_stepped_over_and_come_later() throws InterruptedException {
        Frames.append(
                spool,
                Frames.frame(0, "shop", 2, 50),
                Frames.frame(1, "blog", 3, 50),
                Frames.frame(2, "shop", 1, 50),
                Frames.frame(3, "blog", 1, 50),
                Frames.frame(4, "docs", 1, 50));

        assertNumbers(take(Set.of("shop", "docs"), 2), 1, 3);
        assertNumbers(take(Set.of("shop"), 1), 4);
        assertNumbers(take(Set.of(), 2), 0, 2);
    }

    @Test
    void live_traffic_flows_past_a_project_that_is_stepped_over() throws InterruptedException {
        Set<String> notNow = Set.of("shop");
        Frames.append(spool, Frames.frame(0, "shop", 1, 50), Frames.frame(1, "blog", 1, 50));
        assertNumbers(take(notNow, 1), 1);
        for (int i = 2; i < 30; i += 2) {
            Frames.append(spool, Frames.frame(i, "shop", 1, 50));
            Frames.append(spool, Frames.frame(i + 1, "blog", 1, 50));
            List<StoredFrame> live = take(notNow, 1);
            assertNumbers(live, i + 1);
            finish(live, i + 1);
        }

        List<StoredFrame> rest = take(15);

        assertNumbers(rest, 0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 26, 28);
    }

    @Test
    void after_a_restart_only_what_was_stepped_over_comes() throws InterruptedException {
        for (int i = 0; i < 10; i++) {
            Frames.append(spool, Frames.frame(i, i % 2 == 0 ? "shop" : "blog", 2, 50));
        }
        for (StoredFrame stored : take(Set.of("shop"), 5)) {
            spool.done(stored, Frames.delivered(stored));
        }
        await().untilAsserted(() -> assertThat(spool.status().pendingEvents()).isEqualTo(10));

        restart();

        if (remembersDoneBeyondGaps()) {
            assertThat(spool.recovered())
                    .containsEntry("shop", new Recovered(Outcomes.NONE, 10))
                    .containsEntry("blog", new Recovered(new Outcomes(10, 0, 0, 0), 0));
            assertNumbers(take(5), 0, 2, 4, 6, 8);
        } else {
            assertThat(takeAll()).extracting(Frames::number).contains(0, 2, 4, 6, 8);
        }
    }

    @Test
    void the_totals_survive_a_restart_per_project() throws InterruptedException {
        Frames.append(spool, Frames.frame(0, "shop", 4, 50), Frames.frame(1, "blog", 2, 50));
        for (StoredFrame stored : take(2)) {
            spool.done(stored, Frames.number(stored) == 0 ? new Outcomes(2, 1, 0, 1) : new Outcomes(2, 0, 0, 0));
        }
        spool.addToTotals("shop", new Outcomes(0, 0, 7, 1));

        restart();

        assertThat(spool.recovered())
                .containsEntry("shop", new Recovered(new Outcomes(2, 1, 7, 2), 0))
                .containsEntry("blog", new Recovered(new Outcomes(2, 0, 0, 0), 0))
                .hasSize(2);
    }

    @Test
    void the_books_by_hour_add_up_before_and_after_a_restart() throws InterruptedException {
        if (!keepsHours()) {
            assertThat(spool.hours()).isEmpty();
            return;
        }
        long first = 1_800_000_000_000L;
        long next = first + 3_600_000;
        Frames.append(
                spool,
                Frames.received(first, Frames.frame(0, "shop", 4, 50)),
                Frames.received(next + 3_599_999, Frames.frame(1, "shop", 2, 50)),
                Frames.received(next, Frames.frame(2, "blog", 3, 50)));
        spool.addToTotals("shop", next + 7, new Outcomes(0, 0, 5, 1));
        for (StoredFrame stored : take(3)) {
            if (Frames.number(stored) != 2) {
                spool.done(stored, new Outcomes(stored.events() - 1, 1, 0, 0));
            }
        }
        Hour[] expected = {
            new Hour("shop", first, 4, new Outcomes(3, 1, 0, 0)),
            new Hour("blog", next, 3, Outcomes.NONE),
            new Hour("shop", next, 8, new Outcomes(1, 1, 5, 1))
        };
        await().untilAsserted(() -> assertThat(spool.hours().orElseThrow()).containsExactly(expected));

        restart();

        assertThat(spool.hours().orElseThrow()).containsExactly(expected);
        assertThat(spool.recovered())
                .containsEntry("shop", new Recovered(new Outcomes(4, 2, 5, 1), 0))
                .containsEntry("blog", new Recovered(Outcomes.NONE, 3));
    }

    @Test
    void outcomes_that_do_not_add_up_to_the_frame_are_refused() throws InterruptedException {
        Frames.append(spool, Frames.frame(0, "shop", 4, 50));
        StoredFrame stored = Frames.next(spool);

        assertThatThrownBy(() -> spool.done(stored, new Outcomes(3, 0, 0, 0)))
                .isInstanceOf(IllegalArgumentException.class);
        spool.done(stored, Frames.delivered(stored));
        assertThatThrownBy(() -> spool.done(stored, Frames.delivered(stored)))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void the_status_tells_what_is_pending_and_since_when() throws InterruptedException {
        Frames.append(spool, Frames.frame(5, "shop", 4, 50), Frames.frame(6));
        awaitPending(5, Frames.frame(5).receivedAtMillis());

        List<StoredFrame> both = take(2);
        finish(both, 5);
        awaitPending(1, Frames.frame(6).receivedAtMillis());

        finish(both, 6);
        awaitPending(0, 0);
        assertThat(spool.status().writable()).isTrue();
        assertThat(spool.status().problem()).isEmpty();
    }

    @Test
    void an_append_that_was_answered_before_the_close_is_stored_and_one_after_it_fails() throws InterruptedException {
        List<CompletableFuture<Void>> answers = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            answers.add(spool.append(List.of(Frames.frame(i))).toCompletableFuture());
        }
        spool.close();

        answers.forEach(CompletableFuture::join);
        CompletableFuture<Void> late = spool.append(List.of(Frames.frame(50))).toCompletableFuture();
        assertThatThrownBy(late::join)
                .isInstanceOf(CompletionException.class)
                .hasCauseInstanceOf(SpoolUnavailableException.class);
        spool = open();
        assertThat(take(50)).hasSize(50);
    }

    @Test
    void a_reader_that_waits_gets_the_frame_when_it_comes() throws InterruptedException {
        assertThat(readWhileAppending(Set.of(), Frames.frame(0))).isZero();
    }

    @Test
    void a_reader_that_steps_over_a_project_waits_for_the_others() throws InterruptedException {
        Frames.append(spool, Frames.frame(0, "shop", 1, 50));
        assertThat(readWhileAppending(Set.of("shop"), Frames.frame(1, "shop", 1, 50), Frames.frame(2, "blog", 1, 50)))
                .isEqualTo(2);
        assertNumbers(take(2), 0, 1);
    }

    @Test
    void a_request_without_frames_is_stored_at_once() {
        assertThat(spool.append(List.of()).toCompletableFuture()).isCompleted();
    }

    protected final void restart() {
        spool.close();
        spool = open();
    }

    /** Exactly so many frames of any project, and nothing after them. */
    protected final List<StoredFrame> take(int frames) throws InterruptedException {
        return take(Set.of(), frames);
    }

    protected final List<StoredFrame> take(Set<String> notNow, int frames) throws InterruptedException {
        List<StoredFrame> taken = new ArrayList<>();
        while (taken.size() < frames) {
            taken.add(spool.next(Frames.SOON, notNow).orElseThrow());
        }
        assertThat(spool.next(untilSureOfNothing(), notNow)).isEmpty();
        return taken;
    }

    private List<StoredFrame> takeAll() throws InterruptedException {
        List<StoredFrame> taken = new ArrayList<>();
        taken.add(Frames.next(spool));
        for (var next = spool.next(untilSureOfNothing()); next.isPresent(); next = spool.next(untilSureOfNothing())) {
            taken.add(next.get());
        }
        return taken;
    }

    private void finish(List<StoredFrame> frames, int number) {
        StoredFrame stored = frames.stream()
                .filter(frame -> Frames.number(frame) == number)
                .findFirst()
                .orElseThrow();
        spool.done(stored, Frames.delivered(stored));
    }

    private void assertNumbers(List<StoredFrame> frames, Integer... numbers) {
        if (keepsOrder()) {
            assertThat(frames).extracting(Frames::number).containsExactly(numbers);
        } else {
            assertThat(frames).extracting(Frames::number).containsExactlyInAnyOrder(numbers);
        }
    }

    // An engine that is shared asks its server now and then.
    private void awaitPending(long events, long oldestMillis) {
        await().untilAsserted(() -> {
            assertThat(spool.status().pendingEvents()).isEqualTo(events);
            assertThat(spool.status().oldestPendingMillis()).isEqualTo(oldestMillis);
        });
    }

    private int readWhileAppending(Set<String> notNow, Frame... frames) throws InterruptedException {
        CompletableFuture<StoredFrame> read = new CompletableFuture<>();
        Thread reader = Thread.ofVirtual().start(() -> {
            try {
                read.complete(spool.next(Frames.SOON, notNow).orElseThrow());
            } catch (InterruptedException | RuntimeException e) {
                read.completeExceptionally(e);
            }
        });
        Frames.append(spool, frames);
        int number = Frames.number(read.join());
        reader.join();
        return number;
    }

    private static Map<Integer, Long> ordinals(List<StoredFrame> frames) {
        Map<Integer, Long> ordinals = new HashMap<>();
        frames.forEach(stored -> ordinals.put(Frames.number(stored), stored.ordinal()));
        return ordinals;
    }
}
