package dev.sluice.report.crons;

import java.time.Duration;

/**
 * A recurring job as Sentry's Crons know it. Slugs, intervals and thresholds are constants: each check-in carries them, so
 * the monitors make themselves, and {@code docs/observability.md} lists them.
 */
public enum Monitor {
    /** Delivery turns, and what is old is on its way. A start may fall between two check-ins: the second one counts. */
    DELIVERY("sluice-delivery", 2),
    /** What is too old or too much is deleted. */
    RETENTION("sluice-retention", 2),
    /** The books balance. Judged over ten seconds each time, so the first is enough. */
    RECONCILIATION("sluice-reconciliation", 1),
    /** The configuration file is looked at, and what is in force is what it says. */
    RELOAD("sluice-reload", 1);

    /** Between two runs of each job. */
    public static final Duration EVERY = Duration.ofMinutes(5);

    /** How late a check-in may be before it counts as missed. */
    static final Duration MARGIN = Duration.ofMinutes(5);

    /** No job takes longer. */
    static final Duration LONGEST = Duration.ofMinutes(5);

    private final String slug;
    private final int failures;

    Monitor(String slug, int failures) {
        this.slug = slug;
        this.failures = failures;
    }

    public String slug() {
        return slug;
    }

    /** How many bad or missed check-ins in a row make an issue. */
    int failures() {
        return failures;
    }
}
