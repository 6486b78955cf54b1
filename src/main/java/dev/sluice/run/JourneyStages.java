package dev.sluice.run;

import dev.sluice.dedup.LayeredSeenIds;
import dev.sluice.delivery.DeliveryLoop;
import dev.sluice.ledger.Balance;
import dev.sluice.project.Projects;
import dev.sluice.report.SluiceMetrics;
import dev.sluice.spool.Spool;
import dev.sluice.spool.Spool.Outcomes;
import dev.sluice.spool.Spool.Recovered;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;

/** The stages of what an event passes after the firewall: stores with their books, and delivery. */
@Singleton
final class JourneyStages {
    private final Database database;
    private final Instance<Projects> projects;
    private final Instance<Spool> spool;
    private final Instance<LayeredSeenIds> seenIds;
    private final Instance<DeliveryLoop> delivery;
    private final Balance balance;
    private final SluiceMetrics figures;
    private final Drain drain;

    JourneyStages(
            Database database,
            Instance<Projects> projects,
            Instance<Spool> spool,
            Instance<LayeredSeenIds> seenIds,
            Instance<DeliveryLoop> delivery,
            Balance balance,
            SluiceMetrics figures,
            Drain drain) {
        this.database = database;
        this.projects = projects;
        this.spool = spool;
        this.seenIds = seenIds;
        this.delivery = delivery;
        this.balance = balance;
        this.figures = figures;
        this.drain = drain;
    }

    List<Stage> stores() {
        return List.of(
                new Stage("database", database::start, database::stop),
                new Stage("spool", () -> spool.get().status(), () -> spool.get().close()),
                Stage.onStart("books", () -> openBooks(balance, projects.get(), spool.get())));
    }

    Stage delivery() {
        return new Stage("delivery", this::startDelivery, this::stopDelivery);
    }

    /** A project that has had no event yet has books too: all zero, so that its first event is seen as an increase. */
    static void openBooks(Balance balance, Projects projects, Spool spool) {
        projects.all().forEach(project -> balance.open(project.name(), Outcomes.NONE, 0));
        spool.recovered().forEach((project, found) -> open(balance, project, found));
        spool.onLoss((project, events) -> balance.ended(project, new Outcomes(0, 0, 0, events)));
    }

    private static void open(Balance balance, String project, Recovered found) {
        balance.open(project, found.totals(), found.pending());
    }

    private void startDelivery() {
        DeliveryLoop loop = delivery.get();
        figures.circuit(() -> loop.status().circuitOpen());
        figures.requests(
                () -> loop.status().requestsInFlight(), () -> loop.status().requestsAllowed());
        figures.dedup(seenIds.get()::backend);
        loop.start();
    }

    /** What is not delivered by then is read again at the next start. */
    private void stopDelivery() {
        Duration patience = drain.leftForDelivery();
        try {
            delivery.get().stop(patience);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
