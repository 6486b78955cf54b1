package dev.sluice.delivery;

import dev.sluice.delivery.Delivery.Delivered;
import dev.sluice.delivery.Delivery.Refused;
import dev.sluice.delivery.Delivery.TooLarge;
import dev.sluice.delivery.Delivery.Trouble;
import dev.sluice.delivery.Delivery.TryLater;
import dev.sluice.delivery.ProjectFlow.Turn;
import dev.sluice.delivery.SharedCircuits.Pass;
import dev.sluice.event.DeadReason;
import dev.sluice.ledger.Balance;
import dev.sluice.ledger.Ledger;
import dev.sluice.project.Project;
import dev.sluice.project.Projects;
import dev.sluice.spool.Spool.Outcomes;
import dev.sluice.trace.Fact;
import dev.sluice.trace.Span;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;

/**
 * Takes one batch at a time to its end: sent again until PostHog has it, halved when PostHog refuses it, so that only the
 * event that is to blame becomes a dead letter. A batch is never given up; when delivery stops it is left as it is, and its
 * frames are read again after the next start. Thread-safe; {@link #deliver} waits, for virtual threads.
 */
final class BatchDelivery {
    private static final Duration AFTER_A_BUG = Duration.ofSeconds(60);

    private final Supplier<Projects> projects;
    private final Upstream upstream;
    private final SharedCircuits circuits;
    private final PutAside aside;
    private final Balance balance;
    private final Ledger ledger;
    private final DeliveryListener listener;
    private final DeliveryOptions options;
    private final BatchTrace.Source traces;
    private final DoubleSupplier random;
    private final Warnings warnings;
    private final Consumer<Part> settled;

    BatchDelivery(
            Supplier<Projects> projects,
            Upstream upstream,
            SharedCircuits circuits,
            PutAside aside,
            Balance balance,
            Ledger ledger,
            DeliveryListener listener,
            DeliveryOptions options,
            BatchTrace.Source traces,
            DoubleSupplier random,
            Warnings warnings,
            Consumer<Part> settled) {
        this.projects = projects;
        this.upstream = upstream;
        this.circuits = circuits;
        this.aside = aside;
        this.balance = balance;
        this.ledger = ledger;
        this.listener = listener;
        this.options = options;
        this.traces = traces;
        this.random = random;
        this.warnings = warnings;
        this.settled = settled;
    }

    /**
     * Returns when each event of the batch has its outcome, or when the flow was stopped.
     *
     * @param first the batch's place among those of its project
     */
    void deliver(Batch batch, ProjectFlow flow, long first) throws InterruptedException {
        BatchTrace trace = traces.of(batch);
        try {
            deliver(batch, flow, first, trace);
        } finally {
            trace.end();
        }
    }

    private void deliver(Batch batch, ProjectFlow flow, long first, BatchTrace trace) throws InterruptedException {
        Deque<Batch> parts = new ArrayDeque<>(List.of(batch));
        long place = first;
        int failures = 1;
        while (!parts.isEmpty()) {
            Optional<Project> project = projects.get().byName(batch.project());
            if (project.isEmpty()) {
                warnings.warn(
                        batch.project(),
                        "project %s is not in the configuration: its events wait until it is back",
                        batch.project());
                listener.failed(DeliveryFailures.unknownProject(batch.project()));
                flow.forgetState();
                if (!flow.pause(options.unknownProjectWait())) {
                    return;
                }
                continue;
            }
            Turn turn = flow.enter(place);
            if (turn == Turn.STOPPED) {
                return;
            }
            Pass pass = circuits.ask(project.get());
            if (pass.pause().isPositive()) {
                flow.hold(turn, pass.pause());
                continue;
            }
            boolean inDoubt = flow.facts().inDoubt();
            // While everything is refused, what is largest and furthest from the refused ones is the best witness.
            Batch part = inDoubt ? parts.removeLast() : parts.removeFirst();
            switch (attempt(part, project.get(), flow, turn, pass, trace)) {
                case Delivered delivered -> delivered(part, delivered.status(), trace);
                case Refused refused ->
                    isolate(part, parts, inDoubt, flow, trace, DeadReason.REFUSED, "" + refused.status());
                case TooLarge _ -> isolate(part, parts, inDoubt, flow, trace, DeadReason.TOO_LARGE_UPSTREAM, "413");
                case TryLater later -> {
                    warnings.warn(batch.project(), "events of project %s wait: %s", batch.project(), later.why());
                    parts.addFirst(part);
                    if (later.trouble() == Trouble.PROJECT) {
                        // Another batch may show that the trouble is this one's own.
                        place = flow.lastPlace();
                    }
                    // What PostHog asks for is kept by the flow, for all batches.
                    if (!flow.pauseBeforeRetry(options.retry().delay(failures++, random.getAsDouble()))) {
                        return;
                    }
                    continue;
                }
                case Delivery.Dropped _ -> settle(part, new Outcomes(part.events(), 0, 0, 0));
            }
            failures = 1;
        }
    }

