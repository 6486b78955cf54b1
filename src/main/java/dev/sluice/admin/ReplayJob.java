package dev.sluice.admin;

import dev.sluice.deadletter.DeadLetterOffice;
import dev.sluice.deadletter.FiledLetter;
import dev.sluice.deadletter.LetterCursor;
import dev.sluice.deadletter.LetterFilter;
import dev.sluice.deadletter.LetterPage;
import io.quarkus.logging.Log;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/**
 * Sends the open letters that a filter means again, so many each second, the newest first. A letter that cannot be sent is
 * counted and passed over; while the spool or Postgres does not answer the job waits, and gives up after a while: what it did
 * not come to is still open, and another job goes on there. Known to this process only.
 */
final class ReplayJob {
    private static final int PAGE = 100;
    private static final int MOST_FAILURES_IN_A_ROW = 60;
    private static final long PAUSE_MILLIS = 1_000;

    /** Where a job stands. */
    enum Standing {
        RUNNING,
        DONE,
        CANCELLED,
        FAILED;

        String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private final UUID id = UUID.randomUUID();
    private final LetterFilter filter;
    private final int perSecond;
    private final String requestId;
    private final LetterDesk desk;
    private final DeadLetterOffice office;
    private final Instant startedAt;
    private final Map<String, Integer> passedOver = new TreeMap<>();
    private final Object sending = new Object();
    private final long startNanos = System.nanoTime();
    private long sent;
    private int failuresInARow;
    private volatile Standing standing = Standing.RUNNING;

    /** @param requestId of the request that began it: what it sends is found under it */
    ReplayJob(
            LetterFilter filter,
            int perSecond,
            String requestId,
            LetterDesk desk,
            DeadLetterOffice office,
            Instant now) {
        this.filter = filter.before(now).onlyOpen();
        this.perSecond = perSecond;
        this.requestId = requestId;
        this.desk = desk;
        this.office = office;
        this.startedAt = now;
    }

    UUID id() {
        return id;
    }

    /** Waits for the letter that is being sent: when this returns, the job sends no more. */
    void cancel() {
        end(Standing.CANCELLED);
    }

    private void end(Standing how) {
        synchronized (sending) {
            if (isRunning()) {
                standing = how;
            }
        }
    }

    boolean isRunning() {
        return standing == Standing.RUNNING;
    }

    /** Returns when all is done or the job was cancelled. */
    @SuppressWarnings("CatchingThrowable")
    void run() {
        try {
            Optional<LetterCursor> after = Optional.empty();
            do {
                Optional<LetterCursor> place = after;
                LetterPage page = patiently(() -> complete(office.find(filter, place, PAGE)));
                for (FiledLetter filed : page.letters()) {
                    if (!isRunning()) {
                        return;
                    }
                    pace();
                    sendOne(filed);
                }
                after = page.next();
            } while (after.isPresent());
            end(Standing.DONE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            end(Standing.CANCELLED);
        } catch (Throwable e) {
            // The rim of the job: only the type, a message could quote an event.
            Log.errorf("dead letters: a replay ended early: %s", e.getClass().getSimpleName());
            end(Standing.FAILED);
        }
    }

    private static LetterPage complete(LetterPage page) {
        if (!page.isComplete()) {
            throw new AdminException(503, "storage_unavailable", "Postgres is away");
        }
        return page;
    }

    private void sendOne(FiledLetter filed) throws InterruptedException {
        patiently(() -> {
            // A job may have been cancelled while it waited for this letter's time.
            synchronized (sending) {
                if (isRunning()) {
                    send(filed);
                }
            }
            return true;
        });
    }

    private void send(FiledLetter filed) {
        try {
            LetterDesk.requireSendable(filed, false);
            desk.send(filed, requestId);
            count(Optional.empty());
        } catch (AdminException e) {
            if (e.status() == 503) {
                throw e;
            }
            count(Optional.of(e.code()));
        }
    }

    private synchronized void count(Optional<String> why) {
        if (why.isPresent()) {
            passedOver.merge(why.get(), 1, Integer::sum);
        } else {
            sent++;
        }
    }

    /** Something that fails while a place does not answer. */
    @FunctionalInterface
    private interface Work<T> {
        T run();
    }

    private <T> T patiently(Work<T> work) throws InterruptedException {
        while (true) {
            try {
                T result = work.run();
                failuresInARow = 0;
                return result;
            } catch (AdminException | UncheckedIOException e) {
                failuresInARow++;
                if (failuresInARow == MOST_FAILURES_IN_A_ROW || !isRunning()) {
                    throw e;
                }
                TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
            }
        }
    }

    /** Waits until the next letter is due. */
    private void pace() throws InterruptedException {
        long due = startNanos + (handled() * 1_000_000_000L) / perSecond;
        long wait = due - System.nanoTime();
        if (wait > 0) {
            TimeUnit.NANOSECONDS.sleep(wait);
        }
    }

    private synchronized long handled() {
        return sent + passedOver.values().stream().mapToLong(Integer::longValue).sum();
    }

    synchronized long sent() {
        return sent;
    }

    synchronized Map<String, Object> shown() {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("id", id.toString());
        shown.put("state", standing.label());
        shown.put("started_at", startedAt.toString());
        shown.put("rate", perSecond);
        shown.put("sent", sent);
        shown.put("passed_over", Map.copyOf(passedOver));
        return shown;
    }
}
