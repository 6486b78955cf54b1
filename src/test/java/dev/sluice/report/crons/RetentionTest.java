package dev.sluice.report.crons;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RetentionTest {
    private final AtomicInteger done = new AtomicInteger();

    @Test
    void both_deletions_are_tried_whatever_becomes_of_the_other() {
        var bad = new IOException("bad disk");

        Verdict letters = new Retention(
                        () -> {
                            throw new UncheckedIOException(bad);
                        },
                        done::incrementAndGet)
                .run(time -> true);
        Verdict stretches = new Retention(done::incrementAndGet, () -> {
                    throw bad;
                })
                .run(time -> true);

        assertThat(done).hasValue(2);
        assertThat(letters.failures()).singleElement().satisfies(failure -> {
            assertThat(failure.what()).startsWith("dead letters");
            assertThat(failure.cause()).hasRootCause(bad);
        });
        assertThat(stretches.failures())
                .singleElement()
                .satisfies(failure -> assertThat(failure.what()).startsWith("old stretches"));
        assertThat(new Retention(done::incrementAndGet, done::incrementAndGet).run(time -> true))
                .isEqualTo(Verdict.WELL);
    }
}
