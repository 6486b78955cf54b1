package dev.sluice.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.sluice.testsupport.Backends;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Replicas that keep one limit together through a real Redis, on a clock of their own. */
class SharedCountsTest {
    private static final long ANNA = 0x7abc;
    private static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    /** So that a busy machine is not taken for a Redis that is away. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final String project = "p" + UUID.randomUUID().toString().substring(0, 8);
    private final AtomicLong nanos = new AtomicLong();
    private final Vertx vertx = Vertx.vertx();
    private final Redis redis = Redis.createClient(vertx, Backends.redisUrl());

    @AfterEach
    void close() {
        redis.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    /** One gateway: its limits, and its exchange with the others. */
    private record Replica(RateLimits limits, SharedCounts counts) {
        int send(String project, int events, long sender) {
            int admitted = 0;
            for (int i = 0; i < events; i++) {
                admitted += limits.admit(project, 1, sender) == 0 ? 1 : 0;
            }
            return admitted;
        }
    }

    @Test
    void two_replicas_together_let_the_rate_of_one_limit_through() {
        String yaml = "limits: {events_per_second: 200, burst: 400}";
        Replica one = replica(yaml);
        Replica two = replica(yaml);

        int admitted = 0;
        for (int tick = 0; tick < 600; tick++) {
            admitted +=
                    one.send(project, 50, RateLimits.NO_ONE_SENDER) + two.send(project, 15, RateLimits.NO_ONE_SENDER);
            nanos.addAndGet(TICK_NANOS);
            one.counts.tick();
            two.counts.tick();
        }

        // A minute at 200, the burst once, and what each sends before it has heard of the other: 65 at a tick.
        assertThat(admitted).isCloseTo(60 * 200 + 400, within(2 * 65));
    }

    @Test
    void a_burst_on_all_replicas_at_once_is_made_up_for() {
        String yaml = "limits: {events_per_second: 100, burst: 100}";
        Replica one = replica(yaml);
        Replica two = replica(yaml);
        one.send(project, 1, RateLimits.NO_ONE_SENDER);
        two.send(project, 1, RateLimits.NO_ONE_SENDER);
        for (int tick = 0; tick < 20; tick++) {
            one.counts.tick();
            two.counts.tick();
            nanos.addAndGet(TICK_NANOS);
        }

        // The bound for one moment: each replica grants its burst before it hears of the other.
        assertThat(one.send(project, 1000, RateLimits.NO_ONE_SENDER)).isEqualTo(100);
        assertThat(two.send(project, 1000, RateLimits.NO_ONE_SENDER)).isEqualTo(100);
        int after = 0;
        for (int tick = 0; tick < 100; tick++) {
            one.counts.tick();
            two.counts.tick();
            nanos.addAndGet(TICK_NANOS);
            after += one.send(project, 20, RateLimits.NO_ONE_SENDER) + two.send(project, 20, RateLimits.NO_ONE_SENDER);
        }
        assertThat(200 + after).isCloseTo(10 * 100 + 100, within(2 * 20));
    }

    @Test
    void what_another_replica_used_of_a_rate_that_was_left_over_is_no_debt() {
        String yaml = "limits: {events_per_second: 100, burst: 100}";
        Replica busy = replica(yaml);
        Replica idle = replica(yaml);
        idle.send(project, 1, RateLimits.NO_ONE_SENDER);
        idle.counts.tick();
        for (int second = 0; second < 60; second++) {
            assertThat(busy.send(project, 50, RateLimits.NO_ONE_SENDER)).isEqualTo(50);
            nanos.addAndGet(TimeUnit.SECONDS.toNanos(1));
            busy.counts.tick();
        }

        // The other one has let 3,000 through in a minute in which 6,000 were allowed.
        idle.counts.tick();

        assertThat(idle.send(project, 200, RateLimits.NO_ONE_SENDER)).isEqualTo(100);
    }

