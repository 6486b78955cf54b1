package dev.sluice.spool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.spool.Spool.Outcomes;
import dev.sluice.spool.Spool.Recovered;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every spool does. */
public abstract class SpoolContract {
    protected Spool spool;

    /** Opens the same storage, a first time or again. */
    protected abstract Spool open();

    @BeforeEach
    void openIt() {
        spool = open();
    }

    @AfterEach
    void closeIt() {
        spool.close();
    }

    @Test
    void frames_come_out_as_they_went_in_and_in_order() throws InterruptedException {
        Frames.append(spool, Frames.frame(0), Frames.frame(1, "blog", 5, 300));
        Frames.append(spool, Frames.frame(2));

        for (int i = 0; i < 3; i++) {
            StoredFrame stored = Frames.next(spool);
            Frame original = i == 1 ? Frames.frame(1, "blog", 5, 300) : Frames.frame(i);
            assertThat(Frames.same(stored.frame(), original)).isTrue();
        }
        assertThat(spool.next(Duration.ZERO)).isEmpty();
    }

    @Test
    void events_are_numbered_without_gaps_and_across_restarts() throws InterruptedException {
        Frames.append(spool, Frames.frame(0, "shop", 3, 50), Frames.frame(1, "shop", 2, 50));
        List<Long> before = ordinals();
        restart();
        List<Long> again = ordinals();
        Frames.append(spool, Frames.frame(2, "shop", 4, 50));
        restart();

        assertThat(before).containsExactly(0L, 3L);
        assertThat(again).containsExactly(0L, 3L);
        assertThat(ordinals()).containsExactly(0L, 3L, 5L);
    }

    @Test
    void a_frame_that_is_done_is_not_read_again_and_one_that_is_not_is() throws InterruptedException {
        Frames.append(spool, Frames.frame(0), Frames.frame(1));
        StoredFrame first = Frames.next(spool);
        Frames.next(spool);
        spool.done(first, Frames.delivered(first));

        restart();

        assertThat(Frames.drain(spool)).extracting(Frames::number).containsExactly(1);
    }

    @Test
    void frames_may_be_done_in_any_order_and_count_from_the_first_gap_on() throws InterruptedException {
        Frames.append(spool, Frames.frame(0), Frames.frame(1), Frames.frame(2), Frames.frame(3));
        List<StoredFrame> all = Frames.drain(spool);
        spool.done(all.get(2), Frames.delivered(all.get(2)));
        spool.done(all.get(0), Frames.delivered(all.get(0)));

        restart();

        assertThat(Frames.drain(spool)).extracting(Frames::number).containsExactly(1, 2, 3);
        assertThat(spool.recovered()).containsEntry("shop", new Recovered(new Outcomes(1, 0, 0, 0), 3));
    }

    @Test
    void the_totals_survive_a_restart_per_project() throws InterruptedException {
        Frames.append(spool, Frames.frame(0, "shop", 4, 50), Frames.frame(1, "blog", 2, 50));
        StoredFrame shop = Frames.next(spool);
        StoredFrame blog = Frames.next(spool);
        spool.done(shop, new Outcomes(2, 1, 0, 1));
        spool.done(blog, new Outcomes(2, 0, 0, 0));
        spool.addToTotals("shop", new Outcomes(0, 0, 7, 1));

        restart();

        assertThat(spool.recovered())
                .containsEntry("shop", new Recovered(new Outcomes(2, 1, 7, 2), 0))
                .containsEntry("blog", new Recovered(new Outcomes(2, 0, 0, 0), 0))
                .hasSize(2);
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
        assertThat(spool.status().pendingEvents()).isEqualTo(5);
        assertThat(spool.status().oldestPendingMillis())
                .isEqualTo(Frames.frame(5).receivedAtMillis());

        StoredFrame first = Frames.next(spool);
        StoredFrame second = Frames.next(spool);
        spool.done(first, Frames.delivered(first));
        assertThat(spool.status().pendingEvents()).isEqualTo(1);
        assertThat(spool.status().oldestPendingMillis())
                .isEqualTo(Frames.frame(6).receivedAtMillis());

        spool.done(second, Frames.delivered(second));
        assertThat(spool.status().pendingEvents()).isZero();
        assertThat(spool.status().oldestPendingMillis()).isZero();
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
        assertThat(Frames.drain(spool)).hasSize(50);
    }

    @Test
    void a_reader_that_waits_gets_the_frame_when_it_comes() throws InterruptedException {
        CompletableFuture<StoredFrame> read = new CompletableFuture<>();
        Thread reader = Thread.ofVirtual().start(() -> {
            try {
                read.complete(Frames.next(spool));
            } catch (InterruptedException e) {
                read.completeExceptionally(e);
            }
        });

        Frames.append(spool, Frames.frame(0));

        assertThat(Frames.number(read.join())).isZero();
        reader.join();
    }

    @Test
    void a_request_without_frames_is_stored_at_once() {
        assertThat(spool.append(List.of()).toCompletableFuture()).isCompleted();
    }

    protected final void restart() {
        spool.close();
        spool = open();
    }

    private List<Long> ordinals() throws InterruptedException {
        return Frames.drain(spool).stream().map(StoredFrame::ordinal).toList();
    }
}
