package dev.sluice.ledger;

import static dev.sluice.ledger.LedgerEvents.event;
import static dev.sluice.ledger.LedgerEvents.frame;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.event.DeadReason;
import dev.sluice.ledger.Story.Fate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventLedgerTest {
    @TempDir
    Path directory;

    private final SettableClock clock = new SettableClock();
    private EventLedger ledger;

    @BeforeEach
    void open() {
        ledger = EventLedger.open(directory, clock, new SecureRandom());
    }

    @AfterEach
    void close() {
        ledger.close();
    }

    @Test
    void an_event_is_found_as_soon_as_it_was_told() throws Exception {
        UUID uuid = UUID.randomUUID();

        ledger.accepted("shop", clock.millis(), List.of(event(uuid, "email,phone")));

        assertThat(ledger.find(uuid))
                .containsExactly(
                        new Story("shop", clock.instant(), Optional.of(List.of("email", "phone")), new Fate.Pending()));
        assertThat(ledger.find(UUID.randomUUID())).isEmpty();
    }

    @Test
    void each_ending_is_told_with_its_time() throws Exception {
        List<UUID> uuids = Stream.generate(UUID::randomUUID).limit(3).toList();
        long received = clock.millis();
        ledger.accepted(
                "shop", received, uuids.stream().map(uuid -> event(uuid, "")).toList());
        clock.advance(Duration.ofSeconds(7));
        Instant at = clock.instant();

        long request = ledger.nextRequest();
        ledger.delivered(frame("shop", received, uuids), 0, request, 200);
        ledger.duplicate(frame("shop", received, uuids), 1);
        ledger.deadLettered(frame("shop", received, uuids), 2, DeadReason.REFUSED);

        assertThat(fate(uuids.get(0))).isEqualTo(new Fate.Delivered(request, 200, at));
        assertThat(fate(uuids.get(1))).isEqualTo(new Fate.Duplicate(at));
        assertThat(fate(uuids.get(2))).isEqualTo(new Fate.DeadLettered("refused", at));
    }

    @Test
    void rejected_and_withheld_events_are_told_with_their_reason() throws Exception {
        UUID rejected = UUID.randomUUID();
        UUID withheld = UUID.randomUUID();

        ledger.putAside("shop", clock.millis(), rejected, "missing_event_name");
        ledger.putAside("shop", clock.millis(), withheld, "scrub_failed");

        assertThat(fate(rejected)).isEqualTo(new Fate.Rejected("missing_event_name", clock.instant()));
        assertThat(fate(withheld)).isEqualTo(new Fate.DeadLettered("scrub_failed", clock.instant()));
    }

    @Test
    void every_arrival_of_a_uuid_is_told_and_each_gets_its_own_ending() throws Exception {
        UUID uuid = UUID.randomUUID();
        long first = clock.millis();
        ledger.accepted("shop", first, List.of(event(uuid, "")));
        clock.advance(Duration.ofMinutes(5));
        long second = clock.millis();
        ledger.accepted("shop", second, List.of(event(uuid, "")));

        ledger.delivered(frame("shop", first, uuid), 0, ledger.nextRequest(), 200);
        ledger.duplicate(frame("shop", second, uuid), 0);

        assertThat(ledger.find(uuid))
                .extracting(Story::receivedAt, story -> story.fate().getClass())
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(Instant.ofEpochMilli(first), Fate.Delivered.class),
                        org.assertj.core.groups.Tuple.tuple(Instant.ofEpochMilli(second), Fate.Duplicate.class));
    }

    @Test
    void two_copies_of_one_request_end_one_each() throws Exception {
        UUID uuid = UUID.randomUUID();
        ledger.accepted("shop", clock.millis(), List.of(event(uuid, ""), event(uuid, "")));

        ledger.duplicate(frame("shop", clock.millis(), List.of(uuid, uuid)), 1);
        ledger.delivered(frame("shop", clock.millis(), List.of(uuid, uuid)), 0, ledger.nextRequest(), 200);

        assertThat(ledger.find(uuid)).extracting(Story::fate).hasAtLeastOneElementOfType(Fate.Delivered.class);
        assertThat(ledger.find(uuid)).extracting(Story::fate).hasAtLeastOneElementOfType(Fate.Duplicate.class);
    }

    @Test
    void an_ending_that_is_told_before_its_arrival_belongs_to_it() throws Exception {
        UUID uuid = UUID.randomUUID();

        ledger.delivered(frame("shop", clock.millis(), uuid), 0, ledger.nextRequest(), 200);
        ledger.accepted("shop", clock.millis(), List.of(event(uuid, "email")));

        assertThat(ledger.find(uuid)).hasSize(1).first().satisfies(story -> {
            assertThat(story.fate()).isInstanceOf(Fate.Delivered.class);
            assertThat(story.kinds()).contains(List.of("email"));
        });
    }

    @Test
    void an_event_that_another_replica_took_in_is_told_without_its_kinds() throws Exception {
        UUID uuid = UUID.randomUUID();

        ledger.delivered(frame("shop", clock.millis(), uuid), 0, ledger.nextRequest(), 200);

        assertThat(ledger.find(uuid)).extracting(Story::kinds).containsExactly(Optional.empty());
    }

    @Test
    void what_was_pending_at_a_stop_gets_its_ending_from_the_next_process() throws Exception {
        UUID uuid = UUID.randomUUID();
        long received = clock.millis();
        ledger.accepted("shop", received, List.of(event(uuid, "email")));
        long before = ledger.nextRequest();

        restart();
        clock.advance(Duration.ofHours(3));
        long request = ledger.nextRequest();
        ledger.delivered(frame("shop", received, uuid), 0, request, 200);
        restart();

        assertThat(request).isGreaterThan(before);
        assertThat(ledger.find(uuid))
                .containsExactly(new Story(
                        "shop",
                        Instant.ofEpochMilli(received),
                        Optional.of(List.of("email")),
                        new Fate.Delivered(request, 200, clock.instant())));
    }

    @Test
    void events_are_forgotten_when_their_stretch_is_a_day_old() throws Exception {
        UUID uuid = UUID.randomUUID();
        ledger.accepted("shop", clock.millis(), List.of(event(uuid, "")));
        restart();
        clock.advance(Duration.ofHours(23));
        restart();
        assertThat(ledger.find(uuid)).isNotEmpty();

        clock.advance(Duration.ofHours(2));
        restart();

        assertThat(ledger.find(uuid)).isEmpty();
        assertThat(files(".sealed")).isEmpty();
        assertThat(files(".names")).isEmpty();
    }

    @Test
    void damaged_files_stop_neither_a_start_nor_an_answer() throws Exception {
        UUID uuid = UUID.randomUUID();
        ledger.accepted("shop", clock.millis(), List.of(event(uuid, "email")));
        restart();
        ledger.close();
        Path sealed = files(".sealed").getFirst();
        Files.write(directory.resolve("0000000000000099.sealed"), new byte[30]);
        Files.write(directory.resolve("0000000000000098.open"), new byte[100]);
        byte[] torn = Files.readAllBytes(sealed);
        Files.write(directory.resolve("0000000000000097.sealed"), java.util.Arrays.copyOf(torn, torn.length - 5));
        Files.delete(files(".names").getFirst());

        ledger = EventLedger.open(directory, clock, new SecureRandom());

        assertThat(ledger.find(uuid)).hasSize(1);
        assertThat(files(".sealed")).containsExactly(sealed);
    }

    @Test
    void records_that_are_garbage_end_a_search() throws Exception {
        List<UUID> uuids = Stream.generate(UUID::randomUUID).limit(5000).toList();
        ledger.accepted(
                "shop",
                clock.millis(),
                uuids.stream().map(uuid -> event(uuid, "")).toList());
        restart();
        Path sealed = files(".sealed").getFirst();
        byte[] garbage = new byte[4000 * StretchHeader.RECORD_BYTES];
        new java.util.Random(7).nextBytes(garbage);
        byte[] bytes = Files.readAllBytes(sealed);
        System.arraycopy(garbage, 0, bytes, StretchHeader.BYTES, garbage.length);
        Files.write(sealed, bytes, StandardOpenOption.TRUNCATE_EXISTING);

        int found = 0;
        for (UUID uuid : uuids) {
            found += ledger.find(uuid).size();
        }

        assertThat(found).isBetween(1, 5000);
    }

    @Test
    void a_uuid_that_is_repeated_without_end_costs_no_more_than_others() throws Exception {
        UUID uuid = UUID.randomUUID();
        for (int i = 0; i < 70_000; i++) {
            ledger.accepted("shop", clock.millis() + i, List.of(event(uuid, "")));
            ledger.duplicate(frame("shop", clock.millis() + i, uuid), 0);
            if (i % 10_000 == 0) {
                ledger.find(UUID.randomUUID());
            }
        }

        assertThat(ledger.find(uuid)).hasSize(EventLedger.MAX_STORIES);
        assertThat(ledger.dropped()).isZero();
    }

    @Test
    void more_sets_of_kinds_than_are_kept_lose_the_kinds_and_nothing_else() throws Exception {
        List<UUID> uuids = new ArrayList<>();
        for (int i = 0; i < 5000; i++) {
            UUID uuid = UUID.randomUUID();
            uuids.add(uuid);
            ledger.accepted("shop", clock.millis(), List.of(event(uuid, "kind" + i)));
        }

        for (UUID uuid : uuids) {
            assertThat(ledger.find(uuid)).hasSize(1);
        }
        assertThat(ledger.find(uuids.getFirst()).getFirst().kinds()).contains(List.of("kind0"));
        assertThat(ledger.find(uuids.getLast()).getFirst().kinds()).isEmpty();
    }

    @Test
    void a_burst_beyond_the_inbox_is_dropped_and_counted() {
        Inbox inbox = new Inbox(1000);
        for (int i = 0; i < 1500; i++) {
            inbox.put(i, i, i, i);
        }

        assertThat(inbox.take()).hasSize(1000 * Inbox.LONGS);
        assertThat(inbox.dropped()).isEqualTo(500);
    }

    private void restart() {
        ledger.close();
        ledger = EventLedger.open(directory, clock, new SecureRandom());
    }

    private Fate fate(UUID uuid) throws IOException {
        List<Story> stories = ledger.find(uuid);
        assertThat(stories).hasSize(1);
        return stories.getFirst().fate();
    }

    private List<Path> files(String suffix) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.toString().endsWith(suffix))
                    .sorted()
                    .toList();
        }
    }
}
