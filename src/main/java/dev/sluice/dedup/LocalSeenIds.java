package dev.sluice.dedup;

import io.quarkus.logging.Log;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Duplicates within one process. Claims are kept in two generations: the younger takes new claims, and after one window, or
 * when it is full, it becomes the elder and the elder is forgotten. So a claim is found for one window, unless more than
 * {@code capacity} identities arrive in it. Claims older than the window do not count, to the second.
 *
 * <p>Each claim is in a journal below {@code <data>/seen} before it is answered, so it outlives the process. When the
 * journal cannot be written the table goes on in memory. Thread-safe.
 */
public final class LocalSeenIds implements SeenIds, AutoCloseable {
    /** Identities of one generation: at most about 56 MiB of memory each. */
    public static final int DEFAULT_CAPACITY = 1_000_000;

    private final SeenFolder folder;
    private final int windowSeconds;
    private final int capacity;
    private final InstantSource clock;
    private final long seed = new SecureRandom().nextLong();
    private final ReentrantLock lock = new ReentrantLock();
    private Generation younger;
    private Generation elder;
    private long earlyRotations;
    private boolean journalBroken;

    private LocalSeenIds(SeenFolder folder, Duration window, int capacity, InstantSource clock) {
        this.folder = folder;
        this.windowSeconds = (int) Math.clamp(window.plusMillis(999).toSeconds(), 1, Integer.MAX_VALUE);
        this.capacity = capacity;
        this.clock = clock;
        List<Generation> found = folder.load(seed);
        this.elder = found.size() > 1 ? found.get(found.size() - 2) : inMemory();
        this.younger = found.isEmpty() ? create() : found.getLast();
    }

    /**
     * Loads what an earlier run remembered. Never fails: what cannot be read is not remembered, with a warning.
     *
     * @param dataDir the data directory; the journal is in its folder {@code seen}
     * @param window how long a claim is remembered
     * @param capacity identities of one generation
     */
    public static LocalSeenIds open(Path dataDir, Duration window, int capacity, InstantSource clock) {
        return new LocalSeenIds(new SeenFolder(dataDir.resolve("seen")), window, capacity, clock);
    }

    @Override
    public CompletionStage<BitSet> claim(List<Claim> claims) {
        return CompletableFuture.completedFuture(claimNow(claims).duplicates());
    }

    /** As {@link #claim}, and tells first claims from repeated ones of the same owner. */
    Verdicts claimNow(List<Claim> claims) {
        BitSet duplicates = new BitSet(claims.size());
        BitSet own = new BitSet(claims.size());
        lock.lock();
        try {
            int now = now();
            rotateIfDue(now);
            for (int i = 0; i < claims.size(); i++) {
                Claim claim = claims.get(i);
                switch (holder(claim, now)) {
                    case NOBODY -> remember(claim, now);
                    case SELF -> own.set(i);
                    case OTHER -> duplicates.set(i);
                }
            }
            writeJournal();
        } finally {
            lock.unlock();
        }
        return new Verdicts(duplicates, own);
    }

    /** Which of the identities another owner holds; claims nothing. */
    BitSet heldByOthers(List<Claim> claims) {
        BitSet held = new BitSet(claims.size());
        lock.lock();
        try {
            int now = now();
            for (int i = 0; i < claims.size(); i++) {
                held.set(i, holder(claims.get(i), now) == Holder.OTHER);
            }
        } finally {
            lock.unlock();
        }
        return held;
    }

    /** How often a generation was full before its window was over: then claims are forgotten early. */
    public long earlyRotations() {
        lock.lock();
        try {
            return earlyRotations;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            younger.close();
            elder.close();
        } finally {
            lock.unlock();
        }
    }

    private Holder holder(Claim claim, int now) {
        Holder inYounger = holder(younger.table(), claim, now);
        return inYounger == Holder.NOBODY ? holder(elder.table(), claim, now) : inYounger;
    }

    private Holder holder(SeenTable table, Claim claim, int now) {
        int slot = table.find(claim.key().high(), claim.key().low());
        if (slot < 0) {
            return Holder.NOBODY;
        }
        if (table.owner(slot) == claim.owner()) {
            return Holder.SELF;
        }
        return now - table.second(slot) > windowSeconds ? Holder.NOBODY : Holder.OTHER;
    }

    private void remember(Claim claim, int now) {
        if (younger.table().size() >= capacity) {
            earlyRotations++;
            rotate();
        }
        younger.table().put(claim.key().high(), claim.key().low(), claim.owner(), now);
        SeenJournal journal = younger.journal();
        if (journal != null) {
            try {
                journal.add(claim.key().high(), claim.key().low(), claim.owner(), now);
            } catch (IOException e) {
                journalFailed(e);
            }
        }
    }

    private void rotateIfDue(int now) {
        if (now - younger.startSecond() >= windowSeconds) {
            rotate();
        }
    }

    private void rotate() {
        writeJournal();
        try {
            elder.delete();
        } catch (UncheckedIOException e) {
            // Its claims are too old to count, and the next start takes only the two newest files.
            Log.debugf("a journal of seen ids in %s could not be deleted", folder);
        }
        elder = younger;
        younger = create();
    }

    private void writeJournal() {
        SeenJournal journal = younger.journal();
        if (journal == null) {
            return;
        }
        try {
            journal.write();
            journalBroken = false;
        } catch (IOException e) {
            journalFailed(e);
        }
    }

    private void journalFailed(IOException e) {
        if (!journalBroken) {
            journalBroken = true;
            Log.warnf(
                    "the journal of seen ids in %s cannot be written (%s): duplicates are found in memory only, and some may"
                            + " pass after a restart",
                    folder, e.getClass().getSimpleName());
        }
    }

    private Generation create() {
        int now = now();
        try {
            return new Generation(new SeenTable(seed), folder.create(now), now);
        } catch (IOException e) {
            journalFailed(e);
            return inMemory();
        }
    }

    private Generation inMemory() {
        return new Generation(new SeenTable(seed), null, now());
    }

    private int now() {
        return (int) (clock.millis() / 1000);
    }

    private enum Holder {
        NOBODY,
        SELF,
        OTHER
    }

    /**
     * @param duplicates claims of identities that another owner holds
     * @param own claims that their owner had made before
     */
    record Verdicts(BitSet duplicates, BitSet own) {}
}
