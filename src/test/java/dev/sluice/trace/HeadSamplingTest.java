package dev.sluice.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

class HeadSamplingTest {
    private static final byte[] KEY = HexFormat.of().parseHex("000102030405060708090a0b0c0d0e0f");
    private static final long SEED = 11;

    /** Vector 16 of the reference implementation: key and message 00 01 … 0f, words with the lowest byte first. */
    @Test
    void the_hash_is_the_published_one() {
        ByteBuffer words = ByteBuffer.wrap(KEY).order(ByteOrder.LITTLE_ENDIAN);
        byte[] key = ByteBuffer.allocate(16)
                .putLong(words.getLong(0))
                .putLong(words.getLong(8))
                .array();

        assertThat(new HeadSampling(key, 0.5, 0).hash(words.getLong(0), words.getLong(8)))
                .isEqualTo(0x3f2acc7f57c29bdbL);
    }

    @Test
    void the_share_is_that_of_the_rate_and_the_same_on_every_replica() {
        HeadSampling one = new HeadSampling(KEY, 0.1, 0);
        HeadSampling replica = new HeadSampling(KEY.clone(), 0.1, 0);
        Random random = new Random(SEED);
        int chosen = 0;
        for (int i = 0; i < 100_000; i++) {
            TraceHeaders headers = headers(random, true, 0);
            TraceContext here = one.continued(headers);
            assertThat(replica.continued(headers)).isEqualTo(here);
            chosen += here != null && here.sampled() ? 1 : 0;
        }

        assertThat(chosen / 100_000.0).isCloseTo(0.1, within(0.01));
    }

    /** Whatever a sender can do with what it knows: flags, and ids that were chosen elsewhere or look small. */
    @Test
    void a_sender_cannot_have_its_traces_recorded() {
        HeadSampling ours = new HeadSampling(KEY, 0.1, 0);
        byte[] another = KEY.clone();
        another[3]++;
        HeadSampling guess = new HeadSampling(another, 0.1, 0);
        Random random = new Random(SEED);
        int chosenThere = 0;
        int chosenHere = 0;
        int small = 0;
        for (int i = 0; i < 100_000; i++) {
            TraceContext context = new TraceContext(random.nextLong(), random.nextLong(), 1, true);
            if (guess.isChosen(context.traceHigh(), context.traceLow())) {
                chosenThere++;
                chosenHere += ours.isChosen(context.traceHigh(), context.traceLow()) ? 1 : 0;
            }
            small += ours.isChosen(0, 1 + i) ? 1 : 0;
        }

        assertThat((double) chosenHere / chosenThere).isCloseTo(0.1, within(0.02));
        assertThat(small / 100_000.0).isCloseTo(0.1, within(0.01));
    }

    @Test
    void a_sender_that_records_nothing_is_obeyed_even_where_all_is_recorded() {
        HeadSampling all = new HeadSampling(KEY, 1, 0);
        Random random = new Random(SEED);

        assertThat(Objects.requireNonNull(all.continued(headers(random, false, 0)))
                        .sampled())
                .isFalse();
        assertThat(Objects.requireNonNull(all.continued(headers(random, true, 0)))
                        .sampled())
                .isTrue();
    }

    @Test
    void at_a_rate_of_zero_nothing_is_recorded_and_the_trace_goes_on() {
        TraceHeaders headers = headers(new Random(SEED), true, 0);

        TraceContext on = new HeadSampling(KEY, 0, 0).continued(headers);

        assertThat(on).isEqualTo(Objects.requireNonNull(headers.context()).asSampled(false));
    }

    @Test
    void the_trace_of_another_organisation_is_not_continued() {
        Random random = new Random(SEED);

        assertThat(new HeadSampling(KEY, 1, 42).continued(headers(random, true, 43)))
                .isNull();
        assertThat(new HeadSampling(KEY, 1, 42).continued(headers(random, true, 42)))
                .isNotNull();
        assertThat(new HeadSampling(KEY, 1, 42).continued(headers(random, true, 0)))
                .isNotNull();
        assertThat(new HeadSampling(KEY, 1, 0).continued(headers(random, true, 43)))
                .isNotNull();
        assertThat(new HeadSampling(KEY, 1, 0).continued(TraceHeaders.NONE)).isNull();
    }

    private static TraceHeaders headers(Random random, boolean isSampled, long organisation) {
        return new TraceHeaders(
                new TraceContext(random.nextLong(), random.nextLong(), random.nextLong() | 1, isSampled), organisation);
    }
}
