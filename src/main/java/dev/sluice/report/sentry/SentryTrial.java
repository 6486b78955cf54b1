package dev.sluice.report.sentry;

import dev.sluice.config.SentryDsn;
import io.sentry.CheckIn;
import io.sentry.CheckInStatus;
import io.sentry.MonitorConfig;
import io.sentry.MonitorSchedule;
import io.sentry.SentryEnvelopeItem;
import io.sentry.SentryEvent;
import io.sentry.SentryLevel;
import io.sentry.SpanContext;
import io.sentry.SpanId;
import io.sentry.protocol.Message;
import io.sentry.protocol.SentryId;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/** Sends one of each that the gateway sends to Sentry, and keeps what was answered. */
public final class SentryTrial {
    /** Its monitor is expected once a year and never raises an issue, so that a trial leaves no alarm behind. */
    public static final String MONITOR = "sluice-test";

    private static final String NAME = "sluice sentry test";
    private static final String ONCE_A_YEAR = "0 0 1 1 *";
    private static final long MOST = 720;

    private final SentryDsn dsn;
    private final SentryEndpoint endpoint;
    private final Optional<String> collector;

    /** @param collector where traces go instead of Sentry */
    public SentryTrial(SentryDsn dsn, String environment, Optional<String> release, Optional<String> collector) {
        this.dsn = dsn;
        this.endpoint = new SentryEndpoint(dsn, environment, release);
        this.collector = collector;
    }

    /**
     * One thing that was sent.
     *
     * @param what event, trace or check-in
     * @param id 32 hexadecimal digits
     * @param where a word for the receiver
     */
    public record Sent(String what, String id, String where, SentryAnswer answer) {}

    /** All three belong to one trace. */
    public List<Sent> run() {
        OneSpan span = OneSpan.make(NAME, endpoint.environment(), endpoint.release());
        return List.of(event(span), trace(span), checkIn());
    }

    private Sent event(OneSpan span) {
        SentryEvent event = new SentryEvent();
        Message message = new Message();
        message.setMessage(NAME);
        event.setMessage(message);
        event.setLevel(SentryLevel.INFO);
        event.setLogger("dev.sluice");
        event.setPlatform("java");
        event.setEnvironment(endpoint.environment());
        event.setRelease(endpoint.release());
        event.setFingerprints(List.of(NAME));
        event.getContexts()
                .setTrace(new SpanContext(new SentryId(span.traceId()), new SpanId(span.spanId()), "test", null, null));
        SentryId id = idOf(event);
        SentryAnswer answer = endpoint.send(id, serializer -> SentryEnvelopeItem.fromEvent(serializer, event));
        return new Sent("event", id.toString(), "Sentry", answer);
    }

    private static SentryId idOf(SentryEvent event) {
        SentryId id = event.getEventId();
        if (id == null) {
            throw new IllegalStateException("the SDK gives every event an id");
        }
        return id;
    }

    private Sent trace(OneSpan span) {
        // The SDK's rule for both: the path of the signal behind the base.
        String base = collector.orElseGet(dsn::otlpEndpoint);
        URI address = URI.create((base.endsWith("/") ? base.substring(0, base.length() - 1) : base) + "/v1/traces");
        SentryAnswer answer = new Post(dsn.publicKey())
                .send(
                        address,
                        "application/x-protobuf",
                        collector.isPresent() ? "" : "sentry sentry_key=" + dsn.publicKey(),
                        span.bytes());
        return new Sent("trace", span.traceId(), collector.isPresent() ? "the collector" : "Sentry", answer);
    }

    private Sent checkIn() {
        CheckIn checkIn = new CheckIn(new SentryId(), MONITOR, CheckInStatus.OK);
        checkIn.setEnvironment(endpoint.environment());
        checkIn.setRelease(endpoint.release());
        MonitorConfig rare = new MonitorConfig(MonitorSchedule.crontab(ONCE_A_YEAR));
        rare.setTimezone("Etc/UTC");
        rare.setFailureIssueThreshold(MOST);
        checkIn.setMonitorConfig(rare);
        SentryAnswer answer = endpoint.send(null, serializer -> SentryEnvelopeItem.fromCheckIn(serializer, checkIn));
        return new Sent("check-in", checkIn.getCheckInId().toString(), "Sentry", answer);
    }
}
