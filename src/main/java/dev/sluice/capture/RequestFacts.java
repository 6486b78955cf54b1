package dev.sluice.capture;

import dev.sluice.project.SameEvents;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the events of one request have in common.
 *
 * @param project configured name
 * @param token of the project, as PostHog knows it
 * @param sameEvents which of the project's events are one because of what they say
 * @param receivedAtMillis milliseconds since the epoch
 * @param sentAt when the sender's clock says the request was sent
 * @param address the member {@code "$ip":"…"} to write into events without one; null where PostHog must be told not to locate
 *     them
 * @param trace the member {@code "$sentry_trace_id":"…"} to write into events without one, so that what Sentry knows of the
 *     same moment is found; null where the sender named no trace
 */
record RequestFacts(
        String project,
        String token,
        List<SameEvents> sameEvents,
        CapturePath path,
        boolean isHistorical,
        long receivedAtMillis,
        ParsedTime receivedAt,
        @Nullable ParsedTime sentAt,
        byte @Nullable [] address,
        byte @Nullable [] trace) {}
