package dev.sluice.scrub;

import java.time.Duration;

/**
 * What the search of one document may cost; one that costs more is withheld, because nobody has seen the rest of it.
 *
 * @param maxBytes longest document
 * @param maxNanos longest time
 */
public record ScrubLimits(int maxBytes, long maxNanos) {
    /**
     * More than any entrance lets in, and so long that only a mistake of ours takes longer: 64 MiB take less than a second
     * on an idle machine, and a busy one must not lose events.
     */
    public static final ScrubLimits DEFAULTS =
            new ScrubLimits(64 << 20, Duration.ofSeconds(20).toNanos());
}
