package dev.sluice.spool.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.sluice.spool.Frames;
import dev.sluice.spool.Spool;
import dev.sluice.spool.Spool.Outcomes;
import dev.sluice.spool.Spool.Recovered;
import dev.sluice.spool.SpoolUnavailableException;
import dev.sluice.spool.StoredFrame;
import dev.sluice.testsupport.OwnPostgres;
import dev.sluice.trace.Tracing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** Postgres away, slow, without tables, or cutting connections at any moment. */
class PostgresTroubleTest {
    private static final String KILL_ALL =
            "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database()"
                    + " and pid <> pg_backend_pid()";

    @Test
    void while_postgres_is_paused_appends_fail_and_afterwards_all_goes_on() throws InterruptedException {
        try (OwnPostgres postgres = new OwnPostgres();
                SpoolDatabase database = new SpoolDatabase(postgres.url())) {
            PostgresSpool spool = database.open();
            Frames.append(spool, Frames.frame(0));
            StoredFrame inHand = Frames.next(spool);

            postgres.pause();
            CompletableFuture<Void> during =
                    spool.append(List.of(Frames.frame(1))).toCompletableFuture();
            spool.done(inHand, Frames.delivered(inHand));
            assertThat(spool.next(Duration.ofMillis(1))).isEmpty();

            await().atMost(Duration.ofSeconds(20)).until(during::isDone);
            assertThatThrownBy(during::join).hasCauseInstanceOf(SpoolUnavailableException.class);
            assertThat(spool.status().writable()).isFalse();
            assertThat(spool.status().problem()).contains("DATABASE_URL").contains("does not answer");
            assertThatThrownBy(() -> Frames.append(spool, Frames.frame(2)))
                    .hasCauseInstanceOf(SpoolUnavailableException.class);

            postgres.resume();
            await().atMost(Duration.ofSeconds(30)).until(() -> spool.status().writable());
            Frames.append(spool, Frames.frame(3));
            Set<Integer> read = readAll(spool);
            // What was sent to a paused server may have been stored or not; what was refused at once was not.
            assertThat(read).contains(3).doesNotContain(0, 2);
            awaitBooks(spool, read.size() + 1);
        }
    }

    @Test
    void a_start_without_tables_refuses_events_until_they_are_there() {
        try (SpoolDatabase database = new SpoolDatabase()) {
            database.execute("alter table spool_rows rename to later");
            PostgresSpool spool = new PostgresSpool(database.pool(), 0, PostgresSpoolOptions.DEFAULTS, Tracing.OFF);
            spool.start();

            await().untilAsserted(() -> assertThat(spool.status().problem()).contains("42P01"));
            assertThat(spool.books().orElseThrow().known()).isFalse();
            assertThatThrownBy(() -> Frames.append(spool, Frames.frame(0)))
                    .hasCauseInstanceOf(SpoolUnavailableException.class);

            database.execute("alter table later rename to spool_rows");
            await().until(() -> spool.status().writable());
            Frames.append(spool, Frames.frame(0));
            spool.close();
        }
    }

    @Test
    void a_server_that_takes_no_writes_is_noticed_although_it_answers() {
        try (SpoolDatabase database = new SpoolDatabase()) {
            PostgresSpool spool = database.open();
            database.execute("do $$ begin execute format('alter database %I set default_transaction_read_only = on',"
                    + " current_database()); end $$");
            database.execute(KILL_ALL);

            await().ignoreExceptions()
                    .untilAsserted(() -> assertThatThrownBy(() -> Frames.append(spool, Frames.frame(0)))
                            .hasMessageContaining("25006"));
            assertThat(spool.status().writable()).isFalse();

            database.execute("do $$ begin execute format('alter database %I reset default_transaction_read_only',"
                    + " current_database()); end $$");
            database.execute(KILL_ALL);
            await().until(() -> spool.status().writable());
            Frames.append(spool, Frames.frame(1));
        }
    }

    @Test
    void with_connections_cut_at_any_moment_nothing_acknowledged_is_lost_and_the_books_stay_exact() throws Exception {
        try (SpoolDatabase database = new SpoolDatabase()) {
            PostgresSpool spool = database.open();
            AtomicBoolean cutting = new AtomicBoolean(true);
            Thread cutter = Thread.ofVirtual().start(() -> {
                while (cutting.get()) {
                    cut(database);
                }
            });
            List<Integer> acknowledged = new ArrayList<>();
            Set<Long> ordinals = new HashSet<>();
            Set<Integer> read = new HashSet<>();
            for (int round = 0; round < 300; round++) {
                append(spool, round, acknowledged);
                drain(spool, ordinals, read, Duration.ofMillis(1));
                spool.addToTotals("shop", new Outcomes(0, 0, 1, 0));
            }
            cutting.set(false);
            cutter.join();
            await().until(() -> spool.status().writable());
            drain(spool, ordinals, read, Duration.ofSeconds(2));

            assertThat(acknowledged).hasSizeGreaterThan(10);
            assertThat(read).containsAll(acknowledged);
            await().atMost(Duration.ofSeconds(20))
                    .untilAsserted(() -> assertThat(spool.books().orElseThrow().accounts())
                            .containsEntry("shop", new Recovered(new Outcomes(ordinals.size(), 0, 300, 0), 0)));
        }
    }

    private static void append(Spool spool, int number, List<Integer> acknowledged) {
        try {
            Frames.append(spool, Frames.frame(number));
            acknowledged.add(number);
        } catch (CompletionException e) {
            assertThat(e).hasCauseInstanceOf(SpoolUnavailableException.class);
            await().until(() -> spool.status().writable());
        }
    }

    private static void cut(SpoolDatabase database) {
        try {
            database.execute(KILL_ALL);
            TimeUnit.MILLISECONDS.sleep(30);
        } catch (IllegalStateException | InterruptedException e) {
            // The one that cuts may be cut by a slower one before it.
            assertThat(e).isInstanceOf(IllegalStateException.class);
        }
    }

    private static void drain(Spool spool, Set<Long> ordinals, Set<Integer> read, Duration wait)
            throws InterruptedException {
        for (Optional<StoredFrame> next = spool.next(wait); next.isPresent(); next = spool.next(wait)) {
            assertThat(ordinals.add(next.get().ordinal())).isTrue();
            read.add(Frames.number(next.get()));
            spool.done(next.get(), Frames.delivered(next.get()));
        }
    }

    private static Set<Integer> readAll(Spool spool) throws InterruptedException {
        Set<Integer> read = new HashSet<>();
        drain(spool, new HashSet<>(), read, Duration.ofSeconds(3));
        return read;
    }

    private static void awaitBooks(PostgresSpool spool, long delivered) {
        await().untilAsserted(() -> assertThat(spool.books().orElseThrow().accounts())
                .containsEntry("shop", new Recovered(new Outcomes(delivered, 0, 0, 0), 0)));
    }
}
