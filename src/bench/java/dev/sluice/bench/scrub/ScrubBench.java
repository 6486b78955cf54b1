package dev.sluice.bench.scrub;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * {@code bench/scrub}: in each round every contender reads every input, one after the other, each in a JVM of its own; what
 * is printed are medians over the rounds.
 */
public final class ScrubBench {
    private static final List<String> CONTENDERS = List.of("scrub", "jacksonTokens", "fastjson2Tree", "copy");
    private static final String[] JVM = {"-Xms512m", "-Xmx512m", "--sun-misc-unsafe-memory-access=allow"};
    private static final DateTimeFormatter MINUTES = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm");

    private final Map<Input, double[][]> speeds = new EnumMap<>(Input.class);
    private final int rounds;
    private final int iterations;

    private ScrubBench(int rounds, int iterations) {
        this.rounds = rounds;
        this.iterations = iterations;
    }

    public static void main(String[] args) throws RunnerException, IOException {
        List<String> options = Arrays.asList(args);
        if (options.contains("--hostile")) {
            Hostile.main();
            return;
        }
        boolean quick = options.contains("--quick");
        var bench = new ScrubBench(quick ? 1 : 3, quick ? 2 : 4);
        bench.run();
        String table = bench.table(quick);
        System.out.println(table);
        Path results = Files.createDirectories(Path.of("bench", "results", "scrub"));
        Files.writeString(results.resolve("latest.md"), table);
    }

    private void run() throws RunnerException {
        for (int round = 0; round < rounds; round++) {
            for (Input input : Input.values()) {
                long size = ScrubBenchmark.size(input.documents().toArray(byte[][]::new));
                for (int contender = 0; size > 0 && contender < CONTENDERS.size(); contender++) {
                    double speed = measure(input, CONTENDERS.get(contender)) * size / 1e6;
                    speeds.computeIfAbsent(input, _ -> new double[CONTENDERS.size()][rounds])[contender][round] = speed;
                    System.err.printf("round %d %s %s %.0f MB/s%n", round + 1, input, CONTENDERS.get(contender), speed);
                }
            }
        }
    }

    /** Passes over the input per second. */
    private double measure(Input input, String contender) throws RunnerException {
        ChainedOptionsBuilder options = new OptionsBuilder()
                .include("\\Q" + ScrubBenchmark.class.getName() + "." + contender + "\\E$")
                .param("input", input.name())
                .mode(Mode.Throughput)
                .forks(1)
                .threads(1)
                .jvmArgsAppend(JVM)
                .warmupIterations(2)
                .warmupTime(TimeValue.seconds(1))
                .measurementIterations(iterations)
                .measurementTime(TimeValue.milliseconds(500))
                .verbosity(VerboseMode.SILENT);
        String shared = System.getProperty("shared.folder");
        if (shared != null) {
            options.jvmArgsAppend(JVM[0], JVM[1], JVM[2], "-Dshared.folder=" + shared);
        }
        return new Runner(options.build())
                .runSingle()
                .getPrimaryResult()
                .getStatistics()
                .getPercentile(50);
    }

    private String table(boolean quick) {
        var text = new StringBuilder();
        text.append("Measured %s UTC by `bench/scrub%s`: medians of %d %s, one thread, Java %s, %s.%n%n"
                .formatted(
                        LocalDateTime.now(Clock.systemUTC()).format(MINUTES),
                        quick ? " --quick" : "",
                        rounds,
                        rounds == 1 ? "round" : "rounds",
                        System.getProperty("java.vm.version"),
                        processor()));
        text.append("| input | documents | bytes each | firewall MB/s | Jackson's tokens MB/s | fastjson2's tree MB/s |")
                .append(" plain copy MB/s | firewall ÷ Jackson |\n| --- | --: | --: | --: | --: | --: | --: | --: |\n");
        speeds.forEach((input, all) -> {
            List<byte[]> documents = input.documents();
            long size = ScrubBenchmark.size(documents.toArray(byte[][]::new));
            double[] medians = Arrays.stream(all).mapToDouble(ScrubBench::median).toArray();
            text.append("| %s | %d | %,d | %,.0f | %,.0f | %,.0f | %,.0f | %.2f |%n"
                    .formatted(
                            input.description(),
                            documents.size(),
                            size / documents.size(),
                            medians[0],
                            medians[1],
                            medians[2],
                            medians[3],
                            medians[0] / medians[1]));
        });
        if (speeds.size() < Input.values().length) {
            text.append("\nThe corpus (../shared) was not there; its rows are left out.\n");
        }
        return text.toString();
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    private static String processor() {
        try {
            return Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
                    .filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse("unknown processor");
        } catch (IOException e) {
            return "unknown processor";
        }
    }
}
