package dev.sluice.spool;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/**
 * What makes a 200 safe. Frames go in at one end and are durable when {@link #append} completes; at the other end one
 * reader takes them in order and says which are done. A frame that was not said to be done is read again after a restart.
 * All methods may be called from any thread, but only one thread at a time may be the reader.
 */
public interface Spool extends AutoCloseable {

    /**
     * Stores the frames of one request. The stage completes once all of them are durable; nothing is visible to the reader
     * before. It completes exceptionally with {@link SpoolUnavailableException} when they could not be made durable; none
     * of them is then delivered as far as that can be known, and the sender is expected to repeat the request.
     */
    CompletionStage<Void> append(List<Frame> frames);

    /**
     * The next frame that the reader has not had since the start, oldest first, or empty after the wait.
     *
     * @param notNow projects whose frames are stepped over for now, because delivery has no room for more of them. They come
     *     once a later call does not name their project, in their order, and cost no memory meanwhile
     */
    Optional<StoredFrame> next(Duration wait, Set<String> notNow) throws InterruptedException;

    /** The next frame of any project. */
    default Optional<StoredFrame> next(Duration wait) throws InterruptedException {
        return next(wait, Set.of());
    }

    /**
     * Says that every event of the frame has its final outcome. What that was is added to the project's totals, which are
     * kept together with the checkpoint, so that the books still balance after a restart.
     */
    void done(StoredFrame frame, Outcomes outcomes);

    /** Which queue it is, in the words of OpenTelemetry's {@code messaging.system} as far as that has one. */
    default String messagingSystem() {
        return "sluice";
    }

    /** Counts events that ended before they reached the spool, in the totals that survive a restart. */
    void addToTotals(String project, Outcomes outcomes);

    /**
     * The same for events of which the engine should know the hour.
     *
     * @param receivedAtMillis when the gateway received the request, milliseconds since the epoch
     */
    default void addToTotals(String project, long receivedAtMillis, Outcomes outcomes) {
        addToTotals(project, outcomes);
    }

    /**
     * The books by hour of arrival, oldest first, of all who share the spool: for each hour received = the four outcomes +
     * pending, exact across restarts and crashes. Empty for an engine that does not keep them. May wait for a server.
     *
     * @throws SpoolUnavailableException if they cannot be read now
     */
    default Optional<List<HourBooks.Hour>> hours() {
        return Optional.empty();
    }

    /**
     * How many parts the spool keeps a project's events in. The events of one person ({@code SafeEvent.person}) go to one
     * part, and so do all events of a frame: {@link FramePacker} sees to it. May change between calls.
     */
    default int shards(String project) {
        return 1;
    }

    /** The totals per project as of the checkpoint, and what is stored beyond it, as found at the start. */
    Map<String, Recovered> recovered();

    /**
     * From now on tells of events that {@link #recovered} counted as pending and that turned out to be unreadable. They count as
     * dead-lettered in the totals that survive a restart; nobody is to say that they are done.
     */
    default void onLoss(LossListener listener) {}

    /**
     * The books of the whole installation, where several replicas share the spool; empty where this process is the only one
     * that books. Events that were accepted here may end elsewhere, so only the shared books add up.
     */
    default Optional<Books> books() {
        return Optional.empty();
    }

    Status status();

    @Override
    void close();

    /** Hears of losses, on the thread that reads. */
    @FunctionalInterface
    interface LossListener {
        void lost(String project, long events);
    }

    /** How many events of a frame ended in which way. */
    record Outcomes(long delivered, long duplicate, long rejected, long deadLettered) {
        public static final Outcomes NONE = new Outcomes(0, 0, 0, 0);

        public Outcomes plus(Outcomes other) {
            return new Outcomes(
                    delivered + other.delivered,
                    duplicate + other.duplicate,
                    rejected + other.rejected,
                    deadLettered + other.deadLettered);
        }

        public long sum() {
            return delivered + duplicate + rejected + deadLettered;
        }
    }

    /**
     * One moment of the books of all replicas.
     *
     * @param known whether they have been read since the start; until then there is nothing to show
     * @param accounts the four outcomes and what is pending, per project
     */
    record Books(boolean known, Map<String, Recovered> accounts) {
        public Books {
            accounts = Map.copyOf(accounts);
        }
    }

    /** What a start found: the totals of everything before the checkpoint, and the number of events after it. */
    record Recovered(Outcomes totals, long pending) {}

    /**
     * @param writable whether an append would be tried
     * @param problem why not, in words without any value from an event; empty when it is writable
     * @param bytes what it occupies on disk
     * @param pendingEvents stored and not done
     * @param oldestPendingMillis when the oldest of those was received, milliseconds since the epoch; 0 if there is none
     */
    record Status(boolean writable, String problem, long bytes, long pendingEvents, long oldestPendingMillis) {}
}