    private Delivery attempt(Batch batch, Project project, ProjectFlow flow, Turn turn, Pass pass, BatchTrace trace)
            throws InterruptedException {
        long start = System.nanoTime();
        boolean ended = false;
        Delivery result;
        try {
            result = send(batch, project, trace);
            ended = true;
        } catch (DamagedFrameException e) {
            // Nobody was asked, but the answer is known: the events are to blame.
            return new Refused(400);
        } finally {
            if (!ended) {
                flow.cancel(turn);
                circuits.cancelled(project, pass);
            }
        }
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        Delivery verdict = flow.leave(turn, batch, result, took);
        circuits.ended(project, pass, result);
        listener.requestEnded(batch.project(), outcome(result), took);
        listener.attempted(batch.project(), verdict, batch.events(), took);
        return verdict;
    }

    private Delivery send(Batch batch, Project project, BatchTrace trace)
            throws DamagedFrameException, InterruptedException {
        Span request = trace.attempt(batch);
        try {
            Delivery result = upstream.send(new Shipment(project, batch, request));
            request.set(Fact.OUTCOME, outcome(result).label());
            return result;
        } catch (RuntimeException | Error e) {
            request.failed(e.getClass().getSimpleName());
            // Errors too: with its thread the batch would be gone until the next start, and the checkpoint would stand
            // still.
            warnings.bug("a request upstream", e);
            return new TryLater(AFTER_A_BUG, Trouble.HERE, "a request could not be made");
        } finally {
            request.end();
        }
    }

    private void delivered(Batch batch, int status, BatchTrace trace) {
        long request = ledger.nextRequest();
        for (Part part : batch.parts()) {
            for (int i = 0; i < part.events(); i++) {
                ledger.delivered(part.progress().stored(), part.index(i), request, status);
            }
        }
        batch.parts().forEach(trace::settled);
        settle(batch, new Outcomes(batch.events(), 0, 0, 0));
    }

    /** Halves what was refused, to find the event that is to blame; if it is one event, that is the one. */
    private void isolate(
            Batch batch,
            Deque<Batch> rest,
            boolean fromTheEnd,
            ProjectFlow flow,
            BatchTrace trace,
            DeadReason reason,
            String status)
            throws InterruptedException {
        if (batch.events() > 1) {
            List<Batch> halves = batch.halves();
            if (fromTheEnd) {
                rest.addAll(halves);
            } else {
                halves.reversed().forEach(rest::addFirst);
            }
            return;
        }
        Part part = batch.parts().getFirst();
        Span storing = trace.puttingAside(part);
        Optional<DeadReason> kept;
        try {
            kept = aside.keep(part, reason, status, flow);
        } finally {
            storing.end();
        }
        if (kept.isPresent()) {
            trace.deadLettered(part, kept.get());
            ledger.deadLettered(part.progress().stored(), part.index(0), kept.get());
            settle(batch, new Outcomes(0, 0, 0, 1));
            listener.deadLettered(batch.project(), kept.get());
        }
    }

    private void settle(Batch batch, Outcomes outcomes) {
        balance.ended(batch.project(), outcomes);
        boolean dead = outcomes.deadLettered() > 0;
        for (Part part : batch.parts()) {
            int events = part.events();
            settled.accept(part);
            part.progress().ended(dead ? new Outcomes(0, 0, 0, events) : new Outcomes(events, 0, 0, 0));
        }
    }

    private static BatchOutcome outcome(Delivery result) {
        return switch (result) {
            case Delivered _ -> BatchOutcome.DELIVERED;
            case TryLater _ -> BatchOutcome.RETRIED;
            case Refused _ -> BatchOutcome.REFUSED;
            case TooLarge _ -> BatchOutcome.TOO_LARGE;
            // Its events are settled like delivered ones. Only the tunnel has it, and counts by itself.
            case Delivery.Dropped _ -> BatchOutcome.DELIVERED;
        };
    }
}
