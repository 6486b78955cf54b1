package dev.sluice.limit;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The buckets of the senders that were heard last. One that is forgotten begins anew with a full bucket, which matters only
 * to somebody who is heard rarely. Thread-safe.
 */
final class Senders {
    /** About 15 MB. */
    static final int MOST = 100_000;

    /** The others hear of a sender each time it has used up this part of its burst. */
    private static final double SHARE_WORTH_TELLING = 1.0 / 16;

    private final Map<Long, Sender> byNumber;
    private final ConcurrentLinkedQueue<Sender> due = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean shared = new AtomicBoolean();

    /** @param number {@code SafeEvent.person} */
    record Sender(Tenant tenant, long number, Bucket bucket) {}

    Senders(int most) {
        byNumber = new LinkedHashMap<>(1024, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<Long, Sender> eldest) {
                return size() > most;
            }
        };
    }

    /** From now on somebody takes what is due. */
    void share() {
        shared.set(true);
    }

    Sender of(Tenant tenant, long number) {
        synchronized (byNumber) {
            return byNumber.computeIfAbsent(number, key -> new Sender(tenant, key, new Bucket()));
        }
    }

    /** This sender has let something through. */
    void used(Sender sender, Rate rate) {
        if (shared.get() && sender.bucket().isDue(Math.max(1, rate.burst() * SHARE_WORTH_TELLING))) {
            due.add(sender);
        }
    }

    /** Those of which the others should hear; null when there is none left. Each is there once at most. */
    @Nullable
    Sender nextDue() {
        return due.poll();
    }

    int size() {
        synchronized (byNumber) {
            return byNumber.size();
        }
    }
}
