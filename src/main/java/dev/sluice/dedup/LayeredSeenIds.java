package dev.sluice.dedup;

import dev.sluice.trace.TraceContext;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The duplicate check of the gateway: the process's own memory first and always, then Redis, where there is one, for
 * identities that are new here. When Redis goes away, what this process has seen stays known.
 *
 * <p>Why nothing is lost: an event is dropped only if another event holds the claim on its identity, locally or in Redis.
 * <ul>
 *   <li>That other event is in some gateway's spool. If its gateway dies before it is delivered, it is read again, finds a
 *       claim of its own (same ordinal) and is sent.
 *   <li>An identity that this ordinal has claimed here before is not asked about in Redis again. So even a gateway that has
 *       lost its node id, and no longer recognises its claims in Redis, sends what it was about to send.
 *   <li>If the local claim is lost (the journal is not forced to disk) the one in Redis names the node and the ordinal.
 *   <li>If both are lost, or a claim is older than the window, the event counts as new: a duplicate may pass, and PostHog
 *       folds it.
 *   <li>A claim that was stored in Redis while the answer was lost names this node and ordinal, too.
 * </ul>
 *
 * <p>That reasoning needs a spool whose events come back to this process and no other. Where replicas share one, an event that
 * was claimed here and dropped because of a claim in Redis would leave a local claim, and the event that it was dropped for
 * may come here, too, after the death of the replica that had it: each would be dropped for the other. So there
 * (the factories {@code …OfCommon}) Redis alone decides about events that are under way, and this process remembers what it has seen
 * end:
 * <ul>
 *   <li>A local hit is an event that was delivered, or is a dead letter: nothing that is dropped for it can be lost.
 *   <li>The owner of a claim in Redis passed when it claimed. Ordinals and the owner's id are those of the common spool, so
 *       whichever replica reads it again finds its own claim and sends it.
 *   <li>While Redis is away, or if there is none, copies under way at the same time in two replicas pass, and PostHog folds them;
 *       in one process the second waits for the end of the first.
 * </ul>
 * Thread-safe.
 */
public final class LayeredSeenIds implements SeenIds {
    private final LocalSeenIds local;
    private final @Nullable RedisSeenIds redis;
    private final boolean isSpoolCommon;
    /**
     * Events that were dropped and whose frames have not ended, and how often each: never more than delivery holds. More than
     * once where a partition came back to a gateway that still had its frames in hand.
     */
    private final Map<Claim, Integer> dropped = new ConcurrentHashMap<>();

    private LayeredSeenIds(LocalSeenIds local, @Nullable RedisSeenIds redis, boolean isSpoolCommon) {
        this.local = local;
        this.redis = redis;
        this.isSpoolCommon = isSpoolCommon;
    }

    /** Without Redis. */
    public static LayeredSeenIds inProcess(LocalSeenIds local) {
        return new LayeredSeenIds(local, null, false);
    }

    /** For gateways that share a Redis, each with a spool of its own. */
    public static LayeredSeenIds shared(LocalSeenIds local, RedisSeenIds redis) {
        return new LayeredSeenIds(local, redis, false);
    }

    /** Without Redis, for a spool that replicas share. */
    public static LayeredSeenIds inProcessOfCommon(LocalSeenIds local) {
        return new LayeredSeenIds(local, null, true);
    }

    /** For replicas that share a spool and a Redis. */
    public static LayeredSeenIds sharedOfCommon(LocalSeenIds local, RedisSeenIds redis) {
        return new LayeredSeenIds(local, redis, true);
    }

    @Override
    public CompletionStage<BitSet> claim(List<Claim> claims) {
        return claim(claims, null);
    }

    @Override
    public CompletionStage<BitSet> claim(List<Claim> claims, @Nullable TraceContext within) {
        if (isSpoolCommon) {
            BitSet ended = local.heldByOthers(claims);
            return elsewhere(claims, ended, ended, within).thenApply(duplicates -> {
                duplicates.stream().forEach(i -> dropped.merge(claims.get(i), 1, Integer::sum));
                return duplicates;
            });
        }
        LocalSeenIds.Verdicts here = local.claimNow(claims);
        BitSet known = here.own();
        known.or(here.duplicates());
        return elsewhere(claims, known, here.duplicates(), within);
    }

    /** What was dropped is no reason to drop another one, because nobody knows the end of the one it was dropped for. */
    @Override
    public void ended(List<Claim> claims) {
        if (isSpoolCommon) {
            local.claimNow(claims.stream().filter(claim -> !takeDropped(claim)).toList());
        }
    }

    @Override
    public boolean knowsWhatIsUnderWay() {
        return !isSpoolCommon;
    }

    private boolean takeDropped(Claim claim) {
        AtomicBoolean was = new AtomicBoolean();
        dropped.computeIfPresent(claim, (_, times) -> {
            was.set(true);
            return times > 1 ? times - 1 : null;
        });
        return was.get();
    }

    /**
     * Asks Redis.
     *
     * @param known which claims Redis is not asked about
     * @param duplicates gets those that Redis calls one
     */
    private CompletionStage<BitSet> elsewhere(
            List<Claim> claims, BitSet known, BitSet duplicates, @Nullable TraceContext within) {
        int[] positions =
                IntStream.range(0, claims.size()).filter(i -> !known.get(i)).toArray();
        if (redis == null || positions.length == 0) {
            return CompletableFuture.completedFuture(duplicates);
        }
        List<Claim> fresh = Arrays.stream(positions).mapToObj(claims::get).toList();
        return redis.claim(fresh, within).thenApply(found -> {
            found.stream().forEach(i -> duplicates.set(positions[i]));
            return duplicates;
        });
    }

    public DedupBackend backend() {
        return redisState() == RedisState.OK ? DedupBackend.REDIS : DedupBackend.IN_PROCESS;
    }

    public RedisState redisState() {
        return redis == null ? RedisState.DISABLED : redis.state();
    }
}
