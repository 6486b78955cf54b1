package dev.sluice.report;

import dev.sluice.failure.Category;
import dev.sluice.failure.Failure;
import dev.sluice.failure.FailureListener;
import io.quarkus.logging.Log;
import java.lang.Thread.UncaughtExceptionHandler;

/** Reports what ends a thread, and logs it without its text, which may quote an event. */
final class UncaughtExceptions implements UncaughtExceptionHandler {
    private final FailureListener failures;

    UncaughtExceptions(FailureListener failures) {
        this.failures = failures;
    }

    @Override
    public void uncaughtException(Thread thread, Throwable thrown) {
        StackTraceElement[] stack = thrown.getStackTrace();
        Log.errorf(
                "The thread %s ended with %s at %s",
                thread.getName(), thrown.getClass().getName(), stack.length == 0 ? "an unknown place" : stack[0]);
        failures.failed(Failure.of(Category.OTHER, "a thread ended with an exception that nobody caught")
                .because(thrown));
    }
}
