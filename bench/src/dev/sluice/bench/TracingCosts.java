package dev.sluice.bench;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * A Sluice that records a tenth of all traces beside the same without. Each round is a pair of its own: both ran one after
 * the other on the same machine, so the median of the rounds' ratios says more than the ratio of two medians.
 */
final class TracingCosts {
    private static final String TRACED = "-traced";

    private TracingCosts() {}

    /** Empty where nothing was measured both ways. */
    static String markdown(List<Sample> samples) {
        StringBuilder rows = new StringBuilder();
        for (boolean open : new boolean[] {false, true}) {
            List<List<Sample>> groups = Figures.groups(samples, open);
            for (List<Sample> plain : groups) {
                traced(groups, plain.getFirst()).ifPresent(traced -> rows.append(row(plain, traced, open)));
            }
        }
        if (rows.isEmpty()) {
            return "";
        }
        return """

                ### What recording a tenth of all traces costs

                Ratios are traced to untraced of the same round: the median, and smallest to largest.

                | loop | load | peer | delivered events/s untraced | traced | ratio | CPU µs/event untraced | traced | ratio |
                | --- | --- | --- | --: | --: | --: | --: | --: | --: |
                """
                + rows;
    }

    private static Optional<List<Sample>> traced(List<List<Sample>> groups, Sample plain) {
        return groups.stream()
                .filter(group -> group.getFirst().load().equals(plain.load())
                        && group.getFirst().peer().equals(plain.peer() + TRACED))
                .findFirst();
    }

    private static String row(List<Sample> plain, List<Sample> traced, boolean open) {
        return String.format(
                Locale.ROOT,
                "| %s | %s | %s | %s | %s |\n",
                open ? "open" : "closed",
                plain.getFirst().load(),
                plain.getFirst().peer(),
                // At a fixed rate it says nothing but the rate.
                open ? "– | – | –" : pair(plain, traced, Sample::settledEventsPerSecond, 0),
                pair(plain, traced, Sample::peerMicrosPerEvent, 2));
    }

    private static String pair(
            List<Sample> plain, List<Sample> traced, ToDoubleFunction<Sample> figure, int decimals) {
        int rounds = Math.min(plain.size(), traced.size());
        double[] ratios = new double[rounds];
        for (int i = 0; i < rounds; i++) {
            ratios[i] = figure.applyAsDouble(traced.get(i)) / figure.applyAsDouble(plain.get(i));
        }
        return Figures.spread(plain, figure, decimals) + " | " + Figures.spread(traced, figure, decimals) + " | "
                + Figures.spread(ratios, 3);
    }
}
