package dev.sluice.scrub;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.scrub.policy.IpPolicy;
import dev.sluice.scrub.policy.Policies;
import dev.sluice.scrub.policy.PolicySet;
import dev.sluice.scrub.policy.ProjectPolicy;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ScrubLimitsTest {
    private static final Policies POLICIES = new PolicySet(ProjectPolicy.usual(IpPolicy.TRUNCATE), Map.of());
    private static final ScrubLimits LIMITS = new ScrubLimits(1_000_000, 1_000);

    private final AtomicLong clock = new AtomicLong(Long.MAX_VALUE - 500);

    @Test
    void a_document_that_takes_too_long_is_withheld() {
        EventScrubber scrubber = scrubber(100);

        assertThatThrownBy(() -> scan(scrubber, event(800_000)))
                .isInstanceOf(ScrubFailedException.class)
                .hasMessageContaining("longer than")
                .hasMessageNotContaining("secret");
    }

    @Test
    void one_that_is_done_in_time_is_not() {
        EventScrubber scrubber = scrubber(100);

        assertThatCode(() -> scan(scrubber, event(100_000))).doesNotThrowAnyException();
    }

    @Test
    void each_document_has_its_own_time() {
        EventScrubber scrubber = scrubber(100);

        for (int i = 0; i < 100; i++) {
            assertThatCode(() -> scan(scrubber, event(100_000))).doesNotThrowAnyException();
        }
    }

    @Test
    void a_document_that_is_too_long_is_withheld_before_it_is_searched() {
        EventScrubber scrubber = scrubber(0);

        assertThatThrownBy(() -> scan(scrubber, event(1_000_001))).isInstanceOf(ScrubFailedException.class);
        assertThatThrownBy(() -> scrubber.scrubText(new byte[1_000_001], "shop"))
                .isInstanceOf(ScrubFailedException.class);
        assertThat(clock).hasValue(Long.MAX_VALUE - 500);
    }

    @Test
    void a_mistake_of_ours_withholds_the_document_and_tells_its_type_only() {
        var scrubber = new EventScrubber(pseudonyms(), POLICIES, LIMITS, () -> {
            throw new IllegalStateException("secret");
        });

        assertThatThrownBy(() -> scan(scrubber, event(10)))
                .isInstanceOf(ScrubFailedException.class)
                .hasMessage("internal error: IllegalStateException");
    }

    @Test
    void so_does_one_that_takes_the_whole_stack_and_the_next_document_is_searched_as_ever() throws Exception {
        AtomicLong looks = new AtomicLong();
        var scrubber = new EventScrubber(pseudonyms(), POLICIES, LIMITS, () -> {
            if (looks.incrementAndGet() == 1) {
                throw new StackOverflowError("secret");
            }
            return looks.get();
        });

        assertThatThrownBy(() -> scan(scrubber, event(10)))
                .isInstanceOf(ScrubFailedException.class)
                .hasMessage("internal error: StackOverflowError");
        assertThat(scrubber.scrubText("mail to jane@example.org".getBytes(UTF_8), "shop"))
                .asString(UTF_8)
                .isEqualTo("mail to [email]");
    }

    /** Each look at its clock takes some nanoseconds. */
    private EventScrubber scrubber(long step) {
        return new EventScrubber(pseudonyms(), POLICIES, LIMITS, () -> clock.addAndGet(step));
    }

    private static Pseudonyms pseudonyms() {
        return new Pseudonyms(new PseudonymKey(new byte[32]));
    }

    private static void scan(EventScrubber scrubber, byte[] event) throws Exception {
        scrubber.scan(event, 0, event.length, "shop", new ScannedEvent());
    }

    private static byte[] event(int length) {
        var json = new StringBuilder("{\"event\":\"a\",\"list\":[\"secret\"");
        while (json.length() < length) {
            json.append(",\"secret words of an event\"");
        }
        return json.append("]}").toString().getBytes(UTF_8);
    }
}
