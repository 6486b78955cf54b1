package dev.sluice.dedup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.dedup.SeenIds.Claim;
import dev.sluice.event.EventKey;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import redis.embedded.RedisServer;
import redis.embedded.core.ExecutableProvider;

/**
 * What remembering many events costs Redis. {@code -Ddedup.ids} says how many, {@code -Dredis.server} names another
 * server than that of the tests.
 */
class ClaimMemoryTest {
    private static final int IDS = Integer.getInteger("dedup.ids", 200_000);
    private static final int CALL = 500;
    private static final Duration WINDOW = Duration.ofHours(24);
    private static final String PLAIN_SET = """
            local seen = {}
            for i, key in ipairs(KEYS) do
              if not redis.call('SET', key, ARGV[i + 1], 'NX', 'PX', ARGV[1]) then
                local owner = redis.call('GET', key)
                if owner and owner ~= ARGV[i + 1] then seen[#seen + 1] = i - 1 end
              end
            end
            return seen
            """;

    private Vertx vertx;
    private RedisServer server;
    private Redis redis;

    @BeforeEach
    void start() throws IOException {
        vertx = Vertx.vertx();
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        String other = System.getProperty("redis.server");
        server = RedisServer.newRedisServer()
                .executableProvider(
                        other == null
                                ? ExecutableProvider.newJarResourceProvider()
                                : () -> Path.of(other).toFile())
                .port(port)
                .setting("save \"\"")
                .setting("bind 127.0.0.1")
                .build();
        server.start();
        redis = Redis.createClient(vertx, "redis://127.0.0.1:" + port);
    }

    @AfterEach
    void stop() throws IOException {
        redis.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
        server.stop();
    }

    @Test
    void an_event_takes_at_most_24_bytes_and_is_found_again() {
        double before = memory();
        double cpu = cpu();

        int droppedAtFirst = claimAll(1, 0, IDS);
        double bytes = (memory() - before) / IDS;
        double micros = (cpu() - cpu) * 1e6 / IDS;
        System.out.printf(
                "Redis %s, %,d ids in %,d keys: %.1f bytes and %.2f CPU µs each%n",
                info("server", "redis_version"),
                IDS,
                send(Request.cmd(Command.DBSIZE)).toLong(),
                bytes,
                micros);
        int droppedAgain = claimAll(2, 0, IDS);

        assertThat(droppedAtFirst).isZero();
        // Two owners in a million look the same, and a claim of the one is then taken for one of the other.
        assertThat(droppedAgain).isBetween(IDS - 5 - IDS / 500_000, IDS);
        assertThat(bytes).isLessThanOrEqualTo(24);
        assertThat(claimAll(2, IDS, 10_000)).isZero();
    }

    @Test
    void the_script_costs_at_most_a_few_times_what_one_key_for_each_event_costs() {
        int ids = Math.min(IDS, 1_000_000);
        double cpu = cpu();
        for (int from = 0; from < ids; from += CALL) {
            Request request = Request.cmd(Command.EVAL).arg(PLAIN_SET).arg(CALL);
            IntStream.range(from, from + CALL).forEach(i -> request.arg("sluice:d:{0}" + key(i).high() + key(i).low()));
            request.arg(WINDOW.toMillis());
            IntStream.range(from, from + CALL).forEach(i -> request.arg("0123456789abcdef"));
            send(request);
        }
        double plain = (cpu() - cpu) * 1e6 / ids;
        send(Request.cmd(Command.FLUSHALL));
        cpu = cpu();

        claimAll(1, 0, ids);

        double packed = (cpu() - cpu) * 1e6 / ids;
        System.out.printf("one key each: %.2f CPU µs, packed: %.2f, ratio %.2f%n", plain, packed, packed / plain);
        assertThat(packed).isLessThan(6 * plain);
    }

    /** How many of them were called duplicates. Without the deadline of the gateway: this may run on a busy machine. */
    private int claimAll(long node, int first, int count) {
        ClaimScript script = new ClaimScript(new NodeId(node), WINDOW);
        int duplicates = 0;
        for (int from = first; from < first + count; from += CALL) {
            List<Claim> claims = IntStream.range(from, Math.min(first + count, from + CALL))
                    .mapToObj(i -> new Claim(key(i), i))
                    .toList();
            int[] positions = IntStream.range(0, claims.size()).toArray();
            duplicates += send(from == first ? script.whole(claims, positions) : script.byName(claims, positions))
                    .size();
        }
        return duplicates;
    }

    private static EventKey key(long number) {
        return new EventKey(mixed(number), mixed(~number));
    }

    private static long mixed(long bits) {
        long mixed = (bits ^ bits >>> 30) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ mixed >>> 27) * 0x94D049BB133111EBL;
        return mixed ^ mixed >>> 31;
    }

    private double memory() {
        return Double.parseDouble(info("memory", "used_memory"));
    }

    private double cpu() {
        return Double.parseDouble(info("cpu", "used_cpu_user")) + Double.parseDouble(info("cpu", "used_cpu_sys"));
    }

    private String info(String section, String name) {
        return send(Request.cmd(Command.INFO).arg(section))
                .toString()
                .lines()
                .filter(line -> line.startsWith(name + ":"))
                .map(line -> line.substring(name.length() + 1))
                .findFirst()
                .orElseThrow();
    }

    private Response send(Request request) {
        Response response =
                redis.send(request).toCompletionStage().toCompletableFuture().join();
        if (response == null) {
            throw new IllegalStateException("no answer");
        }
        return response;
    }
}
