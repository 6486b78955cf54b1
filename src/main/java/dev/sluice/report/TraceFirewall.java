package dev.sluice.report;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.internal.ExtendedSpanProcessor;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Set;

/**
 * Blanks what instrumentation writes into spans from requests: addresses, paths, queries, user agents. What is known to
 * hold none of that stays; everything else goes, so that a newer instrumentation cannot add a leak. Span events, which hold
 * the texts of exceptions, are switched off ({@code quarkus.otel.span.event.count.limit=0}).
 *
 * <p>The last moment to change a span is in an interface that OpenTelemetry still counts as internal (1.57); {@code
 * TraceFirewallTest} notices if it goes.
 */
@Singleton
public final class TraceFirewall implements ExtendedSpanProcessor {
    private static final Set<String> HARMLESS = Set.of(
            "http.request.method",
            "http.response.status_code",
            "http.route",
            "url.scheme",
            "server.port",
            "network.protocol.name",
            "network.protocol.version",
            "error.type",
            "code.function",
            "code.function.name",
            "code.namespace",
            "messaging.system",
            "messaging.destination.name",
            "sentry.op");

    @Override
    public void onEnding(ReadWriteSpan span) {
        span.getAttributes().forEach((key, value) -> {
            if (!HARMLESS.contains(key.getKey())) {
                // An attribute cannot be taken out any more; the same name with another type would be a second one.
                blank(span, key);
            }
        });
    }

    private static <T> void blank(ReadWriteSpan span, AttributeKey<T> key) {
        switch (key.getType()) {
            case STRING -> span.setAttribute(AttributeKey.stringKey(key.getKey()), "");
            case LONG -> span.setAttribute(AttributeKey.longKey(key.getKey()), 0L);
            case DOUBLE -> span.setAttribute(AttributeKey.doubleKey(key.getKey()), 0.0);
            case STRING_ARRAY -> span.setAttribute(AttributeKey.stringArrayKey(key.getKey()), List.of());
            case LONG_ARRAY -> span.setAttribute(AttributeKey.longArrayKey(key.getKey()), List.of());
            case DOUBLE_ARRAY -> span.setAttribute(AttributeKey.doubleArrayKey(key.getKey()), List.of());
            case BOOLEAN, BOOLEAN_ARRAY -> {}
            default -> span.setAttribute(AttributeKey.stringKey(key.getKey()), "");
        }
    }

    @Override
    public boolean isOnEndingRequired() {
        return true;
    }

    @Override
    public void onStart(Context parent, ReadWriteSpan span) {}

    @Override
    public boolean isStartRequired() {
        return false;
    }

    @Override
    public void onEnd(ReadableSpan span) {}

    @Override
    public boolean isEndRequired() {
        return false;
    }
}
