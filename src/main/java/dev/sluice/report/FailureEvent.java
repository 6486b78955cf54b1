package dev.sluice.report;

import dev.sluice.failure.Crumb;
import dev.sluice.failure.Failure;
import io.sentry.Breadcrumb;
import io.sentry.SentryEvent;
import io.sentry.SentryLevel;
import io.sentry.protocol.Message;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Date;
import java.util.List;

/** What a failure looks like to Sentry. */
final class FailureEvent {
    /** Under which the number of failures that were not reported stands among the event's extras. */
    static final String HELD_BACK = "held_back";

    private FailureEvent() {}

    /**
     * What is one issue: the category, the sentence, the kind of exception, the place of a mistake, and the project if that is to
     * blame. All of it from closed sets: the code and the configuration.
     */
    static List<String> kind(Failure failure) {
        Throwable cause = failure.cause() == null ? null : WithheldMessage.original(failure.cause());
        return List.of(
                failure.category().label(),
                failure.what(),
                cause == null ? "" : cause.getClass().getName(),
                cause == null ? "" : place(cause),
                failure.ofProject() ? failure.project() : "");
    }

    /** Two mistakes are two issues though both are null pointers; a disk that fails is one wherever that is noticed. */
    private static String place(Throwable cause) {
        if (!(cause instanceof RuntimeException) || cause instanceof UncheckedIOException) {
            return "";
        }
        return Arrays.stream(cause.getStackTrace())
                .filter(frame -> frame.getClassName().startsWith("dev.sluice."))
                .findFirst()
                .map(frame -> frame.getClassName() + '.' + frame.getMethodName())
                .orElse("");
    }

    static SentryEvent of(Failure failure, int heldBack) {
        SentryEvent event = new SentryEvent();
        event.setLevel(
                switch (failure.severity()) {
                    case ERROR -> SentryLevel.ERROR;
                    case WARNING -> SentryLevel.WARNING;
                });
        Message message = new Message();
        message.setMessage(failure.what());
        event.setMessage(message);
        event.setFingerprints(kind(failure));
        event.setTag("category", failure.category().label());
        tag(event, "project", failure.project());
        tag(event, "request_id", failure.origin().requestId());
        Throwable cause = failure.cause();
        if (cause != null) {
            event.setThrowable(WithheldMessage.original(cause));
        }
        failure.trail().forEach(crumb -> event.addBreadcrumb(breadcrumb(crumb)));
        if (heldBack > 0) {
            event.setExtra(HELD_BACK, heldBack);
        }
        return event;
    }

    private static void tag(SentryEvent event, String name, String value) {
        if (!value.isEmpty()) {
            event.setTag(name, value);
        }
    }

    private static Breadcrumb breadcrumb(Crumb crumb) {
        Breadcrumb breadcrumb = new Breadcrumb(Date.from(crumb.at()));
        breadcrumb.setMessage(crumb.what());
        breadcrumb.setCategory("sluice");
        crumb.facts().forEach(breadcrumb::setData);
        return breadcrumb;
    }
}