    @Test
    void a_sender_that_turns_to_another_replica_is_known_there() {
        String yaml = "limits: {per_sender: {events_per_second: 10, burst: 160}}";
        Replica one = replica(yaml);
        Replica two = replica(yaml);

        int admitted = 0;
        for (int tick = 0; tick < 600; tick++) {
            admitted += one.send(project, 6, ANNA) + two.send(project, 6, ANNA);
            nanos.addAndGet(TICK_NANOS);
            one.counts.tick();
            two.counts.tick();
        }

        // A minute at 10 and the burst; a replica tells of a sender in portions of a sixteenth of the burst, 10 events,
        // and hears of it only then, so for each of them up to two portions and what comes in a tick are not known.
        assertThat(admitted).isCloseTo(60 * 10 + 160, within(2 * (2 * 10 + 6)));
    }

    @Test
    void keys_have_a_ttl_and_name_nobody() {
        Replica one = replica("limits: {events_per_second: 100, per_sender: {events_per_second: 100, burst: 100}}");
        one.send(project, 100, ANNA);

        one.counts.tick();

        Response keys = ask(Command.KEYS, "ratelimit:" + project + ":*");
        assertThat(StreamSupport.stream(keys.spliterator(), false).map(Response::toString))
                .containsExactlyInAnyOrder("ratelimit:" + project + ":all", "ratelimit:" + project + ":7abc");
        for (Response key : keys) {
            assertThat(ask(Command.PTTL, key.toString()).toLong()).isBetween(1L, 60_000L);
            assertThat(ask(Command.GET, key.toString()).toInteger()).isEqualTo(100);
        }
    }

    @Test
    void an_operators_multiplier_counts_within_a_second_and_nonsense_counts_as_one() {
        Replica one = replica("limits: {events_per_second: 10, burst: 10}");
        one.send(project, 1, ANNA);

        for (String[] set : new String[][] {{"0.5", "5"}, {"2.5", "25"}, {"0", "0"}, {"often", "10"}, {"-1", "10"}}) {
            ask(Command.SET, "tenant:" + project + ":rl_multiplier", set[0], "PX", "60000");
            for (int tick = 0; tick < 10; tick++) {
                one.counts.tick();
            }
            nanos.addAndGet(TimeUnit.SECONDS.toNanos(100));
            assertThat(one.send(project, 100, ANNA)).as(set[0]).isEqualTo(Integer.parseInt(set[1]));
        }
        ask(Command.DEL, "tenant:" + project + ":rl_multiplier");
    }

    @Test
    void a_flush_and_an_absence_of_redis_leave_each_replica_with_the_limit() {
        String yaml = "limits: {events_per_second: 100, burst: 100}";
        Replica one = replica(yaml);
        SharedCounts away =
                new SharedCounts(one.limits, () -> Redis.createClient(vertx, "redis://127.0.0.1:1"), false, PATIENCE);
        assertThat(one.send(project, 1000, ANNA)).isEqualTo(100);
        one.counts.tick();
        ask(Command.DEL, "ratelimit:" + project + ":all");
        nanos.addAndGet(TimeUnit.SECONDS.toNanos(1));
        assertThat(one.send(project, 1000, ANNA)).isEqualTo(100);
        one.counts.tick();
        nanos.addAndGet(TimeUnit.SECONDS.toNanos(1));

        assertThat(one.send(project, 1000, ANNA)).isEqualTo(100);
        assertThatThrownBy(() -> {
                    for (int tick = 0; tick < 20; tick++) {
                        away.tick();
                    }
                })
                .isInstanceOf(RuntimeException.class);
        nanos.addAndGet(TimeUnit.SECONDS.toNanos(1));
        assertThat(one.send(project, 1000, ANNA)).isEqualTo(100);
        // Back again: nothing that this one told before is taken for another's.
        one.counts.tick();
        nanos.addAndGet(TimeUnit.SECONDS.toNanos(1));
        assertThat(one.send(project, 1000, ANNA)).isEqualTo(100);
    }

    private Replica replica(String yaml) {
        RateLimits limits = new RateLimits(Limits.of(yaml), 1000, nanos::get);
        limits.senders().share();
        return new Replica(limits, new SharedCounts(limits, () -> redis, false, PATIENCE));
    }

    private Response ask(Command command, String... arguments) {
        Request request = Request.cmd(command);
        for (String argument : arguments) {
            request.arg(argument);
        }
        @Nullable
        Response answer =
                redis.send(request).toCompletionStage().toCompletableFuture().join();
        return Objects.requireNonNull(answer);
    }
}
