package dev.sluice.dedup;

import dev.sluice.event.EventKey;
import io.quarkus.logging.Log;
import io.vertx.core.buffer.Buffer;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.BitSet;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Duplicates across replicas: the key {@code sluice:d:{tag}identity} holds the node and ordinal of the event that claimed
 * it first, for one window. Answers within half a second; a Redis that fails or is slow means "not seen", and is then left
 * alone until a probe, once a second, gets through. Thread-safe.
 */
public final class RedisSeenIds implements SeenIds, AutoCloseable {
    static final Duration DEADLINE = Duration.ofMillis(500);

    private static final Duration PROBE_EVERY = Duration.ofSeconds(1);
    private static final long WARN_EVERY_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final int CLAIMS_PER_CALL = 500;
    // Redis Cluster runs a script on one slot only; the tag keeps the keys of a call together and spreads the calls.
    private static final int TAGS = 16;

    // A claim that is there already is a duplicate only if its value names another owner. No SET … NX GET: that is
    // Redis 7.
    private static final String SCRIPT = """
            local seen = {}
            for i, key in ipairs(KEYS) do
              if not redis.call('SET', key, ARGV[i + 1], 'NX', 'PX', ARGV[1]) then
                local owner = redis.call('GET', key)
                if owner and owner ~= ARGV[i + 1] then seen[#seen + 1] = i - 1 end
              end
            end
            return seen
            """;

    private final Supplier<Redis> redis;
    private final NodeId node;
    private final String windowMillis;
    private final boolean cluster;
    private final String scriptSha = sha1(SCRIPT);
    private final AtomicLong failures = new AtomicLong();
    private final AtomicLong lastWarning = new AtomicLong(System.nanoTime() - WARN_EVERY_NANOS);
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile RedisState state = RedisState.ERROR;
    private volatile boolean leftAlone;

    /**
     * @param redis asked for when it is first needed
     * @param node of the spool that the ordinals belong to
     * @param window how long a claim is kept
     * @param cluster whether the keys of one call must share a slot
     */
    public RedisSeenIds(Supplier<Redis> redis, NodeId node, Duration window, boolean cluster) {
        this.redis = redis;
        this.node = node;
        this.windowMillis = Long.toString(Math.max(1, window.toMillis()));
        this.cluster = cluster;
    }

    /** Starts to look once a second whether Redis can be written. */
    public void start() {
        Thread.ofVirtual().name("sluice-redis-probe").start(this::probeUntilClosed);
    }

    @Override
    public CompletionStage<BitSet> claim(List<Claim> claims) {
        BitSet seen = new BitSet(claims.size());
        if (leftAlone || claims.isEmpty()) {
            return CompletableFuture.completedFuture(seen);
        }
        List<CompletableFuture<Void>> calls = new ArrayList<>();
        for (int[] positions : calls(claims)) {
            calls.add(call(claims, positions).thenAccept(found -> mark(found, positions, seen)));
        }
        return CompletableFuture.allOf(calls.toArray(CompletableFuture[]::new))
                .orTimeout(DEADLINE.toMillis(), TimeUnit.MILLISECONDS)
                .handle((done, failure) -> {
                    if (failure == null) {
                        state = RedisState.OK;
                        return seen;
                    }
                    failed(failure);
                    // A fresh set: calls that are still under way may go on writing to the other one.
                    return new BitSet(claims.size());
                });
    }

    public RedisState state() {
        return state;
    }

    /** Calls that failed or took too long since the start. */
    public long failures() {
        return failures.get();
    }

    @Override
    public void close() {
        closed.countDown();
    }

