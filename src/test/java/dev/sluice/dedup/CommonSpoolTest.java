package dev.sluice.dedup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.dedup.SeenIds.Claim;
import dev.sluice.event.EventKey;
import dev.sluice.testsupport.Backends;
import dev.sluice.trace.Tracing;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Redis;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Replicas that share a spool: any of them may read what another one has claimed. */
class CommonSpoolTest {
    private static final Duration WINDOW = Duration.ofHours(1);

    @TempDir
    Path data;

    private final Vertx vertx = Vertx.vertx();
    private final Redis redis = Redis.createClient(vertx, Backends.redisUrl());
    private final NodeId spool = new NodeId(new SecureRandom().nextLong());
    private final long run = new SecureRandom().nextLong();

    @AfterEach
    void close() {
        redis.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void an_event_is_sent_by_the_replica_that_dropped_its_copy_once_the_one_that_claimed_it_is_dead() {
        try (LocalSeenIds memoryOfA = memory("a");
                LocalSeenIds memoryOfB = memory("b")) {
            LayeredSeenIds a = LayeredSeenIds.sharedOfCommon(memoryOfA, shared());
            LayeredSeenIds b = LayeredSeenIds.sharedOfCommon(memoryOfB, shared());

            assertThat(claim(a, at(1, 100))).isEmpty();
            assertThat(claim(b, at(1, 200))).containsExactly(0);
            b.ended(List.of(at(1, 200)));

            assertThat(claim(b, at(1, 100))).isEmpty();
        }
    }

    @Test
    void a_copy_that_was_dropped_twice_because_its_frame_was_read_twice_is_no_reason_to_drop_the_other() {
        try (LocalSeenIds memoryOfA = memory("a");
                LocalSeenIds memoryOfB = memory("b")) {
            LayeredSeenIds a = LayeredSeenIds.sharedOfCommon(memoryOfA, shared());
            LayeredSeenIds b = LayeredSeenIds.sharedOfCommon(memoryOfB, shared());
            assertThat(claim(a, at(1, 100))).isEmpty();

            // As when Kafka gives a partition back to the gateway that still has its frames in hand.
            assertThat(claim(b, at(1, 200))).containsExactly(0);
            assertThat(claim(b, at(1, 200))).containsExactly(0);
            b.ended(List.of(at(1, 200)));
            b.ended(List.of(at(1, 200)));

            assertThat(claim(b, at(1, 100))).isEmpty();
        }
    }

    @Test
    void numbers_that_two_events_share_do_not_mix_up_which_of_them_was_dropped() {
        try (LocalSeenIds memoryOfA = memory("a");
                LocalSeenIds memoryOfB = memory("b")) {
            LayeredSeenIds a = LayeredSeenIds.sharedOfCommon(memoryOfA, shared());
            LayeredSeenIds b = LayeredSeenIds.sharedOfCommon(memoryOfB, shared());
            assertThat(claim(a, at(1, 100))).isEmpty();
            assertThat(claim(b, at(1, 200), at(2, 200))).containsExactly(0);

            b.ended(List.of(at(2, 200)));
            b.ended(List.of(at(1, 200)));

            assertThat(claim(b, at(1, 100))).isEmpty();
            assertThat(claim(b, at(2, 300))).containsExactly(0);
        }
    }

    @Test
    void what_was_delivered_here_is_known_while_redis_is_away_and_after_a_restart() {
        try (LocalSeenIds memory = memory("a")) {
            LayeredSeenIds ids = LayeredSeenIds.inProcessOfCommon(memory);
            assertThat(claim(ids, at(1, 100))).isEmpty();
            ids.ended(List.of(at(1, 100)));

            assertThat(claim(ids, at(1, 200))).containsExactly(0);
            ids.ended(List.of(at(1, 200)));
        }
        try (LocalSeenIds memory = memory("a")) {
            assertThat(claim(LayeredSeenIds.inProcessOfCommon(memory), at(1, 300), at(2, 301)))
                    .containsExactly(0);
        }
    }

    @Test
    void without_redis_nothing_is_dropped_for_what_is_only_under_way() {
        try (LocalSeenIds memory = memory("a")) {
            LayeredSeenIds ids = LayeredSeenIds.inProcessOfCommon(memory);

            assertThat(claim(ids, at(1, 100), at(1, 101))).isEmpty();
            assertThat(claim(ids, at(1, 200))).isEmpty();
        }
    }

    private LocalSeenIds memory(String name) {
        return LocalSeenIds.open(data.resolve(name), WINDOW, 1000, InstantSource.system());
    }

    private RedisSeenIds shared() {
        return new RedisSeenIds(() -> redis, spool, WINDOW, false, Tracing.OFF);
    }

    private Claim at(int identity, long owner) {
        return new Claim(new EventKey(run + identity, identity), owner);
    }

    private static int[] claim(SeenIds ids, Claim... claims) {
        BitSet seen = ids.claim(List.of(claims)).toCompletableFuture().join();
        return IntStream.range(0, claims.length).filter(seen::get).toArray();
    }
}
