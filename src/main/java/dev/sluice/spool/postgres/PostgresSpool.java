package dev.sluice.spool.postgres;

import dev.sluice.spool.AppendQueue;
import dev.sluice.spool.AppendQueue.Append;
import dev.sluice.spool.Frame;
import dev.sluice.spool.FrameCodec;
import dev.sluice.spool.HourBooks;
import dev.sluice.spool.RareLog;
import dev.sluice.spool.Share;
import dev.sluice.spool.Spool;
import dev.sluice.spool.SpoolUnavailableException;
import dev.sluice.spool.StoredFrame;
import dev.sluice.spool.ThreadEnd;
import dev.sluice.trace.Tracing;
import io.quarkus.logging.Log;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * The spool in Postgres, which all replicas share: each delivers what any of them accepted.
 * {@code docs/decisions/0015-spool-in-postgres.md} has the reasons.
 *
 * <p>{@link #append} never waits: a full queue, a Postgres that was found to be away and the bound on the size fail the stage at
 * once. Rows are in one replica's hands at a time, for as long as it shows that it is alive; what a dead one held comes to the
 * others when its lease has run out, and what it delivered without having written it down is sent again, with the same uuids.
 *
 * <p>{@link #status}, {@link #books} and {@link #recovered} tell what was seen last, at most a second ago while Postgres answers.
 */
public final class PostgresSpool implements Spool {
    private static final int SLOTS = 16;
    private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
    private static final long SHORTEST_WAIT_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final long RETRY_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    private final long maxBytes;
    private final PostgresSpoolOptions options;
    private final Sessions sessions;
    private final ClaimedRows claimed = new ClaimedRows();
    private final Availability availability = new Availability();
    private final Arrivals arrivals = new Arrivals();
    private final RareLog rareRead = new RareLog();
    private final AppendQueue queue;
    private final RowFeed feed;
    private final Look look;
    private final Keeper keeper;
    private final List<Thread> writers = new ArrayList<>();
    private final Thread keeping;
    private final Thread looking;
    private long nextPollNanos = System.nanoTime();
    private volatile boolean isOpen;

    /** @param maxBytes what the rows of all replicas may occupy; 0 for no bound */
    public PostgresSpool(DataSource dataSource, long maxBytes, PostgresSpoolOptions options, Tracing tracing) {
        this.maxBytes = maxBytes;
        this.options = options;
        this.queue = new AppendQueue(options.queueBytes(), options.queueAppends());
        // A new name at each start: what the last one held is taken over like that of any other replica.
        RowStore store = new RowStore(UUID.randomUUID());
        this.sessions = new Sessions(dataSource);
        int slot = Math.floorMod(store.replica().hashCode(), SLOTS);
        this.feed = new RowFeed(sessions, store, claimed, options);
        this.look = new Look(sessions, options, availability, slot);
        for (int i = 0; i < options.writers(); i++) {
            writers.add(Thread.ofVirtual()
                    .name("spool-writer-" + i)
                    .unstarted(new RowWriter(
                            queue,
                            sessions,
                            store,
                            options,
                            availability,
                            tracing,
                            look::stored,
                            arrivals::signal,
                            (slot + 1 + i) % SLOTS)));
        }
        this.keeper = new Keeper(
                sessions, store, claimed, new BookKeeping(claimed, store.replica(), slot), options, arrivals::signal);
        this.keeping = Thread.ofVirtual().name("spool-keeper").unstarted(keeper);
        this.looking = Thread.ofVirtual().name("spool-look").unstarted(look);
    }

    /** Starts to look for Postgres; appends fail until it was found. */
    public void start() {
        isOpen = true;
        looking.start();
        keeping.start();
        writers.forEach(Thread::start);
    }

    @Override
    public CompletionStage<Void> append(List<Frame> frames) {
        if (frames.isEmpty()) {
            return CompletableFuture.completedFuture(null);
        }
        long bytes = FrameCodec.checkedLength(frames);
        String problem = availability.problem();
        if (!problem.isEmpty()) {
            return unavailable(problem);
        }
        if (maxBytes > 0 && look.bytes() + queue.bytes() + bytes > maxBytes) {
            return unavailable(limitReached());
        }
        Append append = new Append(List.copyOf(frames), bytes, new CompletableFuture<>());
        return switch (queue.offer(append)) {
            case TAKEN -> append.result();
            case FULL -> unavailable("more events are waiting for Postgres than the queue takes");
            case CLOSED -> unavailable("the spool is shutting down");
        };
    }

    @Override
    public Optional<StoredFrame> next(Duration wait, Set<String> notNow) throws InterruptedException {
        long deadline = System.nanoTime() + wait.toNanos();
        while (true) {
            @Nullable StoredFrame frame = feed.take(notNow);
            if (frame != null) {
                return Optional.of(frame);
            }
            boolean mayHaveNews = arrivals.taken() || System.nanoTime() - nextPollNanos >= 0;
            if (mayHaveNews && isOpen && fetch(notNow)) {
                continue;
            }
            long now = System.nanoTime();
            if (deadline - now <= 0) {
                return Optional.empty();
            }
            arrivals.await(Math.min(deadline - now, Math.max(nextPollNanos - now, SHORTEST_WAIT_NANOS)));
        }
    }

    @Override
    public void done(StoredFrame frame, Outcomes outcomes) {
        claimed.done(frame.ordinal(), outcomes);
    }

    @Override
    public String messagingSystem() {
        return "postgresql";
    }

    /** In no hour: the clocks are those of the callers. */
    @Override
    public void addToTotals(String project, Outcomes outcomes) {
        claimed.addToTotals(new Share(project, HourTable.OLDER), outcomes);
    }

    @Override
    public void addToTotals(String project, long receivedAtMillis, Outcomes outcomes) {
        claimed.addToTotals(Share.of(project, receivedAtMillis), outcomes);
    }

    @Override
    public Optional<List<HourBooks.Hour>> hours() {
        try {
            return Optional.of(sessions.call(options.writeTimeout(), HourTable::read));
        } catch (SQLException e) {
            throw new SpoolUnavailableException(Availability.words(e), e);
        }
    }

    @Override
    public Map<String, Recovered> recovered() {
        return look.books().accounts();
    }

    @Override
    public Optional<Books> books() {
        return Optional.of(new Books(look.isKnown(), look.books().accounts()));
    }

    @Override
    public Status status() {
        SharedBooks books = look.books();
        long bytes = look.bytes();
        String problem = availability.problem();
        if (problem.isEmpty() && maxBytes > 0 && bytes >= maxBytes) {
            problem = limitReached();
        }
        if (!isOpen) {
            problem = "the spool is not open";
        }
        return new Status(problem.isEmpty(), problem, bytes, books.pendingEvents(), books.oldestPendingMillis());
    }

    /** Stores what waits, writes down what is done, and gives the rest to the other replicas. */
    @Override
    public synchronized void close() {
        isOpen = false;
        queue.close();
        writers.forEach(ThreadEnd::await);
        // After the writers: what they store should not stay with a replica that has gone.
        keeper.close();
        look.close();
        ThreadEnd.await(keeping);
        ThreadEnd.await(looking);
    }

    private boolean fetch(Set<String> notNow) {
        try {
            boolean found = feed.fetch(notNow);
            nextPollNanos = System.nanoTime() + (found ? 0 : POLL_NANOS);
            return found;
        } catch (SQLException e) {
            if (rareRead.permits()) {
                Log.warnf("spool: %s; reading goes on as soon as it can", Availability.words(e));
            }
            nextPollNanos = System.nanoTime() + RETRY_NANOS;
            return false;
        }
    }

    private String limitReached() {
        return "the spool has reached its limit of " + maxBytes + " bytes";
    }

    private static CompletionStage<Void> unavailable(String problem) {
        return CompletableFuture.failedFuture(new SpoolUnavailableException(problem));
    }
}
