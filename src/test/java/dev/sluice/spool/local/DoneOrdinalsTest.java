package dev.sluice.spool.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testsupport.Seeds;
import java.nio.ByteBuffer;
import java.util.BitSet;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import org.junit.jupiter.api.Test;

class DoneOrdinalsTest {
    private static final int SPAN = 4 * DoneOrdinals.CHUNK;

    @Property(seed = Seeds.SUITE, tries = 40, shrinking = ShrinkingMode.OFF)
    void it_says_what_a_set_of_numbers_says(@ForAll long seed) {
        Random random = new Random(seed);
        long mark = random.nextInt(3 * DoneOrdinals.CHUNK);
        DoneOrdinals done = new DoneOrdinals(mark);
        BitSet model = new BitSet();
        model.set(0, (int) mark);
        for (int i = 0; i < 200; i++) {
            int from = random.nextInt(SPAN);
            int to = from + (random.nextInt(5) == 0 ? random.nextInt(SPAN) : random.nextInt(200));
            done.add(from, to);
            model.set(from, to);
            done = random.nextInt(10) == 0 ? readBack(done) : done;
            int asked = random.nextInt(SPAN);
            assertThat(done.mark()).isEqualTo(model.nextClearBit(0));
            assertThat(done.firstUndone(asked)).isEqualTo(model.nextClearBit(asked));
            int next = model.nextSetBit(asked);
            assertThat(done.firstDone(asked, SPAN)).isEqualTo(next < 0 ? SPAN : Math.min(SPAN, next));
        }
    }

    @Test
    void five_million_scattered_events_cost_a_bit_each() {
        DoneOrdinals done = new DoneOrdinals(0);
        for (int i = 1; i < 5_000_000; i += 2) {
            done.add(i, i + 1);
        }

        assertThat(done.mark()).isZero();
        assertThat(done.encodedLength()).isLessThan(640_000);
        assertThat(readBack(done).firstDone(4_999_998, 5_000_000)).isEqualTo(4_999_999);
    }

    @Test
    void a_stretch_that_is_done_costs_nothing_however_long_it_is() {
        DoneOrdinals done = new DoneOrdinals(0);

        done.add(1, 50_000_000);

        assertThat(done.encodedLength()).isLessThan(10_000);
        done.add(0, 1);
        assertThat(done.mark()).isEqualTo(50_000_000);
        assertThat(done.encodedLength()).isEqualTo(4 + 9 + 8);
    }

    private static DoneOrdinals readBack(DoneOrdinals done) {
        ByteBuffer bytes = ByteBuffer.allocate(done.encodedLength());
        done.encode(bytes);
        assertThat(bytes.hasRemaining()).isFalse();
        return DoneOrdinals.decode(done.mark(), bytes.flip());
    }
}
