package dev.sluice.passthrough;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AnswerCacheTest {
    private final AnswerCache cache = new AnswerCache(10_000, 5_000);

    @Test
    void the_least_recently_used_answer_goes_first_when_the_bytes_are_used_up() {
        cache.put("a", ofBytes(2_000));
        cache.put("b", ofBytes(2_000));
        cache.put("c", ofBytes(2_000));
        assertThat(cache.get("a")).isPresent();

        cache.put("d", ofBytes(2_000));

        assertThat(cache.get("b")).isEmpty();
        assertThat(cache.get("a")).isPresent();
        assertThat(cache.get("c")).isPresent();
        assertThat(cache.get("d")).isPresent();
        assertThat(cache.bytes()).isLessThanOrEqualTo(10_000);
    }

    @Test
    void an_answer_that_is_too_large_is_not_kept_and_ends_the_older_one() {
        cache.put("a", ofBytes(100));

        cache.put("a", ofBytes(6_000));

        assertThat(cache.get("a")).isEmpty();
        assertThat(cache.bytes()).isZero();
    }

    @Test
    void replacing_an_answer_counts_its_bytes_once() {
        cache.put("a", ofBytes(1_000));
        long once = cache.bytes();

        cache.put("a", ofBytes(1_000));

        assertThat(cache.bytes()).isEqualTo(once);
    }

    private static AnswerCache.Entry ofBytes(int bytes) {
        return new AnswerCache.Entry(
                new Answer(200, Map.of(), Buffer.buffer(new byte[bytes])), Instant.EPOCH, Instant.EPOCH);
    }
}