    private List<int[]> calls(List<Claim> claims) {
        TreeMap<Integer, List<Integer>> byTag = new TreeMap<>();
        for (int i = 0; i < claims.size(); i++) {
            int group = cluster ? tag(claims.get(i).key()) : 0;
            byTag.computeIfAbsent(group, unused -> new ArrayList<>()).add(i);
        }
        List<int[]> calls = new ArrayList<>();
        for (List<Integer> group : byTag.values()) {
            for (int from = 0; from < group.size(); from += CLAIMS_PER_CALL) {
                calls.add(group.subList(from, Math.min(group.size(), from + CLAIMS_PER_CALL)).stream()
                        .mapToInt(Integer::intValue)
                        .toArray());
            }
        }
        return calls;
    }

    private CompletableFuture<@Nullable Response> call(List<Claim> claims, int[] positions) {
        return send(request(Command.EVALSHA, scriptSha, claims, positions)).exceptionallyCompose(failure -> {
            if (isUnknownScript(failure)) {
                return send(request(Command.EVAL, SCRIPT, claims, positions));
            }
            return CompletableFuture.failedFuture(failure);
        });
    }

    private Request request(Command command, String script, List<Claim> claims, int[] positions) {
        Request request = Request.cmd(command).arg(script).arg(positions.length);
        for (int position : positions) {
            request.arg(redisKey(claims.get(position).key()));
        }
        request.arg(windowMillis);
        for (int position : positions) {
            request.arg(owner(claims.get(position).owner()));
        }
        return request;
    }

    private CompletableFuture<@Nullable Response> send(Request request) {
        try {
            return redis.get().send(request).toCompletionStage().toCompletableFuture();
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private static void mark(@Nullable Response found, int[] positions, BitSet seen) {
        if (found == null) {
            throw new IllegalStateException("the script answered nothing");
        }
        // The calls of one claim may answer on different event loops.
        synchronized (seen) {
            for (int i = 0; i < found.size(); i++) {
                Long index = found.get(i).toLong();
                if (index != null) {
                    seen.set(positions[index.intValue()]);
                }
            }
        }
    }

    private void probeUntilClosed() {
        try {
            do {
                probe();
            } while (!closed.await(PROBE_EVERY.toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    // A write, not a PING: a replica, a full memory and a full disk answer PING well and refuse every claim.
    private void probe() {
        Request write = Request.cmd(Command.SET)
                .arg("sluice:d:probe")
                .arg("1")
                .arg("PX")
                .arg(PROBE_EVERY.multipliedBy(10).toMillis());
        try {
            send(write).orTimeout(DEADLINE.toMillis(), TimeUnit.MILLISECONDS).join();
            leftAlone = false;
            state = RedisState.OK;
        } catch (RuntimeException e) {
            failed(e);
        }
    }

    private void failed(Throwable failure) {
        failures.incrementAndGet();
        state = RedisState.ERROR;
        leftAlone = true;
        long now = System.nanoTime();
        long last = lastWarning.get();
        if (now - last >= WARN_EVERY_NANOS && lastWarning.compareAndSet(last, now)) {
            Throwable cause = failure.getCause() == null ? failure : failure.getCause();
            Log.warnf(
                    "Redis cannot be asked for duplicates (%s): they are looked for in this process only until it is back",
                    cause.getClass().getSimpleName());
        }
    }

    private static boolean isUnknownScript(Throwable failure) {
        Throwable cause = failure.getCause() == null ? failure : failure.getCause();
        String message = cause.getMessage();
        return message != null && message.startsWith("NOSCRIPT");
    }

    private static int tag(EventKey key) {
        return (int) (key.low() & (TAGS - 1));
    }

    private static String redisKey(EventKey key) {
        byte[] identity =
                ByteBuffer.allocate(16).putLong(key.high()).putLong(key.low()).array();
        return "sluice:d:{" + Integer.toHexString(tag(key)) + "}"
                + Base64.getUrlEncoder().withoutPadding().encodeToString(identity);
    }

    private Buffer owner(long ordinal) {
        return Buffer.buffer(16).appendLong(node.value()).appendLong(ordinal);
    }

    private static String sha1(String script) {
        try {
            // What EVALSHA names a script by; nothing here depends on its strength.
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-1").digest(script.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-1", e);
        }
    }
}
