package dev.sluice.dedup;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
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
 * Thread-safe.
 */
public final class LayeredSeenIds implements SeenIds {
    private final LocalSeenIds local;
    private final @Nullable RedisSeenIds redis;

    private LayeredSeenIds(LocalSeenIds local, @Nullable RedisSeenIds redis) {
        this.local = local;
        this.redis = redis;
    }

    /** Without Redis. */
    public static LayeredSeenIds inProcess(LocalSeenIds local) {
        return new LayeredSeenIds(local, null);
    }

    /** For replicas that share a Redis. */
    public static LayeredSeenIds shared(LocalSeenIds local, RedisSeenIds redis) {
        return new LayeredSeenIds(local, redis);
    }

    @Override
    public CompletionStage<BitSet> claim(List<Claim> claims) {
        LocalSeenIds.Verdicts here = local.claimNow(claims);
        BitSet duplicates = here.duplicates();
        if (redis == null) {
            return CompletableFuture.completedFuture(duplicates);
        }
        List<Claim> fresh = new ArrayList<>(claims.size());
        int[] positions = new int[claims.size()];
        for (int i = 0; i < claims.size(); i++) {
            if (!duplicates.get(i) && !here.own().get(i)) {
                positions[fresh.size()] = i;
                fresh.add(claims.get(i));
            }
        }
        if (fresh.isEmpty()) {
            return CompletableFuture.completedFuture(duplicates);
        }
        return redis.claim(fresh).thenApply(elsewhere -> {
            elsewhere.stream().forEach(i -> duplicates.set(positions[i]));
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
