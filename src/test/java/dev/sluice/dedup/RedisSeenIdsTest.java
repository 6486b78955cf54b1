package dev.sluice.dedup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.dedup.SeenIds.Claim;
import dev.sluice.event.EventKey;
import dev.sluice.testsupport.EndedSpans;
import dev.sluice.trace.Fact;
import dev.sluice.trace.TraceContext;
import dev.sluice.trace.Tracing;
import io.opentelemetry.api.trace.StatusCode;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.embedded.RedisServer;

class RedisSeenIdsTest {
    private static final Duration WINDOW = Duration.ofHours(1);

    @TempDir
    Path data;

    private Vertx vertx;
    private RedisServer server;
    private Redis redis;
    private int port;

    @BeforeEach
    void start() throws IOException {
        vertx = Vertx.vertx();
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        startServer();
        redis = Redis.createClient(vertx, "redis://127.0.0.1:" + port);
    }

    @AfterEach
    void stop() throws IOException {
        redis.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
        server.stop();
    }

    @Test
    void another_nodes_claim_makes_a_duplicate_and_ones_own_does_not() {
        RedisSeenIds here = node(1);
        RedisSeenIds there = node(2);

        assertThat(claim(here, at(1, 10), at(2, 11))).isEmpty();
        assertThat(claim(here, at(1, 10), at(2, 12))).containsExactly(1);
        assertThat(claim(there, at(3, 10), at(1, 10), at(2, 11))).containsExactly(1, 2);
        assertThat(here.state()).isEqualTo(RedisState.OK);
    }

    @Test
    void a_call_for_events_of_a_recorded_trace_is_a_span_of_it_and_no_other_is() throws IOException {
        EndedSpans spans = new EndedSpans();
        RedisSeenIds ids = new RedisSeenIds(() -> redis, new NodeId(1), WINDOW, false, spans.tracing());
        TraceContext within = EndedSpans.recorded(1);
        claim(node(2), at(1, 10));

        assertThat(ids.claim(List.of(at(1, 20), at(2, 21)), within).toCompletableFuture().join().stream())
                .containsExactly(0);
        claim(ids, at(3, 30));
        ids.claim(List.of(at(4, 40)), within.asSampled(false))
                .toCompletableFuture()
                .join();
        server.stop();
        ids.claim(List.of(at(5, 50)), within).toCompletableFuture().join();
        // Redis is left alone by now: no call, no span.
        ids.claim(List.of(at(6, 60)), within).toCompletableFuture().join();

        assertThat(spans.all()).hasSize(2).allSatisfy(span -> {
            assertThat(span.getParentSpanId()).isEqualTo(within.spanId());
            assertThat(EndedSpans.text(span, Fact.OPERATION)).isEqualTo("db.redis");
            assertThat(EndedSpans.text(span, Fact.DATABASE)).isEqualTo("redis");
        });
        assertThat(EndedSpans.number(spans.all().getFirst(), Fact.EVENTS)).isEqualTo(2);
        assertThat(EndedSpans.number(spans.all().getFirst(), Fact.DUPLICATES)).isEqualTo(1);
        assertThat(spans.all())
                .extracting(span -> span.getStatus().getStatusCode())
                .containsExactly(StatusCode.UNSET, StatusCode.ERROR);
    }

    @Test
    void many_claims_go_in_several_calls_and_keep_their_places() {
        Claim[] odd = IntStream.range(0, 2000)
                .filter(i -> i % 2 == 1)
                .mapToObj(i -> at(i, i))
                .toArray(Claim[]::new);
        claim(node(1), odd);

        Claim[] all = IntStream.range(0, 2000).mapToObj(i -> at(i, i)).toArray(Claim[]::new);

        assertThat(claim(node(2), all))
                .containsExactly(
                        IntStream.range(0, 2000).filter(i -> i % 2 == 1).toArray());
    }

    @Test
    void in_a_cluster_the_keys_of_a_call_share_a_slot_and_answers_keep_their_places() {
        RedisSeenIds clustered = new RedisSeenIds(() -> redis, new NodeId(2), WINDOW, true, Tracing.OFF);
        claim(node(1), at(3, 1), at(17, 2), at(5, 3));

        assertThat(claim(clustered, at(17, 1), at(4, 2), at(5, 3), at(6, 4), at(3, 5)))
                .containsExactly(0, 2, 4);
    }

