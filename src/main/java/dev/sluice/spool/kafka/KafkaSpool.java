package dev.sluice.spool.kafka;

import dev.sluice.spool.AppendQueue.Append;
import dev.sluice.spool.Frame;
import dev.sluice.spool.FrameCodec;
import dev.sluice.spool.RareLog;
import dev.sluice.spool.Spool;
import dev.sluice.spool.SpoolUnavailableException;
import dev.sluice.spool.StoredFrame;
import io.quarkus.logging.Log;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.ObjIntConsumer;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/**
 * The spool in Kafka: one topic for each project, a person's events in one partition, an append answered when all in-sync
 * replicas have it, and a consumer group of all gateways that commits what is done. Any gateway delivers what another
 * accepted; what a gateway had in hand when it died is delivered again by another, with the same numbers.
 *
 * <p>The brokers need not be there at the start: appends fail until they are. {@link #append} never waits.
 */
public final class KafkaSpool implements Spool {
    private static final long OWNER = 0x534c_5549_4345_4b41L; // "SLUICEKA"
    private static final Duration BETWEEN_TRIES = Duration.ofSeconds(1);

    private final KafkaAddress address;
    private final KafkaSpoolOptions options;
    private final long maxBytes;
    private final ObjIntConsumer<String> takenOver;
    private final Feed feed;
    private final CountDownLatch opened = new CountDownLatch(1);
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread opener = Thread.ofVirtual().name("spool-kafka-start").unstarted(this::open);
    private volatile @Nullable RunningKafka running;
    private boolean wasAskedTooEarly;

    /**
     * @param maxBytes of undelivered events in all topics, about; 0 for no bound
     * @param takenOver hears of events that this process is to book as received although it has not accepted them: project
     *     and number
     */
    public KafkaSpool(
            KafkaAddress address, KafkaSpoolOptions options, long maxBytes, ObjIntConsumer<String> takenOver) {
        this.address = address;
        this.options = options;
        this.maxBytes = maxBytes;
        this.takenOver = takenOver;
        this.feed = new Feed(takenOver);
    }

    /** The name of all gateways of this spool in a duplicate check that they share: equal for all, whatever brokers they know. */
    public static long owner(KafkaAddress address) {
        return OWNER ^ address.name().hashCode();
    }

    /** Connects, and waits a little for the brokers; goes on trying in the background if they are away. */
    public void start() {
        opener.start();
        try {
            if (!opened.await(options.startPatience().toMillis(), TimeUnit.MILLISECONDS)) {
                Log.warnf("spool: Kafka at %s does not answer: events are refused until it does", address.brokers());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public CompletionStage<Void> append(List<Frame> frames) {
        if (frames.isEmpty()) {
            return CompletableFuture.completedFuture(null);
        }
        long bytes = FrameCodec.checkedLength(frames);
        RunningKafka kafka = running;
        String problem = problem(kafka);
        if (kafka == null || !problem.isEmpty()) {
            return refused(problem);
        }
        Append append = new Append(List.copyOf(frames), bytes, new CompletableFuture<>());
        return switch (kafka.queue().offer(append)) {
            case TAKEN -> append.result();
            case FULL -> refused("more events are waiting for Kafka than the queue takes");
            case CLOSED -> refused("the spool is shutting down");
        };
    }

    @Override
    public Optional<StoredFrame> next(Duration wait, Set<String> notNow) throws InterruptedException {
        return Optional.ofNullable(feed.take(wait.toNanos(), Set.copyOf(notNow)));
    }

    @Override
    public String messagingSystem() {
        return "kafka";
    }

    /** {@inheritDoc} It must be the very frame that was read, not an equal one. */
    @Override
    public void done(StoredFrame frame, Outcomes outcomes) {
        feed.done(frame, outcomes);
    }

    @Override
    public void addToTotals(String project, Outcomes outcomes) {
        feed.addToTotals(project, outcomes);
    }

    @Override
    public int shards(String project) {
        RunningKafka kafka = running;
        return kafka == null ? options.partitions() : kafka.topics().partitions(project);
    }

    /**
     * Empty for a gateway that joins others: what is there is in their books. Also empty while the brokers have not answered;
     * what is pending is then told as taken over once they have.
     */
    @Override
    public synchronized Map<String, Recovered> recovered() {
        RunningKafka kafka = running;
        wasAskedTooEarly |= kafka == null;
        return kafka == null ? Map.of() : kafka.inheritance().recovered();
    }

    private synchronized void opened(RunningKafka kafka) {
        kafka.start();
        running = kafka;
        opened.countDown();
        if (wasAskedTooEarly) {
            kafka.inheritance()
                    .recovered()
                    .forEach((project, found) -> takenOver.accept(project, Math.toIntExact(found.pending())));
        }
    }

    /**
     * Of the partitions that this gateway has; of all while it has none. What is not fetched yet is estimated from the
     * frames that this process has seen.
     */
    @Override
    public Status status() {
        RunningKafka kafka = running;
        String problem = problem(kafka);
        Feed.Backlog backlog = feed.partitions().isEmpty() && kafka != null
                ? feed.estimate(kafka.watch().undelivered())
                : feed.backlog();
        return new Status(problem.isEmpty(), problem, backlog.bytes(), backlog.events(), backlog.oldestMillis());
    }

    /** Whether the brokers answered when they were last asked. */
    public boolean isAnswered() {
        RunningKafka kafka = running;
        return kafka != null && kafka.watch().isAnswered();
    }

    @Override
    public void close() {
        closing.countDown();
        feed.close();
        try {
            if (opener.getState() != Thread.State.NEW) {
                opener.join();
            }
            RunningKafka kafka = running;
            if (kafka != null) {
                kafka.close();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void open() {
        RareLog rare = new RareLog();
        try {
            do {
                try {
                    opened(RunningKafka.open(address, options, feed, takenOver));
                    return;
                } catch (ExecutionException | KafkaException e) {
                    if (rare.permits()) {
                        Log.warnf("spool: Kafka at %s: %s; it is tried again", address.brokers(), Troubles.name(e));
                    }
                }
            } while (!closing.await(BETWEEN_TRIES.toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private String problem(@Nullable RunningKafka kafka) {
        if (closing.getCount() == 0) {
            return "the spool is shut down";
        }
        if (kafka == null || kafka.watch().isAway()) {
            return "Kafka does not answer";
        }
        if (maxBytes > 0 && feed.estimate(kafka.watch().undelivered()).bytes() >= maxBytes) {
            return "the spool has reached its limit of " + maxBytes + " bytes";
        }
        return "";
    }

    private static CompletionStage<Void> refused(String why) {
        return CompletableFuture.failedFuture(new SpoolUnavailableException(why));
    }
}
