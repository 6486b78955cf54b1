package dev.sluice.spool.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.sluice.spool.Frames;
import dev.sluice.spool.HourBooks;
import dev.sluice.spool.HourBooks.Hour;
import dev.sluice.spool.Spool.Outcomes;
import dev.sluice.spool.Spool.Recovered;
import dev.sluice.spool.SpoolUnavailableException;
import dev.sluice.spool.StoredFrame;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

/** The shared books by hour, with several replicas, lost leases, and the summing up of old hours beside them. */
class PostgresHoursTest {
    private static final long HOUR = 3_600_000;
    private static final long START = 1_800_000_000_000L;
    private static final List<String> PROJECTS = List.of("blog", "docs", "shop");

    private static SpoolDatabase database;

    @BeforeAll
    static void openDatabase() {
        database = new SpoolDatabase();
    }

    @AfterAll
    static void closeDatabase() {
        database.close();
    }

    @AfterEach
    void emptyDatabase() {
        database.empty();
    }

    @RepeatedTest(3)
    void every_acknowledged_event_is_in_its_hour_once_whichever_replica_ends_it(RepetitionInfo repetition)
            throws Exception {
        Random random = new Random(repetition.getCurrentRepetition());
        List<PostgresSpool> replicas = new ArrayList<>(List.of(database.open(), database.open()));
        List<List<StoredFrame>> inHand = List.of(new ArrayList<>(), new ArrayList<>());
        TreeMap<Long, Map<String, Long>> model = new TreeMap<>();
        AtomicBoolean goesOn = new AtomicBoolean(true);
        CompletableFuture<Void> folder = CompletableFuture.runAsync(() -> {
            while (goesOn.get()) {
                database.fold();
            }
        });
        for (int step = 0; step < 280; step++) {
            int which = random.nextInt(2);
            PostgresSpool replica = replicas.get(which);
            switch (random.nextInt(12)) {
                case 0, 1, 2, 3 -> append(replica, step, random, model);
                case 4, 5, 6, 7 -> replica.next(Duration.ofMillis(5)).ifPresent(inHand.get(which)::add);
                case 8, 9 -> endOne(replica, inHand.get(which), random);
                case 10 -> settle(replica, random, model);
                default -> {
                    if (random.nextInt(4) == 0) {
                        // Its lease has run out: the others get what it has in hand, and it ends it all the same.
                        database.execute("delete from spool_replicas");
                    } else if (random.nextInt(4) == 0) {
                        replica.close();
                        inHand.get(which).clear();
                        replicas.set(which, database.open());
                    }
                }
            }
        }
        endAll(replicas, inHand);
        goesOn.set(false);
        folder.join();

        Map<String, Long> received = new HashMap<>();
        model.descendingMap().values().stream().limit(HourBooks.KEPT_HOURS).forEach(hour -> received.putAll(hour));
        assertThat(model).hasSizeGreaterThan(HourBooks.KEPT_HOURS);
        await().untilAsserted(() -> {
            List<Hour> hours = replicas.getFirst().hours().orElseThrow();
            assertThat(received(hours)).isEqualTo(received);
            assertThat(hours).allSatisfy(hour -> assertThat(hour.pending()).isZero());
        });
        assertThat(accounts(replicas.getLast())).isEqualTo(totals(model));
        assertFolded(replicas.getFirst());
    }

    @Test
    void a_start_sums_up_the_slots_of_hours_that_are_over() {
        PostgresSpool spool = database.open();
        for (int hour = 0; hour < 5; hour++) {
            spool.addToTotals("shop", START + hour * HOUR, new Outcomes(0, 0, hour + 1, 0));
        }
        spool.close();
        List<Hour> before = database.open().hours().orElseThrow();

        await().untilAsserted(() -> assertThat(
                        database.number("select count(*) from spool_books where slot >= 0 and hour > 0"))
                .isEqualTo(2));

        assertThat(before).hasSize(5);
        assertThat(database.open().hours().orElseThrow()).isEqualTo(before);
    }

