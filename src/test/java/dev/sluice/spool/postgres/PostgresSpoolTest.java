package dev.sluice.spool.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.spool.Frame;
import dev.sluice.spool.Frames;
import dev.sluice.spool.Spool;
import dev.sluice.spool.Spool.Outcomes;
import dev.sluice.spool.Spool.Recovered;
import dev.sluice.spool.SpoolContract;
import dev.sluice.spool.StoredFrame;
import dev.sluice.testsupport.EndedSpans;
import dev.sluice.trace.Fact;
import dev.sluice.trace.Origin;
import dev.sluice.trace.TraceContext;
import io.agroal.api.AgroalDataSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class PostgresSpoolTest extends SpoolContract {
    private static SpoolDatabase database;

    @BeforeAll
    static void openDatabase() {
        database = new SpoolDatabase();
    }

    @AfterAll
    static void closeDatabase() {
        database.close();
    }

    @Override
    protected Spool open() {
        return database.open();
    }

    @Override
    protected boolean isNumberedWithoutGaps() {
        return false;
    }

    @AfterEach
    void emptyDatabase() {
        database.empty();
    }

    @Test
    void the_commit_of_a_group_is_a_span_of_the_first_recorded_trace_in_it_and_reading_is_none()
            throws InterruptedException {
        EndedSpans spans = new EndedSpans();
        TraceContext first = EndedSpans.recorded(1);
        TraceContext second = EndedSpans.recorded(2);
        try (AgroalDataSource pool = database.pool()) {
            PostgresSpool recorded = new PostgresSpool(pool, 0, PostgresSpoolOptions.DEFAULTS, spans.tracing());
            recorded.start();
            await().atMost(Frames.SOON).until(() -> recorded.status().writable());

            Frames.append(recorded, Frames.frame(0), Frames.frame(1).from(new Origin("a", first.asSampled(false))));
            Frames.append(
                    recorded,
                    Frames.frame(2),
                    Frames.frame(3).from(new Origin("b", first)),
                    Frames.frame(4).from(new Origin("c", second)));
            StoredFrame read = Frames.next(recorded);
            recorded.done(read, Frames.delivered(read));
            recorded.close();
        }

        assertThat(spans.all()).hasSize(1).allSatisfy(span -> {
            assertThat(span.getParentSpanId()).isEqualTo(first.spanId());
            assertThat(span.getLinks())
                    .extracting(link -> link.getSpanContext().getSpanId())
                    .containsExactly(second.spanId());
            assertThat(EndedSpans.text(span, Fact.OPERATION)).isEqualTo("db.sql.query");
            assertThat(EndedSpans.text(span, Fact.DATABASE_OPERATION)).isEqualTo("append");
        });
    }

    @Test
    void events_of_one_group_share_rows_and_every_row_is_of_one_project() throws InterruptedException {
        List<CompletableFuture<Void>> answers = new ArrayList<>();
        for (int i = 0; i < 2000; i++) {
            answers.add(spool.append(List.of(Frames.frame(i, i % 2 == 0 ? "shop" : "blog", 2, 200)))
                    .toCompletableFuture());
        }
        answers.forEach(CompletableFuture::join);

        assertThat(database.number("select count(*) from spool_rows")).isLessThan(1000);
        Set<Integer> read = new HashSet<>();
        for (int i = 0; i < 2000; i++) {
            StoredFrame stored = Frames.next(spool);
            int number = Frames.number(stored);
            assertThat(stored.frame().project()).isEqualTo(number % 2 == 0 ? "shop" : "blog");
            read.add(number);
            spool.done(stored, Frames.delivered(stored));
        }
        assertThat(read).hasSize(2000);
        await().untilAsserted(() ->
                assertThat(database.number("select count(*) from spool_rows")).isZero());
        await().untilAsserted(() -> assertThat(spool.status().bytes()).isZero());
        assertThat(spool.recovered()).containsEntry("shop", new Recovered(new Outcomes(2000, 0, 0, 0), 0));
    }

    @Test
    void a_request_that_is_larger_than_a_row_is_stored() throws InterruptedException {
        Frame large = Frames.frame(0, "shop", 3, 2_000_000);

        Frames.append(spool, large, Frames.frame(1), Frames.frame(2, "shop", 10_000, 60));
        restart();

        List<StoredFrame> read = take(3);
        assertThat(Frames.same(read.getFirst().frame(), large)).isTrue();
    }

    @Test
    void a_frame_goes_to_one_replica_only_and_the_books_of_both_are_the_same() throws Exception {
        PostgresSpool other = database.open();
        int frames = 600;
        Set<Integer> here = new HashSet<>();
        Set<Integer> there = new HashSet<>();
        Thread reader = Thread.ofVirtual().start(() -> readAll(other, there));
        for (int i = 0; i < frames; i++) {
            Frames.append(i % 2 == 0 ? spool : other, Frames.frame(i));
        }
        readAll(spool, here);
        reader.join();

        assertThat(here).doesNotContainAnyElementsOf(there);
        assertThat(here.size() + there.size()).isEqualTo(frames);
        Recovered all = new Recovered(new Outcomes(frames, 0, 0, 0), 0);
        await().untilAsserted(() -> {
            assertThat(spool.books().orElseThrow().accounts()).containsEntry("shop", all);
            assertThat(other.books().orElseThrow().accounts()).containsEntry("shop", all);
        });
    }

    @Test
    void what_a_replica_had_in_hand_when_it_closed_comes_to_the_other_with_the_same_numbers()
            throws InterruptedException {
        // A lease that does not run out within the test.
        PostgresSpool leaving = database.open(PostgresSpoolOptions.DEFAULTS.withLease(Duration.ofHours(1)));
        Frames.append(leaving, Frames.frame(0), Frames.frame(1), Frames.frame(2));
        List<StoredFrame> inHand = new ArrayList<>();
        while (inHand.size() < 3) {
            inHand.add(Frames.next(leaving));
        }
        assertThat(spool.next(Duration.ofMillis(200))).isEmpty();
        leaving.done(inHand.get(1), Frames.delivered(inHand.get(1)));

        leaving.close();

        List<StoredFrame> taken = take(2);
        assertThat(taken).extracting(Frames::number).containsExactly(0, 2);
        assertThat(taken)
                .extracting(StoredFrame::ordinal)
                .containsExactly(inHand.get(0).ordinal(), inHand.get(2).ordinal());
    }

    @Test
    void the_bound_is_kept_and_what_was_delivered_makes_room() throws InterruptedException {
        PostgresSpool bounded = database.open(PostgresSpoolOptions.DEFAULTS, 100_000);
        Frames.append(bounded, Frames.frame(0, "shop", 10, 5_000));

        CompletableFuture<Void> beyond =
                bounded.append(List.of(Frames.frame(1, "shop", 11, 5_000))).toCompletableFuture();

        assertThat(beyond)
                .failsWithin(Duration.ofSeconds(5))
                .withThrowableOfType(ExecutionException.class)
                .withMessageContaining("limit of 100000 bytes");
        StoredFrame stored = Frames.next(bounded);
        bounded.done(stored, Frames.delivered(stored));
        await().ignoreExceptions().untilAsserted(() -> Frames.append(bounded, Frames.frame(1, "shop", 11, 5_000)));
    }

    @Test
    void a_damaged_row_is_set_aside_counted_as_pending_and_delivered_once_it_is_restored() throws InterruptedException {
        spool.close();
        spool = database.open();
        Frames.append(spool, Frames.frame(0, "shop", 2, 50));
        StoredFrame whole = Frames.next(spool);
        spool.close();
        database.execute("update spool_rows set frames = set_byte(frames, 150, get_byte(frames, 150) # 255)");
        spool = database.open();
        Frames.append(spool, Frames.frame(1, "blog", 1, 50));

        assertThat(take(1)).extracting(Frames::number).containsExactly(1);
        assertThat(spool.recovered()).containsEntry("shop", new Recovered(Outcomes.NONE, 2));
        database.execute("update spool_rows set damaged = false, frames = set_byte(frames, 150, get_byte(frames, 150)"
                + " # 255) where project = 'shop'");

        StoredFrame restored = Frames.next(spool);
        assertThat(Frames.same(restored.frame(), whole.frame())).isTrue();
        assertThat(restored.ordinal()).isEqualTo(whole.ordinal());
    }

    private static void readAll(Spool from, Set<Integer> into) {
        try {
            Optional<StoredFrame> next = from.next(Frames.SOON);
            while (next.isPresent()) {
                into.add(Frames.number(next.get()));
                from.done(next.get(), Frames.delivered(next.get()));
                next = from.next(Duration.ofSeconds(2));
            }
        } catch (InterruptedException e) {
            throw new CompletionException(e);
        }
    }
}