    @Test
    void every_key_has_the_agreed_prefix_and_ends_with_the_window() {
        claim(node(1), at(1, 1));

        Response keys = send(Request.cmd(Command.KEYS).arg("*"));
        assertThat(keys).extracting(Response::toString).containsExactly("sluice:d:{1}0:0");
        assertThat(send(Request.cmd(Command.PTTL).arg(keys.get(0).toString())).toLong())
                .isBetween(WINDOW.toMillis() - 60_000, WINDOW.toMillis() * 33 / 32);
    }

    @Test
    void a_redis_that_hangs_is_not_waited_for_beyond_the_deadline() {
        RedisSeenIds ids = node(1);
        claim(ids, at(1, 1));
        send(Request.cmd(Command.CLIENT).arg("PAUSE").arg(5_000));

        assertThat(claim(node(2), at(1, 2))).isEmpty();
        long start = System.nanoTime();
        assertThat(claim(ids, at(1, 9))).isEmpty();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(4));
        assertThat(ids.state()).isEqualTo(RedisState.ERROR);
        assertThat(ids.failures()).isEqualTo(1);
    }

    @Test
    void what_this_process_saw_stays_known_while_redis_is_away_and_health_tells_the_truth() throws IOException {
        try (LocalSeenIds local = LocalSeenIds.open(data, WINDOW, 1000, InstantSource.system());
                RedisSeenIds shared = node(1)) {
            LayeredSeenIds ids = LayeredSeenIds.shared(local, shared);
            shared.start();
            await().until(() -> ids.redisState() == RedisState.OK);
            assertThat(ids.backend()).isEqualTo(DedupBackend.REDIS);
            claim(node(2), at(5, 50));
            assertThat(claim(ids, at(1, 1), at(5, 2))).containsExactly(1);

            server.stop();
            await().atMost(Duration.ofSeconds(4)).until(() -> ids.redisState() == RedisState.ERROR);
            assertThat(ids.backend()).isEqualTo(DedupBackend.IN_PROCESS);
            assertThat(claim(ids, at(1, 3), at(6, 4))).containsExactly(0);
            assertThat(claim(ids, at(6, 5))).containsExactly(0);

            startServer();
            await().atMost(Duration.ofSeconds(6)).until(() -> ids.redisState() == RedisState.OK);
            assertThat(claim(ids, at(1, 6), at(7, 7))).containsExactly(0);
            assertThat(claim(node(2), at(7, 70))).containsExactly(0);
        }
    }

    @Test
    void after_a_flush_or_without_its_script_everything_counts_as_new_and_nothing_fails() {
        claim(node(1), at(1, 1));

        send(Request.cmd(Command.SCRIPT).arg("FLUSH"));
        assertThat(claim(node(2), at(1, 2))).containsExactly(0);
        send(Request.cmd(Command.FLUSHALL));
        RedisSeenIds third = node(3);
        assertThat(claim(third, at(1, 3))).isEmpty();
        assertThat(claim(node(1), at(1, 1))).containsExactly(0);
        assertThat(third.failures()).isZero();
    }

    @Test
    void a_redis_that_is_full_or_only_a_replica_calls_nothing_a_duplicate_and_takes_over_again_later() {
        claim(node(1), at(1, 1));

        config("maxmemory", "1");
        assertAnswersNothing();
        config("maxmemory", "0");
        assertThat(claim(node(2), at(1, 2))).containsExactly(0);

        send(Request.cmd(Command.REPLICAOF).arg("127.0.0.1").arg(1));
        assertAnswersNothing();
        send(Request.cmd(Command.REPLICAOF).arg("NO").arg("ONE"));
        assertThat(claim(node(2), at(1, 2))).containsExactly(0);
    }

    private void assertAnswersNothing() {
        RedisSeenIds ids = node(2);
        assertThat(claim(ids, at(1, 2))).isEmpty();
        assertThat(ids.state()).isEqualTo(RedisState.ERROR);
    }

    @Test
    void a_redis_that_evicts_forgets_and_drops_nothing_new() {
        config("maxmemory", "3mb");
        config("maxmemory-policy", "allkeys-lru");
        RedisSeenIds ids = node(1);

        for (int i = 0; i < 200_000; i += 500) {
            assertThat(claim(
                            ids,
                            IntStream.range(i, i + 500).mapToObj(n -> at(n, n)).toArray(Claim[]::new)))
                    .isEmpty();
        }
        assertThat(ids.failures()).isZero();
    }

    @Test
    void buckets_split_with_the_volume_and_join_again_and_nothing_new_is_dropped() {
        Supplier<RedisSeenIds> ids =
                () -> new RedisSeenIds(() -> redis, new NodeId(1), Duration.ofSeconds(4), false, Tracing.OFF);
        AtomicInteger next = new AtomicInteger();
        await().atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(10))
                .until(() -> {
                    assertThat(claim(ids.get(), fresh(next, 500))).isEmpty();
                    return level() >= 3;
                });

        await().atMost(Duration.ofSeconds(60)).until(() -> {
            assertThat(claim(ids.get(), fresh(next, 16))).isEmpty();
            return level() < 3;
        });
    }

    private int level() {
        Response state = redis.send(Request.cmd(Command.GET).arg("sluice:d:{0}"))
                .toCompletionStage()
                .toCompletableFuture()
                .join();
        return state == null ? 0 : Integer.parseInt(state.toString().split(" ", 2)[0]);
    }

    private static Claim[] fresh(AtomicInteger next, int count) {
        return IntStream.range(0, count)
                .mapToObj(_ -> spread(next.incrementAndGet()))
                .toArray(Claim[]::new);
    }

    @Test
    void every_key_ends_by_itself() {
        RedisSeenIds ids = new RedisSeenIds(() -> redis, new NodeId(1), Duration.ofSeconds(1), false, Tracing.OFF);
        claim(ids, IntStream.range(0, 5_000).mapToObj(RedisSeenIdsTest::spread).toArray(Claim[]::new));
        assertThat(send(Request.cmd(Command.DBSIZE)).toLong()).isGreaterThan(16);

        await().atMost(Duration.ofSeconds(20))
                .until(() -> send(Request.cmd(Command.DBSIZE)).toString().equals("0"));
    }

    @Test
    void an_event_claimed_here_before_is_sent_even_if_the_node_has_lost_its_id() {
        try (LocalSeenIds local = LocalSeenIds.open(data, WINDOW, 1000, InstantSource.system())) {
            claim(LayeredSeenIds.shared(local, node(1)), at(1, 1));

            assertThat(claim(LayeredSeenIds.shared(local, node(99)), at(1, 1))).isEmpty();
        }
    }

    @Test
    void an_event_claimed_before_is_sent_even_if_the_journal_is_lost() {
        try (LocalSeenIds local = LocalSeenIds.open(data.resolve("a"), WINDOW, 1000, InstantSource.system());
                LocalSeenIds lost = LocalSeenIds.open(data.resolve("b"), WINDOW, 1000, InstantSource.system())) {
            claim(LayeredSeenIds.shared(local, node(1)), at(1, 1));

            assertThat(claim(LayeredSeenIds.shared(lost, node(1)), at(1, 1))).isEmpty();
            assertThat(claim(LayeredSeenIds.shared(lost, node(1)), at(1, 2))).containsExactly(0);
        }
    }

    @Test
    void without_redis_it_is_disabled() {
        try (LocalSeenIds local = LocalSeenIds.open(data, WINDOW, 1000, InstantSource.system())) {
            LayeredSeenIds ids = LayeredSeenIds.inProcess(local);

            assertThat(ids.redisState()).isEqualTo(RedisState.DISABLED);
            assertThat(ids.backend()).isEqualTo(DedupBackend.IN_PROCESS);
            assertThat(claim(ids, at(1, 1), at(1, 2))).containsExactly(1);
        }
    }

    private void startServer() throws IOException {
        server = RedisServer.newRedisServer()
                .port(port)
                .setting("save \"\"")
                .setting("bind 127.0.0.1")
                .build();
        server.start();
    }

    private void config(String name, String value) {
        send(Request.cmd(Command.CONFIG).arg("SET").arg(name).arg(value));
    }

    private static Claim spread(int identity) {
        return new Claim(new EventKey(identity * 0x9E3779B97F4A7C15L, identity), identity);
    }

    private RedisSeenIds node(long id) {
        return new RedisSeenIds(() -> redis, new NodeId(id), WINDOW, false, Tracing.OFF);
    }

    private Response send(Request request) {
        Response response =
                redis.send(request).toCompletionStage().toCompletableFuture().join();
        if (response == null) {
            throw new IllegalStateException("no answer");
        }
        return response;
    }

    private static Claim at(int identity, long owner) {
        return new Claim(new EventKey(identity * 0x9E3779B97F4A7C15L, identity), owner);
    }

    private static int[] claim(SeenIds ids, Claim... claims) {
        BitSet seen = ids.claim(List.of(claims)).toCompletableFuture().join();
        return IntStream.range(0, claims.length).filter(seen::get).toArray();
    }
}
