package dev.sluice.delivery;

import dev.sluice.deadletter.DeadLetters;
import dev.sluice.dedup.SeenIds;
import dev.sluice.delivery.ProjectFlow.Facts;
import dev.sluice.failure.Category;
import dev.sluice.failure.Failure;
import dev.sluice.ledger.Balance;
import dev.sluice.ledger.Ledger;
import dev.sluice.project.Projects;
import dev.sluice.spool.Spool;
import dev.sluice.trace.Tracing;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * From the spool to PostHog. One virtual thread reads frames, oldest first, drops what the duplicate check knows, and gathers
 * the rest into batches; each batch is delivered on a virtual thread of its own. The spool hears that a frame is done when
 * each of its events was delivered, found to be a duplicate, or put among the dead letters.
 *
 * <p>Memory is bounded by {@link DeliveryOptions#maxHeldBytes}: when the frames that are not done fill it, nothing more is
 * read. A project may fill its share only, and is stepped over in the spool from then on, so that it keeps back no other.
 */
public final class DeliveryLoop {
    private static final Duration IDLE_WAIT = Duration.ofMillis(100);
    private static final Duration BUSY_WAIT = Duration.ofMillis(10);
    private static final Duration REST = Duration.ofMillis(5);
    private static final Duration AFTER_A_BUG = Duration.ofSeconds(1);

    private final Supplier<Projects> projects;
    private final DeliveryOptions options;
    private final SharedCircuits circuits;
    private final FrameIntake intake;
    private final BatchDelivery delivery;
    private final BatchAssembler assembler;
    private final Map<String, ProjectFlow> flows = new ConcurrentHashMap<>();
    private final Set<Thread> underWay = ConcurrentHashMap.newKeySet();
    private final Warnings warnings;
    private final DeliveryListener listener;
    private final SplittableRandom random = new SplittableRandom();
    private final LongAdder turns = new LongAdder();
    private final Thread reader;
    private volatile boolean stopping;

    /** As the other, without spans. */
    public DeliveryLoop(
            Spool spool,
            SeenIds seenIds,
            Supplier<Projects> projects,
            Upstream upstream,
            SharedCircuits circuits,
            DeadLetters deadLetters,
            Balance balance,
            Ledger ledger,
            DeliveryListener listener,
            DeliveryOptions options,
            InstantSource clock) {
        this(
                spool,
                seenIds,
                projects,
                upstream,
                circuits,
                deadLetters,
                balance,
                ledger,
                listener,
                options,
                clock,
                Tracing.OFF);
    }

    /**
     * @param projects asked at each attempt, so that a reload takes effect on what waits
     * @param upstream stays open; the caller closes it after {@link #stop}
     * @param circuits what other replicas know of the upstreams
     */
    public DeliveryLoop(
            Spool spool,
            SeenIds seenIds,
            Supplier<Projects> projects,
            Upstream upstream,
            SharedCircuits circuits,
            DeadLetters deadLetters,
            Balance balance,
            Ledger ledger,
            DeliveryListener listener,
            DeliveryOptions options,
            InstantSource clock,
            Tracing tracing) {
        this.projects = projects;
        this.options = options;
        this.circuits = circuits;
        this.listener = listener;
        this.warnings = new Warnings(listener);
        this.intake = new FrameIntake(spool, seenIds, balance, ledger, options, warnings, tracing, this::heldUp);
        this.assembler = new BatchAssembler(options);
        this.delivery = new BatchDelivery(
                projects,
                upstream,
                circuits,
                new PutAside(deadLetters, options.retry(), clock, this::nextRandom, warnings, listener),
                balance,
                ledger,
                listener,
                options,
                new BatchTrace.Source(tracing, spool.messagingSystem(), clock),
                this::nextRandom,
                warnings,
                intake::settled);
        this.reader = Thread.ofVirtual().name("sluice-delivery").unstarted(this::run);
    }

    public void start() {
        reader.start();
    }

    /**
     * Reads no more and starts no more requests; requests under way may end until the deadline. What is not done then is read
     * again after the next start.
     */
    public void stop(Duration deadline) throws InterruptedException {
        long end = System.nanoTime() + deadline.toNanos();
        stopping = true;
        flows.values().forEach(ProjectFlow::stop);
        // Never interrupted: an interrupt would close the files that the thread may be reading or writing.
        join(List.of(reader), end);
        flows.values().forEach(ProjectFlow::stop);
        join(List.copyOf(underWay), end);
    }

    public DeliveryStatus status() {
        List<Facts> all = flows.values().stream().map(ProjectFlow::facts).toList();
        boolean openElsewhere = circuits.isAnyOpen();
        PostHogState state = openElsewhere ? PostHogState.ERROR : PostHogState.UNKNOWN;
        for (Facts flow : all) {
            state = switch (flow.state()) {
                case ERROR -> PostHogState.ERROR;
                case OK -> state == PostHogState.ERROR ? state : PostHogState.OK;
                case UNKNOWN -> state;
            };
        }
        return new DeliveryStatus(
                state,
                openElsewhere || all.stream().anyMatch(Facts::open),
                all.stream().mapToInt(Facts::inFlight).sum(),
                all.stream().mapToInt(Facts::limit).sum(),
                intake.heldBytes());
    }

    /** How often the loop has turned: several times a second, and never slower than its waits have deadlines. */
    public long turns() {
        return turns.sum();
    }

    private void run() {
        while (!stopping) {
            turns.increment();
            try {
                Duration wait = assembler.isEmpty() ? IDLE_WAIT : BUSY_WAIT;
                boolean drained = intake.read(
                        wait, part -> assembler.add(part, System.nanoTime()).forEach(this::dispatch));
                dispatchDue(drained);
                if (drained) {
                    // Else each group that the spool commits would wake this thread, thousands of times a second.
                    Thread.sleep(REST);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                listener.failed(
                        Failure.of(Category.DELIVERY, "delivery was interrupted and goes on with the next start")
                                .because(e));
                return;
            } catch (Throwable e) {
                warnings.bug("reading the spool", e);
                pauseAfterBug();
            }
        }
    }

    private void dispatchDue(boolean drained) {
        if (assembler.isEmpty()) {
            return;
        }
        long now = System.nanoTime();
        Projects known = projects.get();
        assembler.close(
                batch -> now - batch.sinceNanos() >= options.linger().toNanos()
                        || (drained && flow(batch.project()).isQuiet(now)),
                project -> known.byName(project).isPresent() && flow(project).hasRoom(),
                this::dispatch);
    }

    private void dispatch(Batch batch) {
        ProjectFlow flow = flow(batch.project());
        long place = flow.announce(System.nanoTime());
        Thread thread = Thread.ofVirtual().name("sluice-batch").unstarted(() -> {
            try {
                flow.arrived();
                delivery.deliver(batch, flow, place);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (Throwable e) {
                // Its events stay pending until the next start.
                warnings.bug("delivering a batch", e);
            } finally {
                underWay.remove(Thread.currentThread());
            }
        });
        underWay.add(thread);
        thread.start();
    }

    private ProjectFlow flow(String project) {
        return flows.computeIfAbsent(project, _ -> new ProjectFlow(options, this::nextRandom));
    }

    private Set<String> heldUp() {
        return flows.entrySet().stream()
                .filter(each -> each.getValue().facts().heldUp())
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    private double nextRandom() {
        synchronized (random) {
            return random.nextDouble();
        }
    }

    private void pauseAfterBug() {
        try {
            Thread.sleep(AFTER_A_BUG);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void join(List<Thread> threads, long end) throws InterruptedException {
        for (Thread thread : threads) {
            // A start that failed halfway stops what it has not started.
            if (thread.getState() != Thread.State.NEW) {
                thread.join(Duration.ofNanos(Math.max(1_000_000, end - System.nanoTime())));
            }
        }
    }
}
