package dev.sluice.report.sentry;

import io.quarkus.logging.Log;
import io.sentry.SentryEnvelopeItem;
import io.sentry.Session;
import io.sentry.Session.State;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Date;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * This run of the process in Sentry's release health: a session that is well from the start to the stop. A note in the data
 * directory says that it is under way; a start that finds one of a run that did not stop in order ends that session as
 * abnormal. Sentry takes news of a session for five days only, so one lasts a day at most and another takes its place.
 * Everything is sent on a virtual thread; nothing waits for it but the stop, for a moment. {@link #begin} and {@link #end} belong
 * to one thread.
 */
public final class RunSession {
    private static final Duration TICK = Duration.ofMinutes(5);
    private static final Duration LONGEST = Duration.ofDays(1);

    private final SentryEndpoint endpoint;
    private final Path file;
    private final InstantSource clock;
    private final Duration tick;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private @Nullable Thread thread;

    private @Nullable SessionNote earlier;
    private @Nullable SessionNote current;

    /** @param file of the note */
    public RunSession(SentryEndpoint endpoint, Path file, InstantSource clock) {
        this(endpoint, file, clock, TICK);
    }

    RunSession(SentryEndpoint endpoint, Path file, InstantSource clock, Duration tick) {
        this.endpoint = endpoint;
        this.file = file;
        this.clock = clock;
        this.tick = tick;
    }

    /** The gateway runs. */
    public void begin() {
        synchronized (this) {
            earlier = read();
            current = fresh();
            write();
        }
        thread = Thread.ofVirtual().name("sluice-session").start(this::run);
    }

    /** The gateway has stopped. Does nothing where it never ran. */
    public void end(Duration patience) throws InterruptedException {
        Thread running = thread;
        if (running == null) {
            return;
        }
        synchronized (this) {
            if (current != null) {
                // Now and not when it is told: whatever comes, the next start knows that this was a stop in order.
                current = current.ended(clock.millis());
                write();
            }
        }
        stopped.countDown();
        running.join(patience);
    }

    private void run() {
        try {
            do {
                tellEarlier();
                tellCurrent();
            } while (!stopped.await(tick.toMillis(), TimeUnit.MILLISECONDS));
            tellCurrent();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void tellEarlier() {
        SessionNote note;
        synchronized (this) {
            note = earlier;
        }
        if (note != null && send(note, note.hasEnded() ? State.Exited : State.Abnormal)) {
            synchronized (this) {
                earlier = null;
            }
        }
    }

    private void tellCurrent() {
        SessionNote note;
        synchronized (this) {
            note = current;
        }
        if (note == null) {
            return;
        }
        if (note.hasEnded()) {
            if (send(note, State.Exited)) {
                forget();
            }
        } else if (clock.millis() - note.startedMillis() >= LONGEST.toMillis()) {
            if (send(note, State.Exited)) {
                replace(note, fresh());
            }
        } else {
            boolean isTold = note.isTold() || send(note, State.Ok);
            SessionNote seen = note.seen(clock.millis());
            replace(note, isTold ? seen.told() : seen);
        }
    }

    /** Unless the stop has changed it meanwhile: what it wrote stands, and only that the session is known is added. */
    private synchronized void replace(SessionNote known, SessionNote next) {
        SessionNote now = current;
        if (now != null) {
            boolean isOther = !now.equals(known);
            current = !isOther ? next : now.id().equals(next.id()) && next.isTold() ? now.told() : now;
            write();
        }
    }

    private synchronized void forget() {
        current = null;
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            Log.debug("the note of the session stays; the next start tells its end again");
        }
    }

    private SessionNote fresh() {
        long now = clock.millis();
        return new SessionNote(
                UUID.randomUUID().toString(), now, now, false, false, endpoint.environment(), endpoint.release());
    }

    private boolean send(SessionNote note, State state) {
        boolean isOver = state != State.Ok;
        Session session = new Session(
                state,
                new Date(note.startedMillis()),
                new Date(isOver ? note.seenMillis() : note.startedMillis()),
                0,
                null,
                note.id(),
                note.isTold() ? null : Boolean.TRUE,
                isOver ? note.seenMillis() : note.startedMillis(),
                isOver ? (note.seenMillis() - note.startedMillis()) / 1e3 : null,
                null,
                null,
                note.environment(),
                note.release(),
                null);
        return endpoint.send(null, serializer -> {
                    try {
                        return SentryEnvelopeItem.fromSession(serializer, session);
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                })
                .isAccepted();
    }

    private @Nullable SessionNote read() {
        try {
            return SessionNote.read(file).orElse(null);
        } catch (IOException e) {
            Log.debug("the note of the last session cannot be read; how it ended is not told");
            return null;
        }
    }

    /** Without a note a kill is not told; the gateway does not depend on it. */
    private void write() {
        SessionNote note = current;
        if (note != null) {
            try {
                note.write(file);
            } catch (IOException e) {
                Log.debug("the note of the session cannot be written; should the process be killed, nobody will tell");
            }
        }
    }
}
