package dev.sluice.report.crons;

import dev.sluice.failure.Category;
import dev.sluice.failure.Failure;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * Whether the configuration file is looked at, which is done every second, and whether what is in force is what it says. A
 * file that is rejected is told by who rejects it.
 */
public final class ReloadWatch implements Job {
    private static final Duration LONGEST = Duration.ofMinutes(1);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(500);

    private final LongSupplier looks;
    private final BooleanSupplier isCurrent;
    private final Duration longest;

    /**
     * @param looks how often the file was looked at since the start
     * @param isCurrent whether what is in force is what the file says
     */
    public ReloadWatch(LongSupplier looks, BooleanSupplier isCurrent) {
        this(looks, isCurrent, LONGEST);
    }

    ReloadWatch(LongSupplier looks, BooleanSupplier isCurrent, Duration longest) {
        this.looks = looks;
        this.isCurrent = isCurrent;
        this.longest = longest;
    }

    @Override
    public Monitor monitor() {
        return Monitor.RELOAD;
    }

    @Override
    public Verdict run(Pause pause) throws InterruptedException {
        long before = looks.getAsLong();
        long began = System.nanoTime();
        while (looks.getAsLong() == before) {
            if (System.nanoTime() - began > longest.toNanos()) {
                return Verdict.failed(Failure.of(Category.CONFIG, "the configuration file is not looked at any more"));
            }
            if (!pause.lasts(BETWEEN_LOOKS)) {
                return Verdict.WELL;
            }
        }
        return isCurrent.getAsBoolean() ? Verdict.WELL : Verdict.KNOWN;
    }
}
