package dev.sluice.deadletter;

import static dev.sluice.deadletter.Letters.letter;
import static dev.sluice.deadletter.Letters.withheld;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalDeadLettersTest extends DeadLetterOfficeContract {
    private static final long SMALL_FILE = 2_000;

    @TempDir
    Path data;

    private LocalDeadLetters letters;

    @BeforeEach
    void open() {
        letters = new LocalDeadLetters(data.resolve("dead-letters"), SMALL_FILE);
    }

    @AfterEach
    void close() {
        letters.close();
    }

    @Override
    DeadLetters letters() {
        return letters;
    }

    @Override
    DeadLetterOffice office() {
        return letters;
    }

    @Test
    void letters_of_a_release_that_knew_no_requests_are_read() throws IOException {
        letters.close();
        Path files = data.resolve("dead-letters");
        Files.writeString(files.resolve("letters-000000000001.jsonl"), """
                {"id":"00000000-0000-0001-0000-000000000001","project":"shop","uuid":"00000000-0000-0007-0000-000000000001",\
                "reason":"refused","at":"2026-11-22T12:00:01.123456Z","detail":"PostHog answered 400",\
                "event":"{\\"event\\":\\"paid\\",\\"n\\":1}","shape":""}
                """);

        open();

        assertThat(letters.newest(1)).containsExactly(letter(1));
        assertThat(letter(1).requestId()).isEmpty();
    }

    @Test
    void what_people_did_is_there_after_a_crash() throws IOException {
        IntStream.rangeClosed(1, 40).forEach(n -> letters.add(letter(n)));
        letters.markReplayed(letter(3).id(), Letters.NOON);
        letters.edit(letter(4).id(), "{\"event\":\"mended\"}", Letters.NOON);
        letters.delete(List.of(letter(5).id(), letter(6).id()));
        // Half a line, as a crash leaves it.
        Files.writeString(
                data.resolve("dead-letters").resolve("changes.jsonl"), "{\"id\":\"0000", StandardOpenOption.APPEND);

        open();

        assertThat(letters.count()).isEqualTo(38);
        assertThat(letters.letter(letter(3).id()).orElseThrow().state().isOpen())
                .isFalse();
        assertThat(letters.letter(letter(4).id()).orElseThrow().event()).hasValue("{\"event\":\"mended\"}");
        assertThat(letters.letter(letter(5).id())).isEmpty();
        letters.markReplayed(letter(4).id(), Letters.NOON);
        open();
        assertThat(letters.letter(letter(4).id()).orElseThrow().state().replays())
                .isEqualTo(1);
    }

    @Test
    void nothing_of_a_deleted_letter_stays_on_the_disk() throws IOException {
        letters.add(letter(1, "{\"planted\":\"4f9c\"}"));
        letters.add(letter(2));
        letters.edit(letter(1).id(), "{\"planted\":\"4f9c\",\"more\":1}", Letters.NOON);

        letters.delete(List.of(letter(1).id()));

        for (Path file : files()) {
            assertThat(Files.readString(file)).doesNotContain("4f9c");
        }
        assertThat(letters.newest(10)).containsExactly(letter(2));
    }

    @Test
    void beyond_the_bound_the_oldest_go_and_are_counted() throws IOException {
        letters.close();
        var bounds = new LetterBounds(20_000, Duration.ofDays(1));
        letters = new LocalDeadLetters(
                data.resolve("dead-letters"), bounds.maxFileBytes(), bounds, InstantSource.system());

        IntStream.rangeClosed(1, 400).forEach(n -> letters.add(letter(n)));

        long kept = 0;
        for (Path file : files()) {
            kept += Files.size(file);
        }
        assertThat(kept).isBetween(15_000L, 20_000L + 2 * bounds.maxFileBytes());
        assertThat(letters.discarded()).isPositive();
        assertThat(letters.count() + letters.discarded()).isEqualTo(400);
        assertThat(letters.newest(1_000)).hasSize((int) letters.count()).first().isEqualTo(letter(400));
    }

    @Test
    void beyond_the_age_whole_files_go_but_never_the_one_being_written() throws IOException {
        letters.close();
        var bounds = new LetterBounds(1 << 20, Duration.ofDays(1));
        letters = new LocalDeadLetters(
                data.resolve("dead-letters"),
                SMALL_FILE,
                bounds,
                () -> Instant.now().plus(Duration.ofDays(2)));
        IntStream.rangeClosed(1, 40).forEach(n -> letters.add(letter(n)));

        letters.enforceBounds();

        assertThat(files()).hasSize(1);
        assertThat(letters.newest(1)).containsExactly(letter(40));
        assertThat(letters.count() + letters.discarded()).isEqualTo(40);
    }

    @Test
    void where_no_letter_comes_any_more_the_last_file_grows_too_old_as_well() throws IOException {
        letters.close();
        var now = new AtomicReference<>(Instant.now());
        var bounds = new LetterBounds(1 << 20, Duration.ofDays(1));
        letters = new LocalDeadLetters(data.resolve("dead-letters"), SMALL_FILE, bounds, now::get);
        letters.add(letter(1));

        letters.removeOld();
        assertThat(letters.newest(10)).containsExactly(letter(1));

        now.set(now.get().plus(Duration.ofDays(2)));
        letters.removeOld();
        assertThat(letters.newest(10)).isEmpty();
        assertThat(letters.count()).isZero();
        assertThat(files()).isEmpty();

        letters.add(letter(2));
        letters.add(letter(1));
        assertThat(letters.newest(10)).containsExactly(letter(2), letter(1));
    }

    @Test
    void letters_are_there_after_a_crash() {
        letters.add(letter(1));
        letters.add(withheld(2));

        // Not closed, as after kill -9.
        open();

        assertThat(letters.newest(10)).containsExactly(withheld(2), letter(1));
        assertThat(letters.count()).isEqualTo(2);
        letters.add(letter(1));
        assertThat(letters.count()).isEqualTo(2);
    }

    @Test
    void a_line_that_a_crash_cut_short_is_removed_and_writing_goes_on_behind_the_last_whole_one() throws IOException {
        letters.add(letter(1));
        letters.close();
        byte[] torn = new LetterFormat().write(letter(2));
        Files.write(files().getLast(), Arrays.copyOf(torn, torn.length - 5), StandardOpenOption.APPEND);

        open();
        letters.add(letter(3));
        letters.add(letter(2));

        assertThat(letters.newest(10)).containsExactly(letter(3), letter(2), letter(1));
        assertThat(Files.readAllLines(files().getLast())).hasSize(3);
    }

    @Test
    void a_full_file_is_followed_by_another() throws IOException {
        IntStream.rangeClosed(1, 40).forEach(n -> letters.add(letter(n)));

        assertThat(files())
                .hasSizeGreaterThan(2)
                .allSatisfy(file -> assertThat(Files.size(file)).isLessThan(SMALL_FILE + 500));
        assertThat(letters.newest(40)).hasSize(40);
        open();
        assertThat(letters.count()).isEqualTo(40);
    }

    @Test
    void letters_are_forgotten_once_the_receiver_has_them_all() throws IOException {
        IntStream.rangeClosed(1, 250).forEach(n -> letters.add(letter(n)));
        List<DeadLetter> received = new ArrayList<>();

        letters.drainTo(received::addAll);

        assertThat(received)
                .isEqualTo(
                        IntStream.rangeClosed(1, 250).mapToObj(Letters::letter).toList());
        assertThat(letters.count()).isZero();
        assertThat(letters.newest(10)).isEmpty();
        assertThat(files()).isEmpty();
    }

    @Test
    void a_letter_that_was_handed_over_is_not_written_again() {
        letters.add(letter(1));
        letters.drainTo(group -> {});

        letters.add(letter(1));

        assertThat(letters.count()).isZero();
    }

    @Test
    void nothing_is_forgotten_when_the_receiver_fails() {
        letters.add(letter(1));
        letters.add(letter(2));

        assertThatThrownBy(() -> letters.drainTo(group -> {
                    throw new UncheckedIOException(new IOException("away"));
                }))
                .isInstanceOf(UncheckedIOException.class);

        assertThat(letters.newest(10)).containsExactly(letter(2), letter(1));
        letters.add(letter(3));
        assertThat(letters.count()).isEqualTo(3);
    }

    @Test
    void a_letter_added_while_others_are_handed_over_stays() {
        letters.add(letter(1));

        letters.drainTo(group -> letters.add(letter(2)));

        assertThat(letters.newest(10)).containsExactly(letter(2));
        assertThat(letters.count()).isEqualTo(1);
    }

    @Test
    void a_damaged_line_is_kept_aside_and_holds_nobody_up() throws IOException {
        letters.add(letter(1));
        letters.close();
        Files.writeString(files().getLast(), "{\"id\":\"broken\"}\n", StandardOpenOption.APPEND);
        open();
        letters.add(letter(2));
        List<DeadLetter> received = new ArrayList<>();

        assertThat(letters.newest(10)).containsExactly(letter(2), letter(1));
        letters.drainTo(received::addAll);

        assertThat(received).containsExactly(letter(1), letter(2));
        assertThat(letters.count()).isZero();
        assertThat(data.resolve("dead-letters")).isDirectoryContaining("glob:**.damaged");
    }

    @Test
    void a_place_that_cannot_be_written_says_so_and_recovers() throws IOException {
        letters.add(letter(1));
        letters.close();
        Path folder = data.resolve("dead-letters");
        Path moved = Files.move(folder, data.resolve("moved"));

        assertThatThrownBy(() -> letters.add(letter(2)))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("cannot be kept");

        Files.move(moved, folder);
        letters.add(letter(2));
        assertThat(letters.newest(10)).containsExactly(letter(2), letter(1));
    }

    @Test
    void an_interrupted_thread_neither_loses_nor_blocks_the_letters_of_others() {
        letters.add(letter(1));

        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> letters.add(letter(2))).isInstanceOf(UncheckedIOException.class);
        assertThat(Thread.interrupted()).isTrue();
        letters.add(letter(3));
        letters.add(letter(2));

        assertThat(letters.newest(10)).containsExactly(letter(3), letter(2), letter(1));
        open();
        assertThat(letters.count()).isEqualTo(3);
    }

    @Test
    void a_file_is_lines_of_json_that_other_tools_can_read() throws IOException {
        letters.add(withheld(1));

        assertThat(Files.readString(files().getFirst(), StandardCharsets.UTF_8))
                .isEqualTo("{\"id\":\"00000000-0000-0001-0000-000000000001\",\"project\":\"shop\","
                        + "\"reason\":\"scrub_failed\",\"at\":\"2026-11-22T12:00:01.123456Z\","
                        + "\"detail\":\"the firewall stopped at byte 17\","
                        + "\"shape\":\"object(3): string(12), number, object(2)\"}\n");
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> paths = Files.list(data.resolve("dead-letters"))) {
            return paths.sorted().toList();
        }
    }
}
