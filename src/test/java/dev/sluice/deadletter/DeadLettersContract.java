package dev.sluice.deadletter;

import static dev.sluice.deadletter.Letters.letter;
import static dev.sluice.deadletter.Letters.withheld;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every place for dead letters promises. */
abstract class DeadLettersContract {
    /** The place under test, empty before each test. */
    abstract DeadLetters letters();

    @Test
    void a_letter_comes_back_as_it_was_put_in() {
        letters().add(letter(1));
        letters().add(withheld(2));

        assertThat(letters().newest(10)).containsExactly(withheld(2), letter(1));
    }

    @Test
    void the_newest_come_first_and_no_more_than_asked_for() {
        IntStream.rangeClosed(1, 250).forEach(n -> letters().add(letter(n)));

        assertThat(letters().newest(3)).containsExactly(letter(250), letter(249), letter(248));
        assertThat(letters().newest(1_000)).hasSize(250).last().isEqualTo(letter(1));
        assertThat(letters().count()).isEqualTo(250);
    }

    @Test
    void the_same_id_twice_keeps_the_first() {
        letters().add(letter(1));
        letters().add(letter(1, "{\"event\":\"another\"}"));

        assertThat(letters().newest(10)).containsExactly(letter(1));
        assertThat(letters().count()).isEqualTo(1);
    }

    @Test
    void an_empty_place_has_nothing() {
        assertThat(letters().newest(10)).isEmpty();
        assertThat(letters().count()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"a\":\"\\u0000\"}",
                "{\"a\":\"\\ud800 and \\udc00\"}",
                "{\"a\":\"line\\nbreak \\\\u0000 \\\"quoted\\\"\"}",
                "{\n  \"pretty\": \"printed\",\r\n\t\"é\": \"日本 🚀 \u2028\"\n}",
                "not JSON at all '; drop table dead_letters; --",
                ""
            })
    void the_source_text_of_an_event_survives(String event) {
        letters().add(letter(1, event));

        assertThat(letters().newest(1).getFirst().event()).hasValue(event);
    }

    @Test
    void characters_that_no_store_can_hold_are_kept_as_escapes() {
        letters().add(letter(1, "{\"a\":\"\0|\ud800|\udc00|\ud83d\ude80\"}"));

        assertThat(letters().newest(1).getFirst().event()).hasValue("{\"a\":\"\\u0000|\\ud800|\\udc00|\ud83d\ude80\"}");
    }

    @Test
    void an_event_of_megabytes_is_kept() {
        DeadLetter large = letter(1, "{\"a\":\"" + "x".repeat(3 << 20) + "\"}");

        letters().add(large);
        letters().add(letter(2));

        assertThat(letters().newest(2)).containsExactly(letter(2), large);
    }

    @Test
    void letters_that_many_threads_add_are_all_there_once() throws Exception {
        List<Future<?>> added = new ArrayList<>();
        try (var threads = Executors.newFixedThreadPool(8)) {
            for (int n = 1; n <= 200; n++) {
                DeadLetter letter = letter(n);
                added.add(threads.submit(() -> letters().add(letter)));
                added.add(threads.submit(() -> letters().add(letter)));
            }
        }
        for (Future<?> each : added) {
            each.get();
        }

        assertThat(letters().count()).isEqualTo(200);
        assertThat(letters().newest(1_000)).hasSize(200);
    }
}
