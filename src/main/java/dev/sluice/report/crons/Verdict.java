package dev.sluice.report.crons;

import dev.sluice.failure.Failure;
import java.util.List;

/**
 * How a run ended.
 *
 * @param failures what the operator is to hear of it; none where whoever met the trouble has told of it
 */
public record Verdict(boolean isWell, List<Failure> failures) {
    public static final Verdict WELL = new Verdict(true, List.of());

    /** Not well, and told elsewhere. */
    static final Verdict KNOWN = new Verdict(false, List.of());

    public Verdict {
        failures = List.copyOf(failures);
    }

    static Verdict failed(List<Failure> failures) {
        return new Verdict(false, failures);
    }

    static Verdict failed(Failure failure) {
        return failed(List.of(failure));
    }
}
