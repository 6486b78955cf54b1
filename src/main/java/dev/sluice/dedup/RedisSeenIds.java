package dev.sluice.dedup;

import dev.sluice.trace.Fact;
import dev.sluice.trace.Span;
import dev.sluice.trace.Step;
import dev.sluice.trace.TraceContext;
import dev.sluice.trace.Tracing;
import io.quarkus.logging.Log;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
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
 * Duplicates across replicas: Redis holds, for one window, a digest of the node and ordinal of the event that claimed an
 * identity first, in about twenty bytes ({@link ClaimLayout}). Answers within half a second; a Redis that fails or is slow
 * means "not seen", and is then left alone until a probe, once a second, gets through. Thread-safe.
 */
public final class RedisSeenIds implements SeenIds, AutoCloseable {
    static final Duration DEADLINE = Duration.ofMillis(500);

    private static final Duration PROBE_EVERY = Duration.ofSeconds(1);
    private static final long WARN_EVERY_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final int CLAIMS_PER_CALL = 500;

    private final Supplier<Redis> redis;
    private final ClaimScript script;
    private final boolean cluster;
    private final Tracing tracing;
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
    public RedisSeenIds(Supplier<Redis> redis, NodeId node, Duration window, boolean cluster, Tracing tracing) {
        this.redis = redis;
        this.script = new ClaimScript(node, window);
        this.cluster = cluster;
        this.tracing = tracing;
    }

    /** Starts to look once a second whether Redis can be written. Without it, one failure ends its use. */
    public void start() {
        Thread.ofVirtual().name("sluice-redis-probe").start(this::probeUntilClosed);
    }

    @Override
    public CompletionStage<BitSet> claim(List<Claim> claims) {
        return claim(claims, null);
    }

    @Override
    public CompletionStage<BitSet> claim(List<Claim> claims, @Nullable TraceContext within) {
        BitSet seen = new BitSet(claims.size());
        if (leftAlone || claims.isEmpty()) {
            return CompletableFuture.completedFuture(seen);
        }
        Span span = tracing.start(Step.REDIS, within);
        List<CompletableFuture<Void>> calls = new ArrayList<>();
        for (int[] positions : calls(claims)) {
            calls.add(call(claims, positions).thenAccept(found -> mark(found, positions, seen)));
        }
        return CompletableFuture.allOf(calls.toArray(CompletableFuture[]::new))
                .orTimeout(DEADLINE.toMillis(), TimeUnit.MILLISECONDS)
                .handle((done, failure) -> {
                    describe(span, claims.size(), seen, failure);
                    if (failure == null) {
                        state = RedisState.OK;
                        return seen;
                    }
                    failed(failure);
                    // A fresh set: calls that are still under way may go on writing to the other one.
                    return new BitSet(claims.size());
                });
    }

    private static void describe(Span span, int asked, BitSet seen, @Nullable Throwable failure) {
        if (span.isRecorded()) {
            span.set(Fact.DATABASE, "redis")
                    .set(Fact.DATABASE_OPERATION, "EVALSHA")
                    .set(Fact.EVENTS, asked);
            if (failure == null) {
                span.set(Fact.DUPLICATES, seen.cardinality());
            } else {
                span.failed(causeOf(failure).getClass().getSimpleName());
            }
        }
        span.end();
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
            int group = cluster ? ClaimScript.tag(claims.get(i).key()) : 0;
            byTag.computeIfAbsent(group, _ -> new ArrayList<>()).add(i);
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
        return send(script.byName(claims, positions)).exceptionallyCompose(failure -> {
            if (isUnknownScript(failure)) {
                return send(script.whole(claims, positions));
            }
            return CompletableFuture.failedFuture(failure);
        });
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
            Log.warnf(
                    "Redis cannot be asked for duplicates (%s): they are looked for in this process only until it is back",
                    causeOf(failure).getClass().getSimpleName());
        }
    }

    private static boolean isUnknownScript(Throwable failure) {
        String message = causeOf(failure).getMessage();
        return message != null && message.startsWith("NOSCRIPT");
    }

    private static Throwable causeOf(Throwable failure) {
        return failure.getCause() == null ? failure : failure.getCause();
    }
}
