package dev.sluice.passthrough;

import io.vertx.core.Future;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Answers what SDKs ask besides sending events: finds the project, takes personal data out of the question, and asks the
 * hosts of that project's configuration, no others.
 */
final class Lookups {
    private final SharedLookups shared;
    private final PersonalLookups personal;

    Lookups(SharedLookups shared, PersonalLookups personal) {
        this.shared = shared;
        this.personal = personal;
    }

    /**
     * Asks, or finds the answer in memory.
     *
     * @return fails with a {@link Refusal} or an {@link UpstreamFailure}
     */
    Future<SharedAnswers.Copy> serve(Lookup lookup, String path, HttpServerRequest request) {
        try {
            Map<String, List<String>> query =
                    LookupQuery.parse(Optional.ofNullable(request.query()).orElse(""));
            return lookup.kind().isCacheable()
                    ? shared.serve(lookup, path, query, request.headers())
                    : personal.serve(lookup, path, query, request)
                            .map(answer -> new SharedAnswers.Copy(answer, Duration.ZERO));
        } catch (Refusal refusal) {
            return Future.failedFuture(refusal);
        }
    }
}
