package dev.sluice.report;

import dev.sluice.failure.Failure;
import dev.sluice.failure.FailureListener;
import dev.sluice.trace.TraceContext;
import io.quarkus.logging.Log;
import io.sentry.Hint;
import io.sentry.Sentry;
import io.sentry.SentryEvent;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Reports failures to Sentry, as far as the {@link ReportBudget} goes; does nothing where Sentry is off. The calling thread
 * builds one small event at most, a thread of the SDK sends it.
 */
@Singleton
public final class FailureReports implements FailureListener {
    private final ReportBudget budget;
    private final AtomicBoolean hasSaidThatItFails = new AtomicBoolean();

    @Inject
    public FailureReports() {
        this(new ReportBudget(System::nanoTime));
    }

    FailureReports(ReportBudget budget) {
        this.budget = budget;
    }

    @Override
    public void failed(Failure failure) {
        report(failure, "");
    }

    /**
     * @param logger which logged it; empty if none did
     * @return false where the budget held it back, so that whoever tells of a thing that lasts may try again
     */
    boolean report(Failure failure, String logger) {
        if (!Sentry.isEnabled()) {
            return true;
        }
        try {
            List<String> kind = FailureEvent.kind(failure);
            OptionalInt heldBack = budget.admit(String.join("\n", kind));
            if (heldBack.isEmpty()) {
                return false;
            }
            send(failure, heldBack.getAsInt(), logger);
        } catch (RuntimeException | StackOverflowError e) {
            // Whoever met the failure has enough of it: reporting must not be a second one.
            if (hasSaidThatItFails.compareAndSet(false, true)) {
                Log.warnf(
                        "A failure could not be reported to Sentry (%s); said once",
                        e.getClass().getName());
            }
        }
        return true;
    }

    private static void send(Failure failure, int heldBack, String logger) {
        SentryEvent event = FailureEvent.of(failure, heldBack);
        if (!logger.isEmpty()) {
            event.setLogger(logger);
        }
        Hint hint = new Hint();
        TraceContext trace = failure.origin().trace();
        if (trace != null) {
            OriginTrace.put(hint, trace);
        }
        Sentry.captureEvent(event, hint);
    }
}