    @Test
    void books_that_cannot_be_read_are_no_empty_books() {
        try (SpoolDatabase gone = new SpoolDatabase()) {
            PostgresSpool spool = gone.open();
            gone.execute("alter table spool_books rename to elsewhere");

            assertThatThrownBy(spool::hours).isInstanceOf(SpoolUnavailableException.class);
        }
    }

    private static void append(PostgresSpool spool, int number, Random random, TreeMap<Long, Map<String, Long>> model) {
        String project = PROJECTS.get(random.nextInt(PROJECTS.size()));
        // Time goes on, and now and then a request was on its way for long.
        long hour = START + (number / 4 - random.nextInt(3)) * HOUR;
        int events = 1 + random.nextInt(3);
        long received = hour + random.nextInt((int) HOUR);
        Frames.append(spool, Frames.received(received, Frames.frame(number, project, events, 40)));
        expect(model, project, hour, events);
    }

    private static void settle(PostgresSpool spool, Random random, TreeMap<Long, Map<String, Long>> model) {
        String project = PROJECTS.get(random.nextInt(PROJECTS.size()));
        long hour = model.isEmpty() ? START : model.lastKey();
        spool.addToTotals(project, hour, new Outcomes(0, 0, 2, 1));
        expect(model, project, hour, 3);
    }

    private static void expect(TreeMap<Long, Map<String, Long>> model, String project, long hour, long events) {
        model.computeIfAbsent(hour, _ -> new HashMap<>()).merge(project + hour, events, Long::sum);
    }

    private static void endOne(PostgresSpool spool, List<StoredFrame> inHand, Random random) {
        if (!inHand.isEmpty()) {
            StoredFrame frame = inHand.remove(random.nextInt(inHand.size()));
            spool.done(frame, new Outcomes(frame.events() - 1, 1, 0, 0));
        }
    }

    private static void endAll(List<PostgresSpool> replicas, List<List<StoredFrame>> inHand)
            throws InterruptedException {
        Random random = new Random(0);
        for (int i = 0; i < replicas.size(); i++) {
            while (!inHand.get(i).isEmpty()) {
                endOne(replicas.get(i), inHand.get(i), random);
            }
        }
        while (database.number("select count(*) from spool_rows") > 0) {
            for (PostgresSpool replica : replicas) {
                Optional<StoredFrame> next = replica.next(Duration.ofMillis(50));
                next.ifPresent(frame -> replica.done(frame, new Outcomes(frame.events() - 1, 1, 0, 0)));
            }
        }
    }

    private static void assertFolded(PostgresSpool spool) {
        List<Hour> before = spool.hours().orElseThrow();
        database.fold();

        assertThat(spool.hours().orElseThrow()).isEqualTo(before);
        assertThat(database.number("select count(distinct hour) from spool_books where hour > 0"))
                .isEqualTo(HourBooks.KEPT_HOURS);
        assertThat(database.number("select count(*) from spool_books where hour > 0 and hour < "
                        + new TreeSet<>(before.stream().map(Hour::startMillis).toList())
                                .headSet(before.getLast().startMillis())
                                .last()
                        + " and slot >= 0"))
                .isZero();
        assertThat(database.number("select coalesce(sum(bytes), 0) from spool_books"))
                .isZero();
    }

    private static Map<String, Long> received(List<Hour> hours) {
        Map<String, Long> received = new HashMap<>();
        hours.forEach(hour -> received.put(hour.project() + hour.startMillis(), hour.received()));
        return received;
    }

    private static Map<String, Long> totals(TreeMap<Long, Map<String, Long>> model) {
        Map<String, Long> totals = new HashMap<>();
        model.forEach((hour, received) -> received.forEach((name, events) ->
                totals.merge(name.substring(0, name.length() - hour.toString().length()), events, Long::sum)));
        return totals;
    }

    private static Map<String, Long> accounts(PostgresSpool spool) {
        await().until(() -> spool.status().pendingEvents() == 0);
        Map<String, Long> accounts = new HashMap<>();
        spool.recovered().forEach((project, found) -> accounts.put(project, sum(found)));
        return accounts;
    }

    private static long sum(Recovered found) {
        return found.totals().sum() + found.pending();
    }
}
