package dev.sluice.passthrough;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SharedAnswersTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private Instant now = Instant.parse("2026-11-22T12:00:00Z");
    private final InstantSource clock = () -> now;
    private final SharedAnswers answers = new SharedAnswers(new AnswerCache(100_000, 50_000), clock);
    private final List<Optional<String>> validators = new ArrayList<>();
    private Future<Answer> next = Future.failedFuture(UpstreamFailure.unreachable());

    @Test
    void a_fresh_answer_is_not_asked_for_again() {
        next = ok("one", Map.of());
        get();
        next = ok("two", Map.of());
        now = now.plusSeconds(59);

        assertThat(get()).isEqualTo("one");
        assertThat(validators).hasSize(1);
    }

    @Test
    void a_stale_answer_is_asked_for_again_with_its_validator_and_renewed_by_a_304() {
        next = ok("one", Map.of("etag", "\"v1\""));
        get();
        now = now.plusSeconds(61);
        next = Future.succeededFuture(new Answer(304, Map.of(), Buffer.buffer()));

        assertThat(get()).isEqualTo("one");
        now = now.plusSeconds(59);
        assertThat(get()).isEqualTo("one");
        assertThat(validators).containsExactly(Optional.empty(), Optional.of("\"v1\""));
    }

    @Test
    void all_who_ask_at_once_share_one_question() {
        Promise<Answer> pending = Promise.promise();
        next = pending.future();
        Future<SharedAnswers.Copy> first = ask();
        Future<SharedAnswers.Copy> second = ask();

        pending.complete(new Answer(200, Map.of(), Buffer.buffer("one")));

        assertThat(validators).hasSize(1);
        assertThat(first.result().answer().body().toString()).isEqualTo("one");
        assertThat(second.result().answer().body().toString()).isEqualTo("one");
    }

    @Test
    void a_question_that_failed_is_asked_again_by_the_next() {
        assertThat(ask().failed()).isTrue();
        next = ok("one", Map.of());

        assertThat(get()).isEqualTo("one");
    }

    @Test
    void a_stale_copy_is_served_while_upstream_is_away_or_failing() {
        next = ok("one", Map.of());
        get();
        now = now.plus(Duration.ofHours(23));
        next = Future.failedFuture(UpstreamFailure.unreachable());
        assertThat(get()).isEqualTo("one");
        next = Future.succeededFuture(new Answer(503, Map.of(), Buffer.buffer("away")));
        assertThat(get()).isEqualTo("one");
    }

    @Test
    void a_copy_is_not_served_a_day_after_it_went_stale() {
        next = ok("one", Map.of());
        get();
        now = now.plus(Duration.ofHours(25));
        next = Future.failedFuture(UpstreamFailure.timedOut());

        Future<SharedAnswers.Copy> asked = ask();

        assertThat(asked.failed()).isTrue();
        assertThat(asked.cause()).isInstanceOf(UpstreamFailure.class);
    }

    @Test
    void what_must_not_be_stored_is_passed_on_and_forgotten() {
        next = ok("one", Map.of());
        get();
        now = now.plusSeconds(61);
        next = ok("two", Map.of("cache-control", "no-store"));
        assertThat(get()).isEqualTo("two");
        next = Future.failedFuture(UpstreamFailure.unreachable());

        assertThat(ask().failed()).isTrue();
    }

    @Test
    void a_refusal_is_passed_on_but_not_kept() {
        next = Future.succeededFuture(new Answer(404, Map.of(), Buffer.buffer("none")));
        assertThat(ask().result().answer().status()).isEqualTo(404);
        next = ok("one", Map.of());

        assertThat(get()).isEqualTo("one");
    }

    @Test
    void a_copy_says_how_old_it_is() {
        next = ok("one", Map.of());
        get();
        now = now.plusSeconds(42);

        assertThat(ask().result().age()).isEqualTo(Duration.ofSeconds(42));
    }

    private static Future<Answer> ok(String body, Map<String, String> headers) {
        return Future.succeededFuture(new Answer(200, headers, Buffer.buffer(body)));
    }

    private Future<SharedAnswers.Copy> ask() {
        return answers.get("key", MINUTE, validator -> {
            validators.add(validator);
            return next;
        });
    }

    private String get() {
        return ask().result().answer().body().toString();
    }
}
