package dev.sluice.passthrough;

import dev.sluice.project.Project;
import io.vertx.core.Future;
import java.net.URI;
import java.util.function.Function;

/**
 * Scripts and remote configuration come from the assets host. That one refuses some data centres (PostHog issue 56396) and
 * the ingestion host has the same paths, so a refusal is tried there before it counts.
 */
final class ProjectAssets {
    private ProjectAssets() {}

    static Future<Answer> ask(Project project, Function<URI, Future<Answer>> ask) {
        if (project.assetsHost().equals(project.host())) {
            return ask.apply(project.host());
        }
        return ask.apply(project.assetsHost())
                .transform(first -> first.succeeded() && !isRefusal(first.result())
                        ? Future.succeededFuture(first.result())
                        : ask.apply(project.host())
                                .recover(second -> first.succeeded()
                                        ? Future.succeededFuture(first.result())
                                        : Future.failedFuture(second)));
    }

    private static boolean isRefusal(Answer answer) {
        return answer.status() == 403 || answer.status() == 404 || answer.isServerError();
    }
}
