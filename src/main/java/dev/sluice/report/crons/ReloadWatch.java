package dev.sluice.report.crons;

import dev.sluice.config.PolicyReload;
import dev.sluice.failure.Category;
import dev.sluice.failure.Failure;
import java.time.Duration;

/**
 * Whether the configuration file is looked at, which is done every second, and whether what is in force is what it says. A
 * file that is rejected is told by who rejects it.
 */
public final class ReloadWatch implements Job {
    private static final Duration LONGEST = Duration.ofMinutes(1);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(500);

    private final PolicyReload reload;
    private final Duration longest;

    public ReloadWatch(PolicyReload reload) {
        this(reload, LONGEST);
    }

    ReloadWatch(PolicyReload reload, Duration longest) {
        this.reload = reload;
        this.longest = longest;
    }

    @Override
    public Monitor monitor() {
        return Monitor.RELOAD;
    }

    @Override
    public Verdict run(Pause pause) throws InterruptedException {
        long before = reload.looks();
        long began = System.nanoTime();
        while (reload.looks() == before) {
            if (System.nanoTime() - began > longest.toNanos()) {
                return Verdict.failed(Failure.of(Category.CONFIG, "The configuration file is not looked at any more"));
            }
            if (!pause.lasts(BETWEEN_LOOKS)) {
                return Verdict.WELL;
            }
        }
        return reload.isCurrent() ? Verdict.WELL : Verdict.KNOWN;
    }
}
