package dev.sluice.dedup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.dedup.SeenIds.Claim;
import dev.sluice.event.EventKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalSeenIdsTest {
    @TempDir
    Path data;

    private Instant now = Instant.parse("2026-11-22T10:00:00Z");
    private final InstantSource clock = () -> now;

    @Test
    void the_first_claim_of_an_identity_is_new_and_another_owners_is_a_duplicate() {
        try (LocalSeenIds ids = open(1000)) {
            assertThat(claim(ids, at(7, 1), at(8, 2))).isEmpty();
            assertThat(claim(ids, at(7, 3), at(9, 4), at(8, 5))).containsExactly(0, 2);
        }
    }

    @Test
    void a_claim_repeated_by_its_owner_is_no_duplicate() {
        try (LocalSeenIds ids = open(1000)) {
            claim(ids, at(7, 1));

            assertThat(claim(ids, at(7, 1))).isEmpty();
        }
    }

    @Test
    void copies_in_one_call_are_duplicates_of_the_first() {
        try (LocalSeenIds ids = open(1000)) {
            assertThat(claim(ids, at(7, 1), at(7, 2), at(7, 3))).containsExactly(1, 2);
        }
    }

    @Test
    void claims_outlive_the_process() {
        // Not closed before the second one is opened: a process that is killed closes nothing.
        LocalSeenIds killed = open(1000);
        claim(killed, at(7, 1), at(8, 2));

        try (LocalSeenIds ids = open(1000)) {
            assertThat(claim(ids, at(7, 1), at(8, 9), at(9, 10))).containsExactly(1);
        }
        killed.close();
    }

    @Test
    void both_generations_outlive_the_process() {
        LocalSeenIds killed = open(2);
        claim(killed, at(1, 1), at(2, 2), at(3, 3));
        killed.close();

        try (LocalSeenIds ids = open(2)) {
            assertThat(claim(ids, at(1, 11), at(2, 12), at(3, 13))).containsExactly(0, 1, 2);
        }
    }

    @Test
    void a_torn_tail_at_any_byte_loses_only_the_torn_claim() throws IOException {
        for (int cut = 1; cut <= 32; cut++) {
            Path folder = data.resolve("torn" + cut);
            LocalSeenIds killed = LocalSeenIds.open(folder, Duration.ofHours(1), 1000, clock);
            claim(killed, at(1, 1), at(2, 2));
            killed.close();
            shorten(journal(folder), cut);

            try (LocalSeenIds ids = LocalSeenIds.open(folder, Duration.ofHours(1), 1000, clock)) {
                assertThat(claim(ids, at(1, 11), at(2, 12))).containsExactly(0);
                assertThat(claim(ids, at(2, 13))).containsExactly(0);
            }
            try (LocalSeenIds ids = LocalSeenIds.open(folder, Duration.ofHours(1), 1000, clock)) {
                assertThat(claim(ids, at(1, 21), at(2, 22))).containsExactly(0, 1);
            }
        }
    }

    @Test
    void a_damaged_record_does_not_hide_those_after_it() throws IOException {
        LocalSeenIds killed = open(1000);
        claim(killed, at(1, 1), at(2, 2), at(3, 3));
        killed.close();
        Path journal = journal(data);
        byte[] bytes = Files.readAllBytes(journal);
        bytes[2 * SeenJournal.RECORD_BYTES + 5] ^= 1;
        Files.write(journal, bytes);

        try (LocalSeenIds ids = open(1000)) {
            assertThat(claim(ids, at(1, 11), at(2, 12), at(3, 13))).containsExactly(0, 2);
        }
    }

    @Test
    void a_file_that_is_no_journal_does_not_stop_the_start() throws IOException {
        Files.createDirectories(data.resolve("seen"));
        Files.writeString(data.resolve("seen").resolve("0000000000000000005.ids"), "not a journal");

        try (LocalSeenIds ids = open(1000)) {
            assertThat(claim(ids, at(1, 1), at(1, 2))).containsExactly(1);
        }
        try (LocalSeenIds ids = open(1000)) {
            assertThat(claim(ids, at(1, 3))).containsExactly(0);
        }
    }

    @Test
    void a_claim_counts_for_one_window_and_no_longer() {
        try (LocalSeenIds ids = open(1000)) {
            claim(ids, at(7, 1));
            now = now.plus(Duration.ofMinutes(59));
            claim(ids, at(8, 2));

            now = now.plus(Duration.ofMinutes(1));
            assertThat(claim(ids, at(7, 3))).containsExactly(0);
            now = now.plus(Duration.ofMinutes(58));
            assertThat(claim(ids, at(8, 4), at(7, 5))).containsExactly(0);
        }
    }

    @Test
    void a_generation_that_is_full_is_followed_early_and_that_is_counted() {
        try (LocalSeenIds ids = open(10)) {
            for (int i = 0; i < 30; i++) {
                claim(ids, at(i, i));
            }

            assertThat(ids.earlyRotations()).isEqualTo(2);
            assertThat(claim(ids, at(29, 100), at(10, 101), at(0, 102))).containsExactly(0, 1);
        }
    }

    @Test
    void no_more_than_two_journals_are_kept() throws IOException {
        try (LocalSeenIds ids = open(3)) {
            for (int i = 0; i < 100; i++) {
                claim(ids, at(i, i));
            }
        }

        try (Stream<Path> files = Files.list(data.resolve("seen"))) {
            assertThat(files).hasSize(2);
        }
    }

    @Test
    void without_a_writable_folder_it_works_in_memory() throws IOException {
        Files.writeString(data.resolve("seen"), "a file where the folder should be");

        try (LocalSeenIds ids = open(1000)) {
            assertThat(claim(ids, at(7, 1), at(7, 2))).containsExactly(1);
        }
    }

    @Test
    void it_agrees_with_a_map_over_many_claims() {
        Random random = new Random(42);
        Map<Integer, Integer> model = new HashMap<>();
        try (LocalSeenIds ids = open(100_000)) {
            for (int owner = 0; owner < 50_000; owner++) {
                int identity = random.nextInt(20_000);
                boolean duplicate = model.putIfAbsent(identity, owner) != null;

                assertThat(claim(ids, at(identity, owner)).length == 1).isEqualTo(duplicate);
            }
        }
    }

    @Test
    void a_node_keeps_its_id() throws IOException {
        NodeId first = NodeId.in(data);

        assertThat(NodeId.in(data)).isEqualTo(first);
        assertThat(NodeId.in(data.resolve("other"))).isNotEqualTo(first);
        Files.writeString(data.resolve("node-id"), "broken");
        assertThat(NodeId.in(data)).isNotEqualTo(first).isEqualTo(NodeId.in(data));
    }

    private LocalSeenIds open(int capacity) {
        return LocalSeenIds.open(data, Duration.ofHours(1), capacity, clock);
    }

    private static Claim at(int identity, long owner) {
        return new Claim(new EventKey(identity * 0x9E3779B97F4A7C15L, identity), owner);
    }

    private static int[] claim(SeenIds ids, Claim... claims) {
        BitSet seen = ids.claim(List.of(claims)).toCompletableFuture().join();
        return IntStream.range(0, claims.length).filter(seen::get).toArray();
    }

    private static Path journal(Path data) throws IOException {
        try (Stream<Path> files = Files.list(data.resolve("seen"))) {
            return files.findFirst().orElseThrow();
        }
    }

    private static void shorten(Path file, int bytes) throws IOException {
        byte[] content = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(content, content.length - bytes), StandardOpenOption.TRUNCATE_EXISTING);
    }
}
