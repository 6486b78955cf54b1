package dev.sluice.delivery;

import dev.sluice.delivery.Delivery.Delivered;
import dev.sluice.delivery.Delivery.Refused;
import dev.sluice.delivery.Delivery.TooLarge;
import dev.sluice.delivery.Delivery.TryLater;
import dev.sluice.project.Project;
import dev.sluice.project.Projects;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * The circuits in Redis. {@code cb_fail:posthog} counts consecutive failures of all replicas; from the fifth on the upstream
 * counts as down. {@code cb_open:posthog} is there while nobody may send; whoever sets it again once it has expired is the one
 * that probes. With several upstreams the names end in a number made from the host; a pause that one project was asked for is
 * {@code cb_open:posthog:project:NAME}. Each call touches one key, so a cluster will do, and each key expires.
 *
 * <p>While all is well nobody waits for Redis: what it says is looked up beside the requests, at most twice a second. While
 * an upstream is down a request waits for {@link #DEADLINE} at most. A Redis that fails is left alone for a second, and holds
 * nothing back.
 */
public final class RedisCircuits implements SharedCircuits {
    static final Duration DEADLINE = Duration.ofMillis(250);

    private static final long LOOK_EVERY_NANOS = TimeUnit.MILLISECONDS.toNanos(500);
    private static final long LEFT_ALONE_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final Duration ASK_AGAIN = Duration.ofMillis(500);
    private static final Duration SHORTEST = Duration.ofMillis(100);
    /** Longer than a request takes: a replica that dies while it probes delays the next probe by this. */
    private static final Duration LEASE = Duration.ofSeconds(40);
    /** Longer than the longest pause that an upstream may ask for. */
    private static final Duration REMEMBERED = RetryAfter.MOST.plusMinutes(1);

    private static final String COUNT =
            "local n = redis.call('INCR', KEYS[1]) redis.call('PEXPIRE', KEYS[1], ARGV[1]) return n";

    private final Supplier<Redis> redis;
    private final Supplier<Projects> projects;
    private final DeliveryOptions options;
    private final DoubleSupplier random;
    private final Warnings warnings = new Warnings(DeliveryListener.NONE);
    // One for each upstream and each project that ever was in the configuration.
    private final Map<String, Circuit> circuits = new ConcurrentHashMap<>();
    private final AtomicLong leftAloneUntil = new AtomicLong(System.nanoTime());

    /** @param redis asked for when it is first needed */
    public RedisCircuits(
            Supplier<Redis> redis, Supplier<Projects> projects, DeliveryOptions options, DoubleSupplier random) {
        this.redis = redis;
        this.projects = projects;
        this.options = options;
        this.random = random;
    }

    @Override
    public Pass ask(Project project) {
        if (isLeftAlone()) {
            return Pass.GO;
        }
        long now = System.nanoTime();
        Circuit slowedDown = slowDown(project);
        Circuit upstream = upstream(project);
        look(slowedDown, now);
        look(upstream, now);
        if (slowedDown.isHeld()) {
            return Pass.after(ASK_AGAIN);
        }
        return upstream.isOpen(options.failuresToOpen()) ? askToProbe(upstream) : Pass.GO;
    }

    @Override
    public void ended(Project project, Pass pass, Delivery result) {
        if (isLeftAlone()) {
            return;
        }
        Circuit upstream = upstream(project);
        switch (result) {
            case Delivered _, Refused _, TooLarge _ -> answered(upstream);
            case Delivery.Dropped _ -> cancelled(project, pass);
            case TryLater later -> {
                switch (later.trouble()) {
                    case UPSTREAM -> failed(upstream, pass, later.after());
                    case SLOW_DOWN -> {
                        answered(upstream);
                        if (later.after().isPositive()) {
                            hold(slowDown(project), later.after());
                        }
                    }
                    // It answers, if only that.
                    case PROJECT -> answered(upstream);
                    case HERE -> cancelled(project, pass);
                }
            }
        }
    }

    @Override
    public void cancelled(Project project, Pass pass) {
        if (pass.probe()) {
            forget(upstream(project).openKey);
        }
    }

    @Override
    public boolean isAnyOpen() {
        if (isLeftAlone()) {
            return false;
        }
        long now = System.nanoTime();
        boolean open = false;
        for (Circuit circuit : circuits.values()) {
            look(circuit, now);
            open |= circuit.counts && circuit.isOpen(options.failuresToOpen());
        }
        return open;
    }

    private Pass askToProbe(Circuit upstream) {
        try {
            Response taken = send(Request.cmd(Command.SET)
                            .arg(upstream.openKey)
                            .arg("probe")
                            .arg("NX")
                            .arg("PX")
                            .arg(LEASE.toMillis()))
                    .join();
            return taken == null ? Pass.after(ASK_AGAIN) : Pass.PROBE;
        } catch (CompletionException e) {
            // Redis is away, which is known by now: the circuit of this process decides.
            return Pass.GO;
        }
    }

    private void answered(Circuit upstream) {
        if (upstream.isOpen(1)) {
            upstream.failures = 0;
            upstream.heldUntil = System.nanoTime();
            forget(upstream.failKey);
            forget(upstream.openKey);
        }
    }

    private void failed(Circuit upstream, Pass pass, Duration atLeast) {
        CompletableFuture<Void> _ = send(Request.cmd(Command.EVAL)
                        .arg(COUNT)
                        .arg(1)
                        .arg(upstream.failKey)
                        .arg(REMEMBERED.toMillis()))
                .thenAccept(count -> {
                    long failures = numberIn(count, 1);
                    upstream.failures = failures;
                    // Requests that were sent before it opened fail too; the probes know better.
                    if (pass.probe() || failures == options.failuresToOpen()) {
                        int probes = (int) Math.clamp(failures - options.failuresToOpen() + 1, 1, 1_000);
                        hold(upstream, longest(atLeast, options.probe().delay(probes, random.getAsDouble())));
                    }
                });
    }

    private void hold(Circuit circuit, Duration time) {
        circuit.heldUntil = System.nanoTime() + time.toNanos();
        CompletableFuture<@Nullable Response> _ = send(
                Request.cmd(Command.SET).arg(circuit.openKey).arg("1").arg("PX").arg(time.toMillis()));
    }

    private void forget(String key) {
        CompletableFuture<@Nullable Response> _ = send(Request.cmd(Command.DEL).arg(key));
    }

    private void look(Circuit circuit, long now) {
        long last = circuit.lookedAt.get();
        if (now - last < LOOK_EVERY_NANOS || !circuit.lookedAt.compareAndSet(last, now)) {
            return;
        }
        CompletableFuture<Void> _ = send(Request.cmd(Command.PTTL).arg(circuit.openKey))
                .thenAccept(left -> circuit.heldUntil = System.nanoTime() + nanosOf(left));
        if (circuit.counts) {
            CompletableFuture<Void> _ = send(Request.cmd(Command.GET).arg(circuit.failKey))
                    .thenAccept(count -> circuit.failures = numberIn(count, 0));
        }
    }

    /** -2 is no such key; -1 one that never expires, as an operator may set it to hold delivery back. */
    private static long nanosOf(@Nullable Response pttl) {
        long millis = numberIn(pttl, -2);
        return millis == -1 ? 2 * LOOK_EVERY_NANOS : TimeUnit.MILLISECONDS.toNanos(Math.max(0, millis));
    }

    private static long numberIn(@Nullable Response answer, long otherwise) {
        Long number = answer == null ? null : answer.toLong();
        return number == null ? otherwise : number;
    }

    private CompletableFuture<@Nullable Response> send(Request request) {
        CompletableFuture<@Nullable Response> answer;
        try {
            answer = redis.get().send(request).toCompletionStage().toCompletableFuture();
        } catch (RuntimeException e) {
            answer = CompletableFuture.failedFuture(e);
        }
        return answer.orTimeout(DEADLINE.toMillis(), TimeUnit.MILLISECONDS).whenComplete((_, failure) -> {
            if (failure != null) {
                leftAloneUntil.set(System.nanoTime() + LEFT_ALONE_NANOS);
                warnings.warn(
                        "redis",
                        "Redis cannot be asked whether PostHog is down (%s): this process finds out by itself until it is back",
                        failure.getClass().getSimpleName());
            }
        });
    }

    private boolean isLeftAlone() {
        return System.nanoTime() - leftAloneUntil.get() < 0;
    }

    private Circuit upstream(Project project) {
        boolean several = projects.get().all().stream()
                        .map(Project::host)
                        .distinct()
                        .limit(2)
                        .count()
                > 1;
        String name = several ? "posthog:" + number(project.host().toString()) : "posthog";
        return circuits.computeIfAbsent(name, key -> new Circuit(key, true));
    }

    private Circuit slowDown(Project project) {
        return circuits.computeIfAbsent("posthog:project:" + project.name(), key -> new Circuit(key, false));
    }

    private static String number(String host) {
        CRC32 crc = new CRC32();
        crc.update(host.getBytes(StandardCharsets.UTF_8));
        return Long.toHexString(crc.getValue());
    }

    private static Duration longest(Duration a, Duration b) {
        Duration longer = a.compareTo(b) >= 0 ? a : b;
        return longer.compareTo(SHORTEST) >= 0 ? longer : SHORTEST;
    }

    /** What is known here of one circuit; Redis has the truth. */
    private static final class Circuit {
        private final String failKey;
        private final String openKey;
        private final boolean counts;
        private final AtomicLong lookedAt = new AtomicLong(System.nanoTime() - LOOK_EVERY_NANOS);
        private volatile long failures;
        private volatile long heldUntil = System.nanoTime();

        private Circuit(String name, boolean counts) {
            this.failKey = "cb_fail:" + name;
            this.openKey = "cb_open:" + name;
            this.counts = counts;
        }

        private boolean isHeld() {
            return heldUntil - System.nanoTime() > 0;
        }

        private boolean isOpen(int failuresToOpen) {
            return failures >= failuresToOpen || isHeld();
        }
    }
}
