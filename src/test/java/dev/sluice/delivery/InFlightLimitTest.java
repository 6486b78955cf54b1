package dev.sluice.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class InFlightLimitTest {
    private final InFlightLimit limit = new InFlightLimit(32);

    @Test
    void it_grows_to_the_most_while_answers_come_fast() {
        rounds(20, 10);

        assertThat(limit.limit()).isEqualTo(32);
    }

    @Test
    void a_failure_halves_it_and_it_grows_by_one_for_each_round_afterwards() {
        rounds(20, 10);

        failedRound();
        assertThat(limit.limit()).isEqualTo(16);
        rounds(3, 10);

        assertThat(limit.limit()).isEqualTo(19);
    }

    @Test
    void an_upstream_that_fails_again_and_again_is_left_with_one() {
        for (int i = 0; i < 10; i++) {
            failedRound();
        }

        assertThat(limit.limit()).isEqualTo(1);
    }

    @Test
    void answers_that_take_more_the_more_there_are_hold_it_back() {
        // An upstream that works on 8 requests at a time: more of them only wait.
        for (int i = 0; i < 200; i++) {
            rounds(1, 50L * Math.max(1, limit.limit() / 8));
        }

        assertThat(limit.limit()).isBetween(4, 24);
    }

    @Test
    void what_does_not_fill_its_places_says_nothing() {
        rounds(3, 10);
        int before = limit.limit();
        for (int i = 0; i < 100; i++) {
            limit.began(1);
            limit.answered(TimeUnit.SECONDS.toNanos(5));
        }

        assertThat(limit.limit()).isEqualTo(before);
    }

    private void rounds(int rounds, long millis) {
        for (int i = 0; i < rounds; i++) {
            int places = limit.limit();
            limit.began(places);
            for (int answer = 0; answer < places; answer++) {
                limit.answered(TimeUnit.MILLISECONDS.toNanos(millis));
            }
        }
    }

    private void failedRound() {
        limit.began(limit.limit());
        limit.failed();
    }
}
