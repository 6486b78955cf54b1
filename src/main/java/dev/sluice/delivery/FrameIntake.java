package dev.sluice.delivery;

import dev.sluice.dedup.SeenIds;
import dev.sluice.dedup.SeenIds.Claim;
import dev.sluice.failure.Category;
import dev.sluice.ledger.Balance;
import dev.sluice.ledger.Ledger;
import dev.sluice.spool.Frame;
import dev.sluice.spool.Lineage;
import dev.sluice.spool.Spool;
import dev.sluice.spool.Spool.Outcomes;
import dev.sluice.spool.StoredFrame;
import dev.sluice.trace.Fact;
import dev.sluice.trace.Span;
import dev.sluice.trace.Step;
import dev.sluice.trace.Tracing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Takes frames from the spool, as many as their project's share of the memory allows, and drops the events that the duplicate check knows. One thread
 * reads; frames may be done on any.
 */
final class FrameIntake {
    private static final Duration LOOK_FOR_ROOM = Duration.ofMillis(10);

    private final Spool spool;
    private final SeenIds seenIds;
    private final Balance balance;
    private final Ledger ledger;
    private final DeliveryOptions options;
    private final Warnings warnings;
    private final Tracing tracing;
    private final HeldMemory memory;
    /** None where the duplicate check knows what is under way. */
    private final @Nullable UnderWay underWay;

    private final Supplier<Set<String>> heldUp;

    /** @param heldUp the projects whose events cannot be delivered now */
    FrameIntake(
            Spool spool,
            SeenIds seenIds,
            Balance balance,
            Ledger ledger,
            DeliveryOptions options,
            Warnings warnings,
            Tracing tracing,
            Supplier<Set<String>> heldUp) {
        this.spool = spool;
        this.seenIds = seenIds;
        this.balance = balance;
        this.ledger = ledger;
        this.options = options;
        this.warnings = warnings;
        this.tracing = tracing;
        this.memory = new HeldMemory(options.maxHeldBytes());
        this.heldUp = heldUp;
        this.underWay = seenIds.knowsWhatIsUnderWay() ? null : new UnderWay();
    }

    /**
     * Takes in what is ready, at most one call's worth of claims.
     *
     * @param wait for the first frame, or for memory
     * @param survivors gets the events that are to be delivered
     * @return whether nothing more was ready
     */
    boolean read(Duration wait, Consumer<Part> survivors) throws InterruptedException {
        if (!memory.await(wait)) {
            return true;
        }
        List<FrameProgress> frames = new ArrayList<>();
        List<Claim> claims = new ArrayList<>();
        boolean drained = false;
        while (!drained && claims.size() < options.claimsPerCall() && !memory.isFull()) {
            Optional<StoredFrame> next = next(frames.isEmpty() ? wait : Duration.ZERO);
            next.ifPresent(stored -> take(stored, frames, claims));
            drained = next.isEmpty();
        }
        if (!frames.isEmpty()) {
            dropDuplicates(frames, claim(frames, claims), survivors);
        }
        return drained;
    }

    long heldBytes() {
        return memory.held();
    }

    /** A project that holds its share of the memory already is stepped over, so that it keeps back no other. */
    private Optional<StoredFrame> next(Duration wait) throws InterruptedException {
        Set<String> notNow = memory.withoutRoom(heldUp);
        // Room may come before a frame of another project does.
        return spool.next(notNow.isEmpty() || wait.compareTo(LOOK_FOR_ROOM) < 0 ? wait : LOOK_FOR_ROOM, notNow);
    }

    private void take(StoredFrame stored, List<FrameProgress> frames, List<Claim> claims) {
        String project = stored.frame().project();
        FrameProgress progress = new FrameProgress(stored, spool, bytes -> ended(stored, bytes));
        memory.hold(project, progress.heldBytes());
        frames.add(progress);
        claims.addAll(claims(stored));
    }

    private static List<Claim> claims(StoredFrame stored) {
        List<Frame.Entry> entries = stored.frame().entries();
        List<Claim> claims = new ArrayList<>(entries.size());
        for (int i = 0; i < entries.size(); i++) {
            claims.add(new Claim(entries.get(i).key(), stored.ordinal() + i));
        }
        return claims;
    }

    private void ended(StoredFrame stored, long bytes) {
        memory.release(stored.frame().project(), bytes);
        seenIds.ended(claims(stored));
        if (underWay != null) {
            underWay.forget(stored.ordinal(), stored.frame().entries());
        }
    }

    /** The events of the part have their end; what waited for one of them was a duplicate. To be told before the frame is. */
    void settled(Part part) {
        if (underWay == null) {
            return;
        }
        for (int i = 0; i < part.events(); i++) {
            for (UnderWay.Waiting waited : underWay.ended(part.progress(), part.index(i))) {
                BitSet one = new BitSet();
                one.set(waited.index());
                drop(waited.frame(), one);
            }
        }
    }

    private void drop(FrameProgress progress, BitSet duplicates) {
        Outcomes dropped = new Outcomes(0, duplicates.cardinality(), 0, 0);
        duplicates.stream().forEach(index -> ledger.duplicate(progress.stored(), index));
        balance.ended(progress.frame().project(), dropped);
        progress.ended(dropped);
    }

    private void dropDuplicates(List<FrameProgress> frames, BitSet seen, Consumer<Part> survivors) {
        int first = 0;
        for (FrameProgress progress : frames) {
            int next = first + progress.events();
            BitSet duplicates = seen.get(first, next);
            first = next;
            BitSet held = underWay == null ? new BitSet() : underWay.enter(progress, duplicates);
            held.or(duplicates);
            Part rest = Part.without(progress, held);
            if (rest.events() > 0) {
                survivors.accept(rest);
            }
            if (!duplicates.isEmpty()) {
                drop(progress, duplicates);
            }
        }
    }

    // The frames are read and will not be read again, so whatever happens to the check, they go on.
    private BitSet claim(List<FrameProgress> frames, List<Claim> claims) {
        Span span = Lineage.start(
                tracing, Step.DEDUP, frames.stream().map(FrameProgress::frame).toList());
        try {
            BitSet seen =
                    seenIds.claim(claims, span.context()).toCompletableFuture().join();
            span.set(Fact.EVENTS, claims.size()).set(Fact.DUPLICATES, seen.cardinality());
            return seen;
        } catch (RuntimeException e) {
            span.failed(e.getClass().getSimpleName());
            warnings.bug(Category.DEDUP, "looking for duplicates", e);
            return new BitSet();
        } finally {
            span.end();
        }
    }
}
