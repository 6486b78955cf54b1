package dev.sluice.tunnel;

import dev.sluice.tunnel.TunnelRefusal.Reason;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * The two threads on which envelopes are worked on, behind a bounded queue: a recording takes long to scrub, and no event may
 * wait for it. Thread-safe.
 */
final class TunnelWorkers implements AutoCloseable {
    private static final int WORKERS = 2;
    private static final int QUEUED = 256;

    private final ThreadLocal<EnvelopeIntake> intakes;
    private final ThreadPoolExecutor workers;

    /** @param intakes makes one for a thread that has none yet */
    TunnelWorkers(Supplier<EnvelopeIntake> intakes) {
        this.intakes = ThreadLocal.withInitial(intakes);
        AtomicInteger number = new AtomicInteger();
        workers = new ThreadPoolExecutor(
                WORKERS,
                WORKERS,
                30,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(QUEUED),
                task -> Thread.ofPlatform()
                        .name("tunnel-" + number.incrementAndGet())
                        .daemon(true)
                        .unstarted(task));
        workers.allowCoreThreadTimeOut(true);
    }

    CompletionStage<TunnelReceipt> accept(TunnelRequest request) {
        CompletableFuture<TunnelReceipt> result = new CompletableFuture<>();
        try {
            workers.execute(() -> run(request, result));
        } catch (RejectedExecutionException full) {
            result.completeExceptionally(new TunnelRefusal(Reason.OVERLOADED, "too many envelopes are waiting"));
        }
        return result;
    }

    /** The rim of the worker: whatever is thrown, the sender gets an answer and the worker goes on. */
    @SuppressWarnings("CatchingThrowable")
    private void run(TunnelRequest request, CompletableFuture<TunnelReceipt> result) {
        try {
            intakes.get().accept(request).whenComplete((receipt, failure) -> {
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
