package dev.sluice.passthrough;

import dev.sluice.capture.BodyBudget;
import dev.sluice.project.Project;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Lookups whose answer belongs to one sender: flags, the reads of a backend with its secret, what a visitor typed. The body
 * and whatever the sender chose of the address pass the firewall; identities become the same pseudonyms as in events.
 */
final class PersonalLookups {
    /** A body above this is scrubbed on a worker, so that it cannot hold up an event loop. */
    private static final int LARGE_BODY = 16 << 10;

    private final Vertx vertx;
    private final ProjectChoice projects;
    private final Upstream upstream;
    private final DocumentFirewall firewall;
    private final LookupQuery queries;
    private final BodyDecoding decoding;
    private final VisitorAddress addresses;
    private final BodyBudget budget;
    private final TopLevelToken tokens = new TopLevelToken();

    PersonalLookups(
            Vertx vertx,
            ProjectChoice projects,
            Upstream upstream,
            DocumentFirewall firewall,
            LookupQuery queries,
            BodyDecoding decoding,
            VisitorAddress addresses,
            BodyBudget budget) {
        this.vertx = vertx;
        this.projects = projects;
        this.upstream = upstream;
        this.firewall = firewall;
        this.queries = queries;
        this.decoding = decoding;
        this.addresses = addresses;
        this.budget = budget;
    }

    Future<Answer> serve(Lookup lookup, String path, Map<String, List<String>> query, HttpServerRequest request) {
        BoundedBody reading = new BoundedBody(vertx, budget);
        Context caller = vertx.getOrCreateContext();
        return reading.read(request)
                .compose(body -> {
                    if (body.length > LARGE_BODY) {
                        return vertx.executeBlocking(() -> question(lookup, path, query, request, body), false)
                                .compose(upstream::ask);
                    }
                    try {
                        return upstream.ask(question(lookup, path, query, request, body));
                    } catch (Refusal refusal) {
                        return Future.failedFuture(refusal);
                    }
                })
                .onComplete(answered -> caller.runOnContext(then -> reading.release()));
    }

    private Upstream.Question question(
            Lookup lookup, String path, Map<String, List<String>> query, HttpServerRequest request, byte[] body)
            throws Refusal {
        byte[] document = body.length == 0 && !hasPayload(query)
                ? body
                : decoding.json(
                        body,
                        request.headers(),
                        Optional.ofNullable(request.query()).orElse(""));
        Project project = project(lookup, query, request, document);
        if (lookup.hasFreeText() && !queries.isClean(path, project.name())) {
            throw Refusal.malformed("the path holds personal data");
        }
        String target = lookup.upstreamPath(path) + queries.upstream(query, lookup, project);
        Map<String, String> headers = UpstreamHeaders.personal(lookup, request.headers());
        addresses.of(request, project.name()).ifPresent(address -> headers.put("x-forwarded-for", address));
        if (document.length > 0) {
            headers.put("content-type", "application/json");
        }
        byte[] scrubbed = document.length == 0 ? document : firewall.scrub(document, project.name());
        return new Upstream.Question(
                request.method(), project.host(), target, headers, Buffer.buffer(scrubbed), lookup.timeout());
    }

    private Project project(Lookup lookup, Map<String, List<String>> query, HttpServerRequest request, byte[] document)
            throws Refusal {
        if (lookup.kind() == Lookup.Kind.FLAGS && document.length == 0) {
            throw Refusal.malformed("the request has no body");
        }
        Optional<String> inBody = document.length == 0 ? Optional.empty() : tokens.find(document);
        Optional<String> inHeader = Optional.ofNullable(request.getHeader("x-posthog-project-api-key"));
        return projects.of(inBody.or(() -> LookupQuery.token(query)).or(() -> inHeader));
    }

    private static boolean hasPayload(Map<String, List<String>> query) {
        return query.containsKey("data");
    }
}
