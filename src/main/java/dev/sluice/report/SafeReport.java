package dev.sluice.report;

import io.sentry.SentryEvent;
import io.sentry.protocol.SentryException;
import java.util.List;

/** The last look at an event before it leaves for Sentry. */
final class SafeReport {
    private static final String OWN = "dev.sluice";

    private SafeReport() {}

    static SentryEvent strip(SentryEvent event) {
        event.setRequest(null);
        event.setUser(null);
        event.setServerName(null);
        event.setBreadcrumbs(List.of());
        event.setExtras(null);
        List<SentryException> exceptions = event.getExceptions();
        if (exceptions != null) {
            exceptions.stream()
                    .filter(exception -> !holdsNoValues(exception))
                    .forEach(exception -> exception.setValue(null));
        }
        return event;
    }

    /**
     * Exceptions of the gateway never hold a value from an event; those of libraries may quote what they could not read.
     * The texts of a null pointer name variables only.
     */
    private static boolean holdsNoValues(SentryException exception) {
        String module = String.valueOf(exception.getModule());
        return module.startsWith(OWN)
                || ("java.lang".equals(module) && "NullPointerException".equals(exception.getType()));
    }
}
