package dev.sluice.trace;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TraceCeilingTest {
    private final AtomicLong nanos = new AtomicLong();
    private final TraceCeiling ceiling = new TraceCeiling(nanos::get);

    @ParameterizedTest
    @ValueSource(longs = {0, -3_500_000_000L, Long.MAX_VALUE - 2_000_000_000L, Long.MIN_VALUE})
    void each_second_has_its_own_number_whatever_the_clock_began_with(long start) {
        nanos.set(Math.floorDiv(start, 1_000_000_000L) * 1_000_000_000L + 1_000_000_000L);

        assertThat(taken(1_000)).isEqualTo(TraceCeiling.PER_SECOND);
        nanos.addAndGet(999_999_999);
        assertThat(taken(1_000)).isZero();
        nanos.addAndGet(1);
        assertThat(taken(1_000)).isEqualTo(TraceCeiling.PER_SECOND);
    }

    @Test
    void threads_do_not_take_more_between_them() {
        nanos.set(7_000_000_000L);

        long taken = IntStream.range(0, 100_000)
                .parallel()
                .filter(i -> ceiling.take())
                .count();

        assertThat(taken).isEqualTo(TraceCeiling.PER_SECOND);
    }

    private long taken(int asked) {
        return IntStream.range(0, asked).filter(i -> ceiling.take()).count();
    }
}
