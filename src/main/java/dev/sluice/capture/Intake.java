package dev.sluice.capture;

import dev.sluice.deadletter.DeadLetter;
import dev.sluice.deadletter.DeadLetters;
import dev.sluice.event.AcceptanceListener;
import dev.sluice.event.SafeEvent;
import dev.sluice.ledger.Balance;
import dev.sluice.limit.RateLimits;
import dev.sluice.spool.Frame;
import dev.sluice.spool.Spool;
import dev.sluice.spool.Spool.Outcomes;
import dev.sluice.trace.Span;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Takes requests: reads them, puts their bad events aside, makes the good ones durable and books both. A receipt means that
 * all of that has happened; a failure, that the sender should be told so and nothing was counted. Small requests are read on
 * the calling thread, which may be an event loop; large ones, and those with something to put aside, on two threads behind a
 * bounded queue. Thread-safe.
 */
final class Intake implements AutoCloseable {
    private static final int SMALL_WIRE_BYTES = 16 << 10;
    private static final int SMALL_INFLATED_BYTES = 256 << 10;
    private static final int WORKERS = 2;
    private static final int QUEUED = 64;

    private final Spool spool;
    private final DeadLetters deadLetters;
    private final Balance balance;
    private final List<AcceptanceListener> listeners;
    private final RateLimits limits;
    private final Packer packer;
    private final ThreadLocal<RequestReader> readers;
    private final IntakeSpans spans;
    private final ThreadPoolExecutor workers;

    /** {@code FramePacker::pack}. */
    @FunctionalInterface
    interface Packer {
        List<Frame> pack(String project, long receivedAtMillis, List<SafeEvent> events);
    }

    /** @param readers makes a reader for a thread that has none yet */
    Intake(
            Spool spool,
            DeadLetters deadLetters,
            Balance balance,
            List<AcceptanceListener> listeners,
            RateLimits limits,
            Packer packer,
            Supplier<RequestReader> readers,
            IntakeSpans spans) {
        this.spool = spool;
        this.deadLetters = deadLetters;
        this.balance = balance;
        this.listeners = List.copyOf(listeners);
        this.limits = limits;
        this.packer = packer;
        this.readers = ThreadLocal.withInitial(readers);
        this.spans = spans;
        AtomicInteger number = new AtomicInteger();
        workers = new ThreadPoolExecutor(
                WORKERS,
                WORKERS,
                30,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(QUEUED),
                task -> Thread.ofPlatform()
                        .name("capture-" + number.incrementAndGet())
                        .daemon(true)
                        .unstarted(task));
        workers.allowCoreThreadTimeOut(true);
    }

    /**
     * Completes with the receipt, or exceptionally with a {@link CaptureException}, a {@code SpoolUnavailableException}, or
     * whatever else went wrong.
     */
    CompletionStage<Receipt> accept(Arrival arrival) {
        if (!isSmall(arrival.wire().body())) {
            return onWorker(() -> settle(arrival, limited(read(arrival))));
        }
        try {
            Harvest harvest = limited(read(arrival));
            // Dead letters wait for the disk, which an event loop must not.
            return harvest.letters().isEmpty() ? settle(arrival, harvest) : onWorker(() -> settle(arrival, harvest));
        } catch (CaptureException | RuntimeException e) {
            return CompletableFuture.failedStage(e);
        }
    }

    private Harvest read(Arrival arrival) throws CaptureException {
        Span reading = spans.reading(arrival);
        try {
            Harvest harvest = readers.get().read(arrival);
            spans.read(reading, arrival.span(), harvest);
            return harvest;
        } finally {
            reading.end();
        }
    }

    /** Before anything of it is kept: a request is taken or refused as a whole. Bad events count, they cost as much. */
    private Harvest limited(Harvest harvest) throws CaptureException {
        int brought = harvest.brought();
        if (brought > 0) {
            int wait = limits.admit(harvest.project(), brought, harvest.sender());
            if (wait > 0) {
                throw new CaptureException(
                        Refusal.RATE_LIMITED,
                        "more events than the limits of this project allow; send the request again after the pause that"
                                + " Retry-After names",
                        wait);
            }
        }
        return harvest;
    }

    /** Small on the wire, and not said to inflate to much: the last four bytes of gzip data are its inflated size. */
    private static boolean isSmall(byte[] body) {
        int length = body.length;
        if (length > SMALL_WIRE_BYTES) {
            return false;
        }
        if (length < 18 || !Inflation.isGzip(ByteRange.of(body))) {
            return true;
        }
        int inflated = (body[length - 4] & 0xff)
                | (body[length - 3] & 0xff) << 8
                | (body[length - 2] & 0xff) << 16
                | (body[length - 1] & 0xff) << 24;
        return inflated >= 0 && inflated <= SMALL_INFLATED_BYTES;
    }

