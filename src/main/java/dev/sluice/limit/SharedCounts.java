package dev.sluice.limit;

import dev.sluice.limit.Senders.Sender;
import io.quarkus.logging.Log;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Lets replicas hear of each other's traffic through Redis: ten times a second this one adds what it has let through to
 * {@code ratelimit:{project}:all} and {@code ratelimit:{project}:{number of the sender}}, and hears the sum. Once a second it
 * reads {@code tenant:{project}:rl_multiplier}. Runs on a thread of its own; nobody waits for it. Where Redis fails, what was
 * to be told is forgotten, and the last multiplier holds.
 */
public final class SharedCounts implements AutoCloseable {
    private static final long TICK_MILLIS = 100;
    private static final long REST_AFTER_FAILURE_MILLIS = 1_000;
    private static final int TICKS_PER_MULTIPLIER = 10;
    private static final Duration DEADLINE = Duration.ofMillis(500);
    private static final int CALLS_AT_ONCE = 500;
    private static final int WARN_EVERY_FAILURES = 10;
    private static final double LARGEST_MULTIPLIER = 1_000;
    /** A sum that nobody adds to for so long is forgotten: every bucket of a usual burst is full again by then. */
    private static final String TTL_MILLIS = "60000";

    /** In one step, so that no key is ever without a TTL. */
    private static final String ADD =
            "local t = redis.call('INCRBY', KEYS[1], ARGV[1]) redis.call('PEXPIRE', KEYS[1], ARGV[2]) return t";

    private final RateLimits limits;
    private final Supplier<Redis> redis;
    private final boolean cluster;
    private final Duration deadline;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Set<String> misset = new HashSet<>();
    private int ticks;
    private int failures;

    private record Exchange(Tenant tenant, Scope scope, Bucket bucket, String key, long told) {}

    /**
     * @param redis asked for when it is first needed
     * @param cluster whether the keys of one pipeline would have to share a slot
     */
    public SharedCounts(RateLimits limits, Supplier<Redis> redis, boolean cluster) {
        this(limits, redis, cluster, DEADLINE);
    }

    SharedCounts(RateLimits limits, Supplier<Redis> redis, boolean cluster, Duration deadline) {
        this.limits = limits;
        this.deadline = deadline;
        this.redis = redis;
        this.cluster = cluster;
    }

    public void start() {
        limits.senders().share();
        Thread.ofVirtual().name("sluice-limits").start(this::run);
    }

    @Override
    public void close() {
        closed.countDown();
    }

    /** The rim of the thread: nothing that goes wrong here ends it. */
    private void run() {
        long pause = TICK_MILLIS;
        try {
            while (!closed.await(pause, TimeUnit.MILLISECONDS)) {
                pause = tickOrWarn() ? TICK_MILLIS : REST_AFTER_FAILURE_MILLIS;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean tickOrWarn() {
        try {
            tick();
            failures = 0;
            return true;
        } catch (RuntimeException e) {
            if (failures++ % WARN_EVERY_FAILURES == 0) {
                Throwable cause = e.getCause() == null ? e : e.getCause();
                Log.warnf(
                        "Redis cannot be asked what other replicas let through (%s): until it is back each replica grants"
                                + " the whole of the rate limits",
                        cause.getClass().getSimpleName());
            }
            return false;
        }
    }

    /** One exchange with the others. */
    void tick() {
        if (limits.tenants().isEmpty()) {
            return;
        }
        if (ticks++ % TICKS_PER_MULTIPLIER == 0) {
            readMultipliers(List.copyOf(limits.tenants()));
        }
        List<Exchange> exchanges = new ArrayList<>();
        for (Tenant tenant : limits.tenants()) {
            if (!limits.rate(tenant, Scope.PROJECT).isUnlimited()) {
                exchanges.add(exchange(tenant, Scope.PROJECT, tenant.bucket(), "all"));
            }
        }
        for (Sender sender = limits.senders().nextDue();
                sender != null;
                sender = limits.senders().nextDue()) {
            // As a hexadecimal number: it is a digest already, and stands for a person only within this installation.
            exchanges.add(exchange(sender.tenant(), Scope.SENDER, sender.bucket(), Long.toHexString(sender.number())));
        }
        for (int from = 0; from < exchanges.size(); from += CALLS_AT_ONCE) {
            exchange(exchanges.subList(from, Math.min(exchanges.size(), from + CALLS_AT_ONCE)));
        }
    }

    private static Exchange exchange(Tenant tenant, Scope scope, Bucket bucket, String part) {
        return new Exchange(tenant, scope, bucket, "ratelimit:" + tenant.project() + ":" + part, bucket.tell());
    }

    private void exchange(List<Exchange> exchanges) {
        List<Request> requests = exchanges.stream()
                .map(each -> Request.cmd(Command.EVAL)
                        .arg(ADD)
                        .arg(1)
                        .arg(each.key())
                        .arg(each.told())
                        .arg(TTL_MILLIS))
                .toList();
        List<@Nullable Response> sums;
        try {
            sums = send(requests);
        } catch (RuntimeException e) {
            exchanges.forEach(each -> each.bucket().failed());
            throw e;
        }
        for (int i = 0; i < exchanges.size(); i++) {
            Exchange each = exchanges.get(i);
            Response answer = sums.get(i);
            Long sum = answer == null ? null : answer.toLong();
            if (sum == null) {
                each.bucket().failed();
            } else {
                each.bucket().heard(each.told(), sum, limits.rate(each.tenant(), each.scope()), limits.nanos());
            }
        }
    }

    private void readMultipliers(List<Tenant> tenants) {
        List<@Nullable Response> found = send(tenants.stream()
                .map(tenant -> Request.cmd(Command.GET).arg("tenant:" + tenant.project() + ":rl_multiplier"))
                .toList());
        for (int i = 0; i < tenants.size(); i++) {
            Response value = found.get(i);
            tenants.get(i).multiplier(value == null ? 1 : multiplier(tenants.get(i), value.toString()));
        }
    }

    /** What is no number from 0 to 1,000 counts as not set: a slip of an operator must not stop a project. */
    private double multiplier(Tenant tenant, String text) {
        try {
            double number = Double.parseDouble(text.strip());
            if (number >= 0 && number <= LARGEST_MULTIPLIER) {
                misset.remove(tenant.project());
                return number;
            }
        } catch (NumberFormatException e) {
            // Said below, as for a number that is out of bounds.
        }
        if (misset.add(tenant.project())) {
            Log.warnf(
                    "tenant:%s:rl_multiplier in Redis takes a number from 0 to 1000; it counts as 1", tenant.project());
        }
        return 1;
    }

    /** All in one pipeline; in a cluster each to its own node. */
    private List<@Nullable Response> send(List<Request> requests) {
        CompletableFuture<List<@Nullable Response>> answers = cluster
                ? each(requests)
                : redis.get().batch(requests).toCompletionStage().toCompletableFuture();
        return answers.orTimeout(deadline.toMillis(), TimeUnit.MILLISECONDS).join();
    }

    private CompletableFuture<List<@Nullable Response>> each(List<Request> requests) {
        List<CompletableFuture<@Nullable Response>> calls = requests.stream()
                .map(request -> redis.get().send(request).toCompletionStage().toCompletableFuture())
                .toList();
        return CompletableFuture.allOf(calls.toArray(CompletableFuture[]::new)).thenApply(_ -> {
            List<@Nullable Response> answers = new ArrayList<>(calls.size());
            calls.forEach(call -> answers.add(call.join()));
            return answers;
        });
    }
}
