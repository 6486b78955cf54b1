package dev.sluice.capture;

import dev.sluice.deadletter.DeadLetter;
import dev.sluice.event.DeadReason;
import dev.sluice.event.RejectReason;
import dev.sluice.event.SafeEvent;
import dev.sluice.project.Project;
import dev.sluice.project.Projects;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** From the bytes of a request to safe events. Belongs to one thread; its scratch memory is reused from request to request. */
final class RequestReader {
    /** A hostile batch of a million bad events must not become a million files. */
    static final int MAX_LETTERS = 100;

    /** 1 January 2020 in milliseconds: an earlier {@code sent_at} is a number of seconds, which PostHog ignores too. */
    private static final long EARLIEST_SENT_AT_MILLIS = 1_577_836_800_000L;

    private final Projects projects;
    private final EventIds ids;
    private final EventAssembly assembly;
    private final BodyDecoder decoder = new BodyDecoder();
    private final Envelope envelope = new Envelope();

    RequestReader(Projects projects, EventScan firewall, EventIds ids) {
        this.projects = projects;
        this.ids = ids;
        this.assembly = new EventAssembly(firewall, ids);
    }

    Harvest read(Arrival arrival) throws CaptureException {
        ByteRange text = decoder.decode(arrival.wire());
        envelope.read(text);
        Project project = projects.byToken(envelope.token())
                .orElseThrow(() -> new CaptureException(
                        Refusal.UNKNOWN_TOKEN,
                        "no project of this gateway has this token; check the token of the SDK"));
        RequestFacts facts = facts(arrival, project);

        List<SafeEvent> events = new ArrayList<>(envelope.count());
        Map<RejectReason, Integer> rejected = Map.of();
        List<DeadLetter> letters = List.of();
        int withheld = 0;
        int redactions = 0;
        Throwable why = null;
        byte[] document = text.bytes();
        for (int i = 0; i < envelope.count(); i++) {
            int start = envelope.start(i);
            int end = envelope.end(i);
            Assembled assembled = assembly.assemble(facts, document, start, end);
            redactions += assembly.redactions();
            switch (assembled) {
                case Assembled.Safe(SafeEvent event) -> {
                    // The merge goes first: events under the new token then meet a person that has a past.
                    assembly.merge(facts).ifPresent(events::add);
                    events.add(event);
                }
                case Assembled.Dropped() -> {}
                case Assembled.Rejected(RejectReason reason, Optional<UUID> uuid) -> {
                    rejected = rejected.isEmpty() ? new EnumMap<>(RejectReason.class) : rejected;
                    rejected.merge(reason, 1, Integer::sum);
                    letters = with(
                            letters,
                            arrival.requestId(),
                            facts,
                            uuid,
                            reason.label(),
                            EventRules.sentence(reason),
                            document,
                            start,
                            end);
                }
                case Assembled.Withheld(Throwable because) -> {
                    withheld++;
                    why = why == null ? because : why;
                    String detail = "the firewall could not finish the event, so it was withheld";
                    letters = with(
                            letters,
                            arrival.requestId(),
                            facts,
                            Optional.empty(),
                            DeadReason.SCRUB_FAILED.label(),
                            detail,
                            document,
                            start,
                            end);
                }
            }
        }
        WithheldEvents unfinished = why == null ? null : new WithheldEvents(project.name(), withheld, why);
        return new Harvest(
                project.name(), arrival.receivedAtMillis(), events, rejected, unfinished, redactions, letters);
    }

    private RequestFacts facts(Arrival arrival, Project project) {
        ParsedTime sentAt = envelope.sentAt();
        return new RequestFacts(
                project.name(),
                project.token(),
                project.sameEvents(),
                arrival.path(),
                envelope.isHistorical(),
                arrival.receivedAtMillis(),
                ParsedTime.ofMillis(arrival.receivedAtMillis()),
                sentAt == null ? sentAtOfQuery(arrival.wire().query()) : sentAt,
                member("$ip", arrival.visitor().seenBy(project.name()).orElse(null)),
                member(
                        "$sentry_trace_id",
                        arrival.trace() == null ? null : arrival.trace().traceId()));
    }

    private static @Nullable ParsedTime sentAtOfQuery(@Nullable String query) {
        if (query == null) {
            return null;
        }
        FormFields fields = FormFields.ofQuery(query);
        String text = fields.text("sent_at");
        if (text == null) {
            text = fields.text("_");
        }
        if (text == null || text.isEmpty() || text.length() > 18) {
            return null;
        }
        long millis = 0;
        for (int i = 0; i < text.length(); i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return null;
            }
            millis = millis * 10 + digit;
        }
        return millis < EARLIEST_SENT_AT_MILLIS ? null : ParsedTime.ofMillis(millis);
    }

    private static byte @Nullable [] member(String key, @Nullable String plain) {
        return plain == null ? null : ('"' + key + "\":\"" + plain + '"').getBytes(StandardCharsets.US_ASCII);
    }

    private List<DeadLetter> with(
            List<DeadLetter> letters,
            String requestId,
            RequestFacts facts,
            Optional<UUID> uuid,
            String reason,
            String detail,
            byte[] document,
            int start,
            int end) {
        if (letters.size() == MAX_LETTERS) {
            return letters;
        }
        List<DeadLetter> more = letters.isEmpty() ? new ArrayList<>() : letters;
        more.add(new DeadLetter(
                ids.derived(facts.project(), reason, document, start, end),
                facts.project(),
                uuid,
                reason,
                Instant.ofEpochMilli(facts.receivedAtMillis()),
                detail,
                Optional.empty(),
                Shape.of(document, start, end),
                requestId));
        return more;
    }
}
