package dev.sluice.admin;

import dev.sluice.deadletter.DeadLetterOffice;
import dev.sluice.deadletter.LetterFilter;
import io.quarkus.logging.Log;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.io.UncheckedIOException;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** The replays of this process: one at a time, and what became of the last ones. Thread-safe. */
@Singleton
final class Replays {
    private static final int MOST_KEPT = 100;

    private final LetterDesk desk;
    private final DeadLetterOffice office;
    private final AuditLog audit;
    private final InstantSource clock;
    private final Map<UUID, ReplayJob> jobs = new LinkedHashMap<>();

    Replays(LetterDesk desk, DeadLetterOffice office, AuditLog audit, InstantSource clock) {
        this.desk = desk;
        this.office = office;
        this.audit = audit;
        this.clock = clock;
    }

    synchronized ReplayJob start(LetterFilter filter, String described, int perSecond, String requestId) {
        if (jobs.values().stream().anyMatch(ReplayJob::isRunning)) {
            throw new AdminException(409, "replay_running", "another replay is running; wait for it or cancel it");
        }
        String project = filter.project().orElse("");
        ReplayJob job = new ReplayJob(filter, perSecond, requestId, desk, office, clock.instant());
        audit.write("replay", project, List.of(), described + ", " + perSecond + " each second, replay " + job.id());
        if (jobs.size() == MOST_KEPT) {
            jobs.remove(jobs.keySet().iterator().next());
        }
        jobs.put(job.id(), job);
        Thread.ofVirtual().name("replay").start(() -> {
            job.run();
            finish(job, project);
        });
        return job;
    }

    private void finish(ReplayJob job, String project) {
        String result = String.valueOf(job.shown().get("state"));
        try {
            audit.write("replay-ended", project, List.of(), result + ", " + job.sent() + " sent, replay " + job.id());
        } catch (UncheckedIOException e) {
            Log.warnf("audit: the end of replay %s is not on record: %s", job.id(), e.getMessage());
        }
    }

    synchronized Optional<ReplayJob> job(UUID id) {
        return Optional.ofNullable(jobs.get(id));
    }

    synchronized List<ReplayJob> all() {
        return List.copyOf(jobs.values()).reversed();
    }

    @PreDestroy
    synchronized void stop() {
        jobs.values().forEach(ReplayJob::cancel);
    }
}
