package dev.sluice.scrub;

import java.nio.charset.StandardCharsets;
import java.util.Set;

/** Scrubs the parameters of a request that goes on to PostHog. Belongs to one thread. */
final class QueryScrubber {
    /** What PostHog's own SDKs say about the request itself. */
    private static final Set<String> PROTECTED = Set.of(
            "token", "api_key", "ip", "_", "ver", "v", "compression", "beacon", "sent_at", "config", "retry_count");

    private final DocumentWalk walk;

    QueryScrubber(DocumentWalk walk) {
        this.walk = walk;
    }

    void scrub(byte[] query, String project, DocumentWalk.Output output) throws ScrubFailedException {
        int start = 0;
        while (start < query.length) {
            int end = indexOf(query, '&', start, query.length);
            int equals = indexOf(query, '=', start, end);
            parameter(query, start, equals, end, project, output);
            start = end + 1;
        }
    }

    private void parameter(byte[] query, int start, int equals, int end, String project, DocumentWalk.Output output)
            throws ScrubFailedException {
        String name = new String(query, start, equals - start, StandardCharsets.UTF_8);
        if (PROTECTED.contains(name)) {
            return;
        }
        if (equals < end && walk.rule(query, start, equals).isIdentityIn(Place.DOCUMENT)) {
            walk.text(query, equals + 1, end, project, Treatment.IDENTITY, output);
        } else {
            walk.text(query, start, end, project, Treatment.TEXT, output);
        }
    }

    private static int indexOf(byte[] b, char wanted, int from, int to) {
        for (int i = from; i < to; i++) {
            if (b[i] == wanted) {
                return i;
            }
        }
        return to;
    }
}
