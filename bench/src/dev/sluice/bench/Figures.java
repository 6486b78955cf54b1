package dev.sluice.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;

/** Many measurements of the same as one figure. */
final class Figures {
    private Figures() {}

    /** The samples of one load and peer together, in the order in which they were first measured. */
    static List<List<Sample>> groups(List<Sample> samples, boolean open) {
        Map<String, List<Sample>> groups = new LinkedHashMap<>();
        samples.stream()
                .filter(sample -> !sample.peer().equals(Direct.NAME) && sample.rate() > 0 == open)
                .forEach(sample -> groups.computeIfAbsent(sample.load() + ' ' + sample.peer(), _ -> new ArrayList<>())
                        .add(sample));
        return List.copyOf(groups.values());
    }

    static double median(List<Sample> group, ToDoubleFunction<Sample> value) {
        return median(group.stream().mapToDouble(value).toArray());
    }

    static double median(double[] values) {
        double[] sorted = DoubleStream.of(values).sorted().toArray();
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    static String spread(List<Sample> group, ToDoubleFunction<Sample> value, int decimals) {
        return spread(group.stream().mapToDouble(value).toArray(), decimals);
    }

    /** Median, and smallest to largest where there is more than one. */
    static String spread(double[] values, int decimals) {
        String number = "%,." + decimals + "f";
        String median = number.formatted(median(values));
        if (values.length == 1) {
            return median;
        }
        return median
                + (" (" + number + "–" + number + ")")
                        .formatted(
                                DoubleStream.of(values).min().orElseThrow(),
                                DoubleStream.of(values).max().orElseThrow());
    }
}
