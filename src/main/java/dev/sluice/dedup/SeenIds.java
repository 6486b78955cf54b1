package dev.sluice.dedup;

import dev.sluice.event.EventKey;
import dev.sluice.trace.TraceContext;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Remembers which event claimed an identity first. A claim names its owner (the ordinal of the event in this gateway's
 * spool), and a claim by the same owner is not a duplicate: an event that was checked but not yet delivered when the
 * process died finds its own claim after the restart and is sent again, never dropped.
 *
 * <p>When it must choose, an implementation lets a duplicate through; it never calls an event a duplicate that was seen
 * once.
 */
public interface SeenIds {

    /**
     * Claims each identity for its owner, in order.
     *
     * @return a bit for each claim, set where another owner had the identity before. Never fails: an implementation
     *     that cannot answer within its deadline says "not seen"
     */
    CompletionStage<BitSet> claim(List<Claim> claims);

    /**
     * As {@link #claim(List)}.
     *
     * @param within the place in a trace below which calls to others are recorded; null where they are not
     */
    default CompletionStage<BitSet> claim(List<Claim> claims, @Nullable TraceContext within) {
        return claim(claims);
    }

    /**
     * Tells that the events of a frame have had their end: delivered, kept as dead letters, or dropped as duplicates. Each was
     * claimed here before.
     */
    default void ended(List<Claim> claims) {}

    /** Whether {@link #claim} tells copies apart that are under way in this process; else only what has {@link #ended} is known. */
    default boolean knowsWhatIsUnderWay() {
        return true;
    }

    /**
     * @param key identity of the event
     * @param owner ordinal of the event in the spool
     */
    record Claim(EventKey key, long owner) {}
}
