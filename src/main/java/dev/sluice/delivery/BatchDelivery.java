package dev.sluice.delivery;

import dev.sluice.deadletter.DeadLetter;
import dev.sluice.deadletter.DeadLetters;
import dev.sluice.delivery.Delivery.Delivered;
import dev.sluice.delivery.Delivery.Refused;
import dev.sluice.delivery.Delivery.TooLarge;
import dev.sluice.delivery.Delivery.TryLater;
import dev.sluice.delivery.ProjectFlow.Turn;
import dev.sluice.event.DeadReason;
import dev.sluice.ledger.Balance;
import dev.sluice.ledger.Ledger;
import dev.sluice.project.Project;
import dev.sluice.project.Projects;
import dev.sluice.spool.Frame;
import dev.sluice.spool.Spool.Outcomes;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Takes one batch at a time to its end: sent again until PostHog has it, halved when PostHog refuses it, so that only the
 * event that is to blame becomes a dead letter. A batch is never given up; when delivery stops it is left as it is, and its
 * frames are read again after the next start. Thread-safe; {@link #deliver} waits, for virtual threads.
 */
final class BatchDelivery {
    private static final String ALONE = " to this event alone";
    private static final Duration AFTER_A_BUG = Duration.ofSeconds(60);

    private final Supplier<Projects> projects;
    private final PostHogClient client;
    private final BatchBody bodies;
    private final DeadLetters deadLetters;
    private final Balance balance;
    private final Ledger ledger;
    private final DeliveryListener listener;
    private final DeliveryOptions options;
    private final InstantSource clock;
    private final DoubleSupplier random;
    private final Warnings warnings;

    BatchDelivery(
            Supplier<Projects> projects,
            PostHogClient client,
            BatchBody bodies,
            DeadLetters deadLetters,
            Balance balance,
            Ledger ledger,
            DeliveryListener listener,
            DeliveryOptions options,
            InstantSource clock,
            DoubleSupplier random,
            Warnings warnings) {
        this.projects = projects;
        this.client = client;
        this.bodies = bodies;
        this.deadLetters = deadLetters;
        this.balance = balance;
        this.ledger = ledger;
        this.listener = listener;
        this.options = options;
        this.clock = clock;
        this.random = random;
        this.warnings = warnings;
    }

    /** Returns when each event of the batch has its outcome, or when the flow was stopped. */
    void deliver(Batch batch, ProjectFlow flow) throws InterruptedException {
        for (int failures = 1; ; failures++) {
            Optional<Project> project = projects.get().byName(batch.project());
            if (project.isEmpty()) {
                warnings.warn(
                        batch.project(),
                        "project %s is not in the configuration: its events wait until it is back",
                        batch.project());
                flow.forgetState();
                if (!flow.pause(options.unknownProjectWait())) {
                    return;
                }
                continue;
            }
            Turn turn = flow.enter();
            if (turn == Turn.STOPPED) {
                return;
            }
            switch (attempt(batch, project.get(), flow, turn)) {
                case Delivered delivered -> {
                    long request = ledger.nextRequest();
                    for (Part part : batch.parts()) {
                        for (int i = 0; i < part.events(); i++) {
                            ledger.delivered(part.progress().stored(), part.index(i), request, delivered.status());
                        }
                    }
                    settle(batch, new Outcomes(batch.events(), 0, 0, 0));
                    return;
                }
                case Refused refused -> {
                    isolate(batch, flow, DeadReason.REFUSED, "PostHog answered " + refused.status() + ALONE);
                    return;
                }
                case TooLarge _ -> {
                    isolate(batch, flow, DeadReason.TOO_LARGE_UPSTREAM, "PostHog answered 413" + ALONE);
                    return;
                }
                case TryLater later -> {
                    warnings.warn(batch.project(), "events of project %s wait: %s", batch.project(), later.why());
                    // What PostHog asks for is kept by the flow, for all batches.
                    if (!flow.pauseBeforeRetry(options.retry().delay(failures, random.getAsDouble()))) {
                        return;
                    }
                }
            }
        }
    }

    private Delivery attempt(Batch batch, Project project, ProjectFlow flow, Turn turn) throws InterruptedException {
        long start = System.nanoTime();
        @Nullable Delivery result = null;
        try {
            result = client.send(project, batch.lane(), bodies.render(batch, project.token()));
        } catch (DamagedFrameException e) {
            // Nobody was asked, but the answer is known: the events are to blame.
            return new Refused(400);
        } catch (RuntimeException | Error e) {
            // Errors too: with its thread the batch would be gone until the next start, and the checkpoint would stand
            // still.
            warnings.bug("a request to PostHog", e);
            result = new TryLater(AFTER_A_BUG, "a request could not be made");
        } finally {
            if (result == null) {
                flow.cancel(turn);
            } else {
                flow.leave(turn, result);
            }
        }
        listener.requestEnded(batch.project(), outcome(result), Duration.ofNanos(System.nanoTime() - start));
        return result;
    }

    private void isolate(Batch batch, ProjectFlow flow, DeadReason reason, String detail) throws InterruptedException {
        if (batch.events() > 1) {
            for (Batch half : batch.halves()) {
                deliver(half, flow);
            }
            return;
        }
        Part part = batch.parts().getFirst();
        Optional<String> text = text(part);
        DeadLetter letter = text.isPresent()
                ? letter(part, reason, detail, text)
                : letter(part, DeadReason.DAMAGED, "the stored frame of this event is damaged", text);
        if (keep(letter, flow)) {
            DeadReason actual = text.isPresent() ? reason : DeadReason.DAMAGED;
            ledger.deadLettered(part.progress().stored(), part.index(0), actual);
            settle(batch, new Outcomes(0, 0, 0, 1));
            listener.deadLettered(batch.project(), actual);
        }
    }

    private boolean keep(DeadLetter letter, ProjectFlow flow) throws InterruptedException {
        for (int failures = 1; ; failures++) {
            try {
                deadLetters.add(letter);
                return true;
            } catch (RuntimeException e) {
                warnings.warn(
                        "dead letters",
                        "a dead letter cannot be kept (%s): its event stays pending",
                        e.getClass().getSimpleName());
                if (!flow.pause(options.retry().delay(failures, random.getAsDouble()))) {
                    return false;
                }
            }
        }
    }

    private DeadLetter letter(Part part, DeadReason reason, String detail, Optional<String> text) {
        Frame frame = part.progress().frame();
        Frame.Entry entry = frame.entries().get(part.index(0));
        return new DeadLetter(
                letterId(frame.project(), entry, reason),
                frame.project(),
                Optional.of(entry.uuid()),
                reason.label(),
                clock.instant(),
                detail,
                text,
                "");
    }

    private static Optional<String> text(Part part) {
        int event = part.index(0);
        try {
            FrameContent content = FrameContent.of(part.progress().frame());
            int start = content.start(event);
            return Optional.of(new String(content.bytes(), start, content.end(event) - start, StandardCharsets.UTF_8));
        } catch (DamagedFrameException e) {
            return Optional.empty();
        }
    }

    /** The same for the same event and reason, so that a letter written again after a crash is the same letter. */
    private static UUID letterId(String project, Frame.Entry entry, DeadReason reason) {
        String name = project + '/' + entry.key().high() + '/' + entry.key().low() + '/' + reason.label();
        return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8));
    }

    private void settle(Batch batch, Outcomes outcomes) {
        balance.ended(batch.project(), outcomes);
        boolean dead = outcomes.deadLettered() > 0;
        for (Part part : batch.parts()) {
            int events = part.events();
            part.progress().ended(dead ? new Outcomes(0, 0, 0, events) : new Outcomes(events, 0, 0, 0));
        }
    }

    private static BatchOutcome outcome(Delivery result) {
        return switch (result) {
            case Delivered _ -> BatchOutcome.DELIVERED;
            case TryLater _ -> BatchOutcome.RETRIED;
            case Refused _ -> BatchOutcome.REFUSED;
            case TooLarge _ -> BatchOutcome.TOO_LARGE;
        };
    }
}
