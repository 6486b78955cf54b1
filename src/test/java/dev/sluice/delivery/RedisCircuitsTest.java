package dev.sluice.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.delivery.Delivery.Delivered;
import dev.sluice.delivery.Delivery.Refused;
import dev.sluice.delivery.Delivery.Trouble;
import dev.sluice.delivery.Delivery.TryLater;
import dev.sluice.delivery.SharedCircuits.Pass;
import dev.sluice.project.Project;
import dev.sluice.project.Projects;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import redis.embedded.RedisServer;

/** Two replicas on one Redis. */
class RedisCircuitsTest {
    private static final TryLater DOWN = new TryLater(Duration.ZERO, Trouble.UPSTREAM, "PostHog answered 503");
    private static final Project SHOP = project("shop", "http://one.test");
    private static final Project BLOG = project("blog", "http://one.test");

    private final Vertx vertx = Vertx.vertx();
    private RedisServer server;
    private Redis redis;
    private List<Project> projects = List.of(SHOP, BLOG);
    private SharedCircuits here;
    private SharedCircuits there;

    @BeforeEach
    void start() throws IOException {
        int port = freePort();
        server = RedisServer.newRedisServer()
                .port(port)
                .setting("save \"\"")
                .setting("appendonly no")
                .build();
        server.start();
        redis = Redis.createClient(vertx, "redis://127.0.0.1:" + port);
        // Connecting may take longer than the deadline of the circuits, which would leave Redis alone then.
        ask(Command.EXISTS, "none");
        here = replica(redis);
        there = replica(redis);
    }

    @AfterEach
    void stop() throws IOException {
        redis.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
        server.stop();
    }

    @Test
    void what_one_replica_finds_out_holds_the_other_back_and_one_probes_for_both() {
        assertThat(there.ask(BLOG)).isEqualTo(Pass.GO);
        fail(here, 5);

        await().until(() -> there.isAnyOpen());
        List<Pass> passes = new ArrayList<>();
        await().until(() -> {
            passes.add(here.ask(SHOP));
            passes.add(there.ask(BLOG));
            return passes.stream().anyMatch(Pass::probe);
        });
        for (int i = 0; i < 20; i++) {
            passes.add(here.ask(SHOP));
            passes.add(there.ask(BLOG));
        }
        assertThat(passes.stream().filter(Pass::probe)).hasSize(1);

        here.ended(SHOP, Pass.PROBE, new Delivered(200));

        await().until(() -> !there.isAnyOpen() && there.ask(SHOP).equals(Pass.GO));
        assertThat(keys()).isEmpty();
    }

    @Test
    void failures_of_all_replicas_count_together() {
        fail(here, 3);
        assertThat(here.isAnyOpen()).isFalse();
        fail(there, 2);

        await().until(() -> here.isAnyOpen() && there.isAnyOpen());
    }

    @Test
    void a_probe_that_fails_keeps_it_open() {
        fail(here, 5);
        await().until(() -> there.ask(SHOP).probe());

        there.ended(SHOP, Pass.PROBE, DOWN);

        await().until(() -> "6".equals(String.valueOf(ask(Command.GET, "cb_fail:posthog"))));
        await().until(() -> here.isAnyOpen());
        await().until(() -> here.ask(SHOP).probe());
    }

    @Test
    void each_key_expires_and_has_the_name_that_operators_know() {
        here.ended(SHOP, Pass.GO, new TryLater(Duration.ofSeconds(30), Trouble.SLOW_DOWN, "PostHog answered 429"));

        await().until(() -> keys().contains("cb_open:posthog:project:shop"));
        for (String key : keys()) {
            assertThat(String.valueOf(ask(Command.PTTL, key))).as(key).doesNotContain("-");
        }
        for (int i = 0; i < 5; i++) {
            there.ended(BLOG, Pass.GO, new TryLater(Duration.ofSeconds(30), Trouble.UPSTREAM, "PostHog answered 503"));
        }
        await().until(() -> keys().containsAll(List.of("cb_fail:posthog", "cb_open:posthog")));
        for (String key : keys()) {
            assertThat(String.valueOf(ask(Command.PTTL, key))).as(key).doesNotContain("-");
        }
    }

    @Test
    void a_pause_that_one_project_was_asked_for_holds_it_back_everywhere_and_no_other() {
        there.ask(SHOP);
        here.ended(SHOP, Pass.GO, new TryLater(Duration.ofSeconds(30), Trouble.SLOW_DOWN, "PostHog answered 429"));

        await().until(() -> there.ask(SHOP).pause().isPositive());
        assertThat(there.ask(BLOG)).isEqualTo(Pass.GO);
        assertThat(there.isAnyOpen()).isFalse();
    }

    @Test
    void refused_events_and_wrong_tokens_are_not_an_upstream_that_is_down() {
        for (int i = 0; i < 20; i++) {
            here.ended(SHOP, Pass.GO, new Refused(400));
            here.ended(SHOP, Pass.GO, new TryLater(Duration.ofSeconds(30), Trouble.PROJECT, "PostHog answered 401"));
        }

        assertThat(here.ask(SHOP)).isEqualTo(Pass.GO);
        assertThat(keys()).isEmpty();
    }

    @Test
    void upstreams_are_told_apart() {
        Project elsewhere = project("elsewhere", "http://two.test");
        projects = List.of(SHOP, elsewhere);

        fail(here, 5);

        await().until(() -> !there.ask(SHOP).equals(Pass.GO));
        assertThat(there.ask(elsewhere)).isEqualTo(Pass.GO);
        assertThat(keys()).isNotEmpty();
        assertThat(keys()).allMatch(key -> key.matches("cb_(fail|open):posthog:[0-9a-f]+"));
    }

    @Test
    void without_redis_nothing_is_held_back() throws IOException {
        server.stop();
        SharedCircuits alone = replica(redis);

        fail(alone, 20);

        assertThat(alone.ask(SHOP)).isEqualTo(Pass.GO);
        assertThat(alone.isAnyOpen()).isFalse();
    }

    private void fail(SharedCircuits replica, int times) {
        for (int i = 0; i < times; i++) {
            replica.ended(SHOP, Pass.GO, DOWN);
        }
    }

    private List<String> keys() {
        List<String> keys = new ArrayList<>();
        Response all = ask(Command.KEYS, "*");
        if (all != null) {
            all.forEach(key -> keys.add(key.toString()));
        }
        return keys;
    }

    private Response ask(Command command, String argument) {
        return redis.send(Request.cmd(command).arg(argument))
                .toCompletionStage()
                .toCompletableFuture()
                .join();
    }

    private SharedCircuits replica(Redis client) {
        return new RedisCircuits(() -> client, Configured::new, DeliveryOptions.DEFAULT, () -> 0.5);
    }

    private static Project project(String name, String host) {
        return new Project(name, "phc_" + name, URI.create(host), URI.create(host));
    }

    private static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0)) {
            return free.getLocalPort();
        }
    }

    private final class Configured implements Projects {
        @Override
        public Optional<Project> byToken(String token) {
            return Optional.empty();
        }

        @Override
        public Optional<Project> byName(String name) {
            return Optional.empty();
        }

        @Override
        public List<Project> all() {
            return projects;
        }
    }
}
