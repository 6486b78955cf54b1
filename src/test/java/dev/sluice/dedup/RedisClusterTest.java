package dev.sluice.dedup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.dedup.SeenIds.Claim;
import dev.sluice.event.EventKey;
import dev.sluice.trace.Tracing;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisClientType;
import io.vertx.redis.client.RedisOptions;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.embedded.RedisServer;

/** The duplicate check on a real Redis Cluster: three processes that share the slots. */
class RedisClusterTest {
    private static final int NODES = 3;
    private static final int SLOTS = 16_384;
    private static final int BUS_DISTANCE = 10_000;

    @TempDir
    Path folder;

    private final Vertx vertx = Vertx.vertx();
    private final List<RedisServer> servers = new ArrayList<>();
    private final List<Redis> direct = new ArrayList<>();
    private Redis cluster;

    @BeforeEach
    void start() throws IOException {
        List<Integer> ports = new ArrayList<>();
        RedisOptions options = new RedisOptions().setType(RedisClientType.CLUSTER);
        for (int i = 0; i < NODES; i++) {
            int port = freePort();
            ports.add(port);
            RedisServer server = RedisServer.newRedisServer()
                    .port(port)
                    .setting("bind 127.0.0.1")
                    .setting("save \"\"")
                    .setting("cluster-enabled yes")
                    .setting("cluster-config-file " + folder.resolve(port + ".conf"))
                    .build();
            server.start();
            servers.add(server);
            direct.add(Redis.createClient(vertx, "redis://127.0.0.1:" + port));
            options.addConnectionString("redis://127.0.0.1:" + port);
        }
        for (int i = 0; i < NODES; i++) {
            Request slots = Request.cmd(Command.CLUSTER).arg("ADDSLOTS");
            IntStream.range(SLOTS * i / NODES, SLOTS * (i + 1) / NODES).forEach(slots::arg);
            send(direct.get(i), slots);
            send(
                    direct.get(0),
                    Request.cmd(Command.CLUSTER).arg("MEET").arg("127.0.0.1").arg(ports.get(i)));
        }
        await().atMost(Duration.ofSeconds(60)).until(() -> direct.stream().allMatch(RedisClusterTest::isReady));
        cluster = Redis.createClient(vertx, options);
    }

    @AfterEach
    void stop() throws IOException {
        cluster.close();
        direct.forEach(Redis::close);
        vertx.close().toCompletionStage().toCompletableFuture().join();
        for (RedisServer server : servers) {
            server.stop();
        }
    }

    @Test
    void claims_of_all_slots_are_made_and_found_again_by_another_gateway() {
        int ids = 20_000;
        List<Claim> claims = new ArrayList<>(ids);
        SplittableRandom random = new SplittableRandom(7);
        for (int i = 0; i < ids; i++) {
            claims.add(new Claim(new EventKey(random.nextLong(), random.nextLong()), i));
        }

        assertThat(duplicates(gateway(1), claims)).isZero();
        assertThat(duplicates(gateway(1), claims)).isZero();
        // Two owners in a million look the same.
        assertThat(duplicates(gateway(2), claims)).isBetween(ids - 2, ids);
        assertThat(direct)
                .allSatisfy(node -> assertThat(
                                send(node, Request.cmd(Command.DBSIZE)).toLong())
                        .isGreaterThan(10));
    }

    private int duplicates(RedisSeenIds gateway, List<Claim> claims) {
        int duplicates = 0;
        for (int from = 0; from < claims.size(); from += 500) {
            BitSet seen = gateway.claim(claims.subList(from, from + 500))
                    .toCompletableFuture()
                    .join();
            assertThat(gateway.failures()).isZero();
            duplicates += seen.cardinality();
        }
        return duplicates;
    }

    private RedisSeenIds gateway(long node) {
        return new RedisSeenIds(() -> cluster, new NodeId(node), Duration.ofHours(1), true, Tracing.OFF);
    }

    private static boolean isReady(Redis node) {
        String info = send(node, Request.cmd(Command.CLUSTER).arg("INFO")).toString();
        return info.contains("cluster_state:ok") && info.contains("cluster_known_nodes:" + NODES);
    }

    private static Response send(Redis node, Request request) {
        Response response =
                node.send(request).toCompletionStage().toCompletableFuture().join();
        if (response == null) {
            throw new IllegalStateException("no answer");
        }
        return response;
    }

    /** One whose neighbour ten thousand above is free as well: the nodes talk to each other there. */
    private static int freePort() throws IOException {
        SplittableRandom random = new SplittableRandom();
        while (true) {
            int port = random.nextInt(10_000, 30_000);
            try (ServerSocket _ = new ServerSocket(port, 1, InetAddress.getLoopbackAddress());
                    ServerSocket _ = new ServerSocket(port + BUS_DISTANCE, 1, InetAddress.getLoopbackAddress())) {
                return port;
            } catch (BindException taken) {
                continue;
            }
        }
    }
}
