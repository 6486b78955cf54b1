package dev.sluice.passthrough;

import dev.sluice.project.Project;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Lookups whose answer is the same for everyone: scripts, remote configuration, surveys. Nothing of the visitor goes up. */
final class SharedLookups {
    private final ProjectChoice projects;
    private final Upstream upstream;
    private final SharedAnswers answers;
    private final LookupQuery queries;

    SharedLookups(ProjectChoice projects, Upstream upstream, SharedAnswers answers, LookupQuery queries) {
        this.projects = projects;
        this.upstream = upstream;
        this.answers = answers;
        this.queries = queries;
    }

    Future<SharedAnswers.Copy> serve(Lookup lookup, String path, Map<String, List<String>> query, MultiMap headers)
            throws Refusal {
        Project project = project(lookup, path, query);
        String target = lookup.upstreamPath(path) + queries.upstream(query, lookup, project);
        String encoding = UpstreamHeaders.acceptsGzip(headers) ? "gzip" : "identity";
        String key = project.name() + ' ' + encoding + ' ' + target;
        return answers.get(key, lookup.defaultFreshness(), etag -> {
            Map<String, String> asked = UpstreamHeaders.shared(encoding, etag);
            return lookup.kind() == Lookup.Kind.ASSET
                    ? ProjectAssets.ask(project, host -> ask(lookup, host, target, asked))
                    : ask(lookup, project.host(), target, asked);
        });
    }

    private Future<Answer> ask(Lookup lookup, URI host, String target, Map<String, String> headers) {
        return upstream.ask(
                new Upstream.Question(HttpMethod.GET, host, target, headers, Buffer.buffer(), lookup.timeout()));
    }

    private Project project(Lookup lookup, String path, Map<String, List<String>> query) throws Refusal {
        Optional<String> token = LookupQuery.token(query);
        return switch (lookup) {
            // /array/<token>/config.js: the token is the second segment.
            case ARRAY -> projects.of(Optional.of(path.split("/", 4)[2]));
            case STATIC, SITE_APP -> token.isPresent() ? projects.of(token) : projects.any();
            default -> projects.of(token);
        };
    }
}
