package dev.sluice.spool.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.spool.Frames;
import dev.sluice.spool.Spool.Outcomes;
import dev.sluice.spool.Spool.Recovered;
import dev.sluice.spool.StoredFrame;
import io.agroal.api.AgroalDataSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What becomes of a replica's rows when it cannot give them back itself. */
class PostgresTakeoverTest {
    private static final PostgresSpoolOptions SHORT_LEASE =
            PostgresSpoolOptions.DEFAULTS.withLease(Duration.ofMillis(1500));

    private final SpoolDatabase database = new SpoolDatabase();

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void the_rows_of_a_dead_replica_are_taken_over_with_their_numbers() throws InterruptedException {
        AgroalDataSource itsPool = database.pool();
        PostgresSpool dying = database.open(SHORT_LEASE, 0, itsPool);
        Frames.append(dying, Frames.frame(0, "shop", 3, 50), Frames.frame(1, "shop", 2, 50));
        List<StoredFrame> inHand = take(dying, 2);
        // Like kill -9: from now on nothing of it reaches the database.
        itsPool.close();

        PostgresSpool heir = database.open(SHORT_LEASE);
        List<StoredFrame> taken = take(heir, 2);

        assertThat(taken)
                .extracting(StoredFrame::ordinal)
                .containsExactlyElementsOf(
                        inHand.stream().map(StoredFrame::ordinal).toList());
        taken.forEach(frame -> heir.done(frame, Frames.delivered(frame)));
        awaitBooks(heir, new Recovered(new Outcomes(5, 0, 0, 0), 0));
    }

    @Test
    void a_replica_that_lives_keeps_its_rows_beyond_the_length_of_its_lease() throws InterruptedException {
        PostgresSpool holder = database.open(SHORT_LEASE);
        PostgresSpool other = database.open(SHORT_LEASE);
        Frames.append(holder, Frames.frame(0));
        StoredFrame held = take(holder, 1).getFirst();

        assertThat(other.next(SHORT_LEASE.lease().multipliedBy(2))).isEmpty();
        holder.done(held, Frames.delivered(held));
        awaitBooks(other, new Recovered(new Outcomes(1, 0, 0, 0), 0));
    }

    @Test
    void a_replica_that_comes_back_after_its_rows_were_taken_over_books_nothing_twice() throws InterruptedException {
        PostgresSpool slow = database.open();
        PostgresSpool heir = database.open();
        Frames.append(
                slow, Frames.frame(0, "shop", 3, 50), Frames.frame(1, "shop", 2, 50), Frames.frame(2, "blog", 1, 50));
        List<StoredFrame> held = take(slow, 3);
        slow.done(held.getFirst(), Frames.delivered(held.getFirst()));

        // What the others do once the lease has run out.
        database.execute("delete from spool_replicas");
        List<StoredFrame> taken = new ArrayList<>();
        await().until(() -> {
            heir.next(Duration.ofMillis(100)).ifPresent(taken::add);
            return taken.size() >= 2
                    && heir.next(Duration.ofMillis(500)).map(taken::add).isEmpty();
        });
        held.subList(1, 3).forEach(frame -> slow.done(frame, Frames.delivered(frame)));
        taken.forEach(frame -> heir.done(frame, Frames.delivered(frame)));

        await().untilAsserted(() -> assertThat(heir.books().orElseThrow().accounts())
                .containsEntry("shop", new Recovered(new Outcomes(5, 0, 0, 0), 0))
                .containsEntry("blog", new Recovered(new Outcomes(1, 0, 0, 0), 0)));
        Frames.append(slow, Frames.frame(3, "blog", 1, 50));
        assertThat(Frames.number(Frames.next(slow))).isEqualTo(3);
    }

    @Test
    void a_row_that_was_claimed_although_the_answer_was_lost_is_delivered_all_the_same() throws InterruptedException {
        PostgresSpool spool = database.open(SHORT_LEASE);
        Frames.append(spool, Frames.frame(0));
        List<StoredFrame> taken = take(spool, 1);
        Frames.append(spool, Frames.frame(1));
        // As when Postgres comes to the statement after the gateway has given the connection up.
        database.execute("update spool_rows set claimed_by = (select id from spool_replicas)");
        Frames.append(spool, Frames.frame(2));

        taken.addAll(take(spool, 2));

        assertThat(taken).extracting(Frames::number).containsExactly(0, 2, 1);
        // What is in hand stays so, however long it takes.
        assertThat(spool.next(SHORT_LEASE.lease().multipliedBy(2))).isEmpty();
        taken.forEach(frame -> spool.done(frame, Frames.delivered(frame)));
        awaitBooks(spool, new Recovered(new Outcomes(3, 0, 0, 0), 0));
    }

    @Test
    void a_project_without_room_here_is_left_to_the_other_replica() throws InterruptedException {
        PostgresSpool full = database.open();
        Frames.append(full, Frames.frame(0, "shop", 1, 50), Frames.frame(1, "blog", 1, 50));
        StoredFrame blog = full.next(Frames.SOON, Set.of("shop")).orElseThrow();
        assertThat(Frames.number(blog)).isEqualTo(1);
        assertThat(full.next(Duration.ZERO, Set.of("shop"))).isEmpty();

        PostgresSpool free = database.open();

        assertThat(Frames.number(Frames.next(free))).isZero();
    }

    private static void awaitBooks(PostgresSpool spool, Recovered expected) {
        await().untilAsserted(
                        () -> assertThat(spool.books().orElseThrow().accounts()).containsEntry("shop", expected));
    }

    private static List<StoredFrame> take(PostgresSpool from, int frames) throws InterruptedException {
        List<StoredFrame> taken = new ArrayList<>();
        while (taken.size() < frames) {
            taken.add(Frames.next(from));
        }
        return taken;
    }
}
