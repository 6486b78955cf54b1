package dev.sluice.report;

import dev.sluice.trace.Fact;
import dev.sluice.trace.Step;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.AttributeType;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.internal.ExtendedSpanProcessor;
import jakarta.inject.Singleton;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The last look at a span before it is exported: what is not of the closed lists of {@link Step} and {@link Fact} is blanked,
 * and so is a text that is longer or of other characters than any of ours. Nothing but our own spans is recorded ({@link
 * OwnSpansOnly}), so this finds something only where one of us made a mistake. Span events, which hold the texts of
 * exceptions, are switched off ({@code quarkus.otel.span.event.count.limit=0}).
 *
 * <p>The last moment to change a span is in an interface that OpenTelemetry still counts as internal (1.57); {@code
 * TraceFirewallTest} notices if it goes.
 */
@Singleton
public final class TraceFirewall implements ExtendedSpanProcessor {
    private static final int MAX_TEXT = 128;
    private static final String UNKNOWN = "unknown";

    private static final Set<String> FACTS =
            Arrays.stream(Fact.values()).map(Fact::key).collect(Collectors.toUnmodifiableSet());
    private static final Set<String> STEPS =
            Arrays.stream(Step.values()).map(Step::label).collect(Collectors.toUnmodifiableSet());

    @Override
    public void onEnding(ReadWriteSpan span) {
        span.getAttributes().forEach((key, value) -> {
            if (!FACTS.contains(key.getKey()) || !isHarmless(key.getType(), value)) {
                // An attribute cannot be taken out any more; the same name with another type would be a second one.
                blank(span, key);
            }
        });
        String name = span.getName();
        if (!STEPS.contains(name) && !name.equals(route(span))) {
            span.updateName(UNKNOWN);
        }
        if (!span.toSpanData().getStatus().getDescription().isEmpty()) {
            span.setStatus(StatusCode.ERROR, "");
        }
    }

    private static String route(ReadWriteSpan span) {
        return text(span, Fact.METHOD) + ' ' + text(span, Fact.ROUTE);
    }

    private static String text(ReadWriteSpan span, Fact fact) {
        return String.valueOf(span.getAttribute(AttributeKey.stringKey(fact.key())));
    }

    private static boolean isHarmless(AttributeType type, Object value) {
        return switch (type) {
            case STRING -> isPlain((String) value);
            case LONG, DOUBLE, BOOLEAN -> true;
            default -> false;
        };
    }

    /** What names of the configuration, classes, hosts, routes and ids consist of: nothing that a sentence or an address needs. */
    private static boolean isPlain(String text) {
        if (text.length() > MAX_TEXT) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean isLetter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
            if (!isLetter && "_-./:$* ".indexOf(c) < 0) {
                return false;
            }
        }
        return true;
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
