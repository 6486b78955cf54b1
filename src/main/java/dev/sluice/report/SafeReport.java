package dev.sluice.report;

import io.sentry.Breadcrumb;
import io.sentry.SentryEvent;
import io.sentry.protocol.SentryException;
import io.sentry.protocol.SentryStackFrame;
import io.sentry.protocol.SentryStackTrace;
import java.util.List;
import java.util.Map;

/**
 * The last look at an event before it leaves for Sentry: whoever made it, nothing of a request or of an event is in it, and
 * it is small.
 */
final class SafeReport {
    private static final String OWN = "dev.sluice";
    /** Its text repeats what stands in the configuration, for the operator's log. */
    private static final String CONFIGURATION = "ConfigurationException";
    /** A stack that overflowed has a thousand. The innermost are last. */
    private static final int MOST_FRAMES = 100;

    private static final int LONGEST_FACT = 120;

    private SafeReport() {}

    static SentryEvent strip(SentryEvent event) {
        event.setRequest(null);
        event.setUser(null);
        event.setServerName(null);
        event.setTransaction(null);
        event.setThreads(null);
        keepOnlyPlainFacts(event);
        Object heldBack = event.getExtra(FailureEvent.HELD_BACK);
        event.setExtras(heldBack instanceof Integer ? Map.of(FailureEvent.HELD_BACK, heldBack) : null);
        List<SentryException> exceptions = event.getExceptions();
        if (exceptions != null) {
            exceptions.forEach(SafeReport::strip);
        }
        if (event.getTag("category") == null) {
            event.setTag("category", "other");
        }
        return event;
    }

    private static void strip(SentryException exception) {
        if (!holdsNoValues(exception)) {
            exception.setValue(null);
        }
        SentryStackTrace stack = exception.getStacktrace();
        List<SentryStackFrame> frames = stack == null ? null : stack.getFrames();
        if (stack != null && frames != null && frames.size() > MOST_FRAMES) {
            stack.setFrames(List.copyOf(frames.subList(frames.size() - MOST_FRAMES, frames.size())));
        }
    }

    /**
     * Exceptions of the gateway never hold a value from an event; those of libraries may quote what they could not read.
     * The texts of a null pointer name variables only.
     */
    private static boolean holdsNoValues(SentryException exception) {
        String module = String.valueOf(exception.getModule());
        return (module.startsWith(OWN) && !CONFIGURATION.equals(exception.getType()))
                || ("java.lang".equals(module) && "NullPointerException".equals(exception.getType()));
    }

    private static void keepOnlyPlainFacts(SentryEvent event) {
        List<Breadcrumb> crumbs = event.getBreadcrumbs();
        if (crumbs != null) {
            crumbs.forEach(crumb -> crumb.getData().replaceAll((_, fact) -> isPlain(fact) ? fact : "(withheld)"));
        }
    }

    /** Numbers, names that an operator chose, words from closed lists. */
    private static boolean isPlain(Object fact) {
        String text = String.valueOf(fact);
        return text.length() <= LONGEST_FACT && text.chars().allMatch(SafeReport::isPlain);
    }

    private static boolean isPlain(int c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || " ._-/:()".indexOf(c) >= 0;
    }
}
