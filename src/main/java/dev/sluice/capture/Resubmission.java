package dev.sluice.capture;

import dev.sluice.event.AcceptanceListener;
import dev.sluice.event.DeadReason;
import dev.sluice.event.EventKey;
import dev.sluice.event.SafeEvent;
import dev.sluice.json.JsonSkip;
import dev.sluice.json.MalformedJsonException;
import dev.sluice.ledger.Balance;
import dev.sluice.project.Project;
import dev.sluice.project.Projects;
import dev.sluice.scrub.EventScrubber;
import dev.sluice.scrub.Field;
import dev.sluice.scrub.Findings;
import dev.sluice.scrub.ScannedEvent;
import dev.sluice.scrub.ScrubFailedException;
import dev.sluice.scrub.policy.Action;
import dev.sluice.scrub.policy.Kind;
import dev.sluice.spool.Frame;
import dev.sluice.spool.FramePacker;
import dev.sluice.spool.Spool;
import dev.sluice.spool.Spool.Outcomes;
import dev.sluice.trace.Origin;
import io.quarkus.arc.All;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletionStage;

/**
 * The way into the journey for an event that has been on it before: through the firewall of now, into the spool, and into
 * the books as one more event received. Its uuid and its timestamp stay, so PostHog folds it with a copy that it has.
 * Thread-safe.
 */
@Singleton
public final class Resubmission {
    private static final byte[] ADDRESS_STAYS = {};

    private final Projects projects;
    private final Spool spool;
    private final Balance balance;
    private final List<AcceptanceListener> listeners;
    private final FramePacker packer;
    private final InstantSource clock;
    private final EventScrubber scrubber;
    private final EventIds ids;
    private final EventAssembly assembly;
    private final ScannedEvent scanned = new ScannedEvent();

    Resubmission(
            Projects projects,
            Spool spool,
            Balance balance,
            @All List<AcceptanceListener> listeners,
            FramePacker packer,
            Instance<EventScrubber> scrubbers,
            ContentKey contentKey,
            InstantSource clock) {
        this.projects = projects;
        this.spool = spool;
        this.balance = balance;
        this.listeners = List.copyOf(listeners);
        this.packer = packer;
        this.clock = clock;
        scrubber = scrubbers.get();
        ids = new EventIds(contentKey, new SecureRandom().nextLong());
        assembly = new EventAssembly(scrubber::scan, ids);
    }

    /** What would become of the event; nothing is stored. */
    public synchronized Examined examine(String project, String event) {
        Optional<Project> known = projects.byName(project);
        if (known.isEmpty()) {
            return new Examined.Refused("unknown_project", "the project is not in the configuration");
        }
        byte[] document = event.strip().getBytes(StandardCharsets.UTF_8);
        if (!JsonSkip.isValue(document, 0, document.length) || document[0] != '{') {
            return new Examined.Refused("not_an_object", "the event is no JSON object");
        }
        try {
            scrubber.scan(document, 0, document.length, project, scanned);
        } catch (ScrubFailedException | MalformedJsonException e) {
            return withheld();
        }
        Map<String, Integer> found = counted(scanned.findings());
        RequestFacts facts = facts(known.get(), document);
        return switch (assembly.assemble(facts, document, 0, document.length)) {
            case Assembled.Safe(SafeEvent safe) -> new Examined.Accepted(safe, found);
            case Assembled.Rejected rejected ->
                new Examined.Refused(rejected.reason().label(), EventRules.sentence(rejected.reason()));
            case Assembled.Withheld _ -> withheld();
            case Assembled.Dropped() -> new Examined.Refused("obsolete", "PostHog throws events of this name away");
        };
    }

    private static Examined withheld() {
        return new Examined.Refused(DeadReason.SCRUB_FAILED.label(), "the firewall could not finish the event");
    }

    /**
     * Stores the event of a letter again; completes once it is durable, or exceptionally with a
     * {@code SpoolUnavailableException}.
     *
     * <p>The duplicate check knows the event already and would drop it. So it travels under an identity of its own, made of
     * the letter and of how far the letter has come: the same letter in the same state has the same, and sending that
     * twice, even from two replicas or after a crash, delivers it once.
     *
     * @param state a number that changes whenever the letter's event may be sent once more
     * @param requestId of the request that asked for it: the event is found under it from now on
     */
    public CompletionStage<SafeEvent> send(String project, SafeEvent event, UUID letter, long state, String requestId) {
        SafeEvent again = new SafeEvent(
                event.json(),
                event.uuid(),
                identity(project, letter, state),
                event.lane(),
                event.session(),
                event.name(),
                event.person(),
                event.kinds());
        long now = clock.millis();
        Origin origin = new Origin(requestId, null);
        List<Frame> frames = packer.pack(project, now, List.of(again)).stream()
                .map(frame -> frame.from(origin))
                .toList();
        return spool.append(frames).thenApply(_ -> {
            balance.received(project, 1, Outcomes.NONE);
            listeners.forEach(listener -> listener.accepted(project, now, List.of(again)));
            return again;
        });
    }

    private synchronized EventKey identity(String project, UUID letter, long state) {
        byte[] purpose = "dead letter".getBytes(StandardCharsets.UTF_8);
        byte[] number = Long.toString(state).getBytes(StandardCharsets.UTF_8);
        return ids.key(project, letter, purpose, purpose.length, number, number.length);
    }

    private RequestFacts facts(Project project, byte[] document) {
        long now = clock.millis();
        boolean isSnapshot = EventRules.isNamed(document, scanned, "$snapshot");
        return new RequestFacts(
                project.name(),
                project.token(),
                project.sameEvents(),
                isSnapshot ? CapturePath.REPLAY : CapturePath.BATCH,
                false,
                now,
                ParsedTime.ofMillis(now),
                null,
                // An address that is in the event is the visitor's, and this request is not. One that the policy of now
                // takes out, and none, mean that PostHog must not locate whoever sends the event: that is the gateway.
                keepsItsAddress() ? ADDRESS_STAYS : null,
                null);
    }

    private boolean keepsItsAddress() {
        return scanned.has(Field.PROPERTIES_IP)
                && !scanned.edits().touches(scanned.start(Field.PROPERTIES_IP), scanned.end(Field.PROPERTIES_IP));
    }

    private static Map<String, Integer> counted(Findings findings) {
        Map<String, Integer> counts = new TreeMap<>();
        for (Kind kind : Kind.values()) {
            for (Action action : Action.values()) {
                int times = findings.of(kind, action);
                if (times > 0) {
                    counts.merge(kind.label(), times, Integer::sum);
                }
            }
        }
        return counts;
    }
}