    @FunctionalInterface
    private interface Work {
        CompletionStage<Receipt> run() throws CaptureException;
    }

    private CompletionStage<Receipt> onWorker(Work work) {
        CompletableFuture<Receipt> result = new CompletableFuture<>();
        try {
            workers.execute(() -> run(work, result));
        } catch (RejectedExecutionException full) {
            result.completeExceptionally(new CaptureException(
                    Refusal.OVERLOADED, "too many large requests are waiting; send this one again a little later"));
        }
        return result;
    }

    /** The rim of the worker: whatever is thrown, the sender gets an answer and the worker goes on. */
    @SuppressWarnings("CatchingThrowable")
    private static void run(Work work, CompletableFuture<Receipt> result) {
        try {
            work.run().whenComplete((receipt, failure) -> {
                if (failure == null) {
                    result.complete(receipt);
                } else {
                    result.completeExceptionally(failure);
                }
            });
        } catch (Throwable e) {
            result.completeExceptionally(e);
        }
    }

    private CompletionStage<Receipt> settle(Arrival arrival, Harvest harvest) {
        try {
            for (DeadLetter letter : harvest.letters()) {
                deadLetters.add(letter);
            }
        } catch (UncheckedIOException e) {
            return CompletableFuture.failedStage(new CaptureException(
                    Refusal.STORAGE_UNAVAILABLE,
                    "dead letters cannot be stored; send the request again a little later"));
        }
        if (harvest.events().isEmpty()) {
            Receipt receipt = book(harvest);
            tellOfLetters(harvest);
            return harvest.isAllRejected()
                    ? CompletableFuture.failedStage(allRejected(harvest))
                    : CompletableFuture.completedStage(receipt);
        }
        List<Frame> frames = packer.pack(harvest.project(), harvest.receivedAtMillis(), harvest.events());
        Span committing = spans.committing(arrival, frames);
        return append(IntakeSpans.from(arrival, committing, frames), committing).thenApply(done -> {
            Receipt receipt = book(harvest);
            tell(harvest);
            return receipt;
        });
    }

    private CompletionStage<Void> append(List<Frame> frames, Span committing) {
        return spool.append(frames).whenComplete((done, failure) -> {
            if (failure != null) {
                Throwable cause = failure instanceof CompletionException && failure.getCause() != null
                        ? failure.getCause()
                        : failure;
                committing.failed(cause.getClass().getSimpleName());
            }
            committing.end();
        });
    }

    private void tell(Harvest harvest) {
        for (AcceptanceListener listener : listeners) {
            listener.accepted(harvest.project(), harvest.receivedAtMillis(), harvest.events());
        }
        tellOfLetters(harvest);
    }

    private void tellOfLetters(Harvest harvest) {
        for (DeadLetter letter : harvest.letters()) {
            letter.uuid()
                    .ifPresent(uuid -> listeners.forEach(listener ->
                            listener.putAside(harvest.project(), harvest.receivedAtMillis(), uuid, letter.reason())));
        }
    }

    private Receipt book(Harvest harvest) {
        int rejected = harvest.rejectedCount();
        Outcomes ended = Outcomes.NONE;
        if (rejected + harvest.withheld() > 0) {
            ended = new Outcomes(0, 0, rejected, harvest.withheld());
            spool.addToTotals(harvest.project(), harvest.receivedAtMillis(), ended);
        }
        if (harvest.events().size() + ended.sum() > 0) {
            balance.received(harvest.project(), harvest.events().size(), ended, harvest.reasons());
        }
        return new Receipt(harvest.events().size(), rejected, harvest.unfinished());
    }

    private static CaptureException allRejected(Harvest harvest) {
        String reasons = harvest.rejected().entrySet().stream()
                .map(entry -> entry.getKey().label() + " (" + entry.getValue() + ")")
                .collect(Collectors.joining(", "));
        return new CaptureException(Refusal.ALL_EVENTS_REJECTED, "every event was rejected: " + reasons);
    }

    /** Lets what was taken finish; what waits in the queue is still done. */
    @Override
    public void close() {
        workers.shutdown();
        try {
            if (!workers.awaitTermination(5, TimeUnit.SECONDS)) {
                workers.shutdownNow();
            }
        } catch (InterruptedException e) {
            workers.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
