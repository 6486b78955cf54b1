package dev.sluice.report;

import dev.sluice.failure.Crumb;
import dev.sluice.failure.Failure;
import io.sentry.Breadcrumb;
import io.sentry.SentryEvent;
import io.sentry.SentryLevel;
import io.sentry.protocol.Message;
import java.util.Date;
import java.util.List;

/** What a failure looks like to Sentry. */
final class FailureEvent {
    /** Under which the number of failures that were not reported stands among the event's extras. */
    static final String HELD_BACK = "held_back";

    private FailureEvent() {}

    /** What is one issue: the category, the sentence, the kind of exception, and the project if that is to blame. */
    static List<String> kind(Failure failure) {
        Throwable cause = failure.cause();
        return List.of(
                failure.category().label(),
                failure.what(),
                cause == null ? "" : WithheldMessage.original(cause).getClass().getName(),
                failure.ofProject() ? failure.project() : "");
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
