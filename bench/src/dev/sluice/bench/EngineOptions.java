package dev.sluice.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What {@code bench/engines} was asked to do. {@code bench/engines --help} prints the words.
 *
 * @param work a directory of this run alone, on the disk that is measured
 * @param commands how to start Sluice, by what it runs on
 * @param backlog events of each drain
 */
record EngineOptions(
        Path root,
        Path work,
        boolean quick,
        int rounds,
        Duration closed,
        Duration open,
        Duration warmUp,
        Duration limit,
        int connections,
        List<Engine> engines,
        Map<String, List<String>> commands,
        long backlog) {
    static final List<String> LOADS = List.of("single", "batch50");

    static EngineOptions parse(Path root, Path work, String[] arguments) {
        List<String> words = new ArrayList<>(Arrays.asList(arguments));
        boolean quick = words.remove("--quick");
        String binary = Options.take(words, "--native", "");
        String jar = Options.take(words, "--jar", "");
        if (binary.isEmpty() && jar.isEmpty()) {
            jar = root.resolve("target/quarkus-app/quarkus-run.jar").toString();
        }
        int rounds = Integer.parseInt(Options.take(words, "--rounds", quick ? "1" : "3"));
        Map<String, List<String>> commands = commands(jar, binary);
        EngineOptions options = new EngineOptions(
                root,
                work,
                quick,
                rounds,
                Duration.ofSeconds(quick ? 2 : 4),
                Duration.ofSeconds(quick ? 2 : 3),
                Duration.ofSeconds(quick ? 5 : 16),
                Duration.ofMinutes(10L * commands.size()),
                Integer.parseInt(Options.take(words, "--connections", "32")),
                Options.list(Options.take(words, "--engines", String.join(",", Engine.words()))).stream()
                        .map(Engine::named)
                        .toList(),
                commands,
                Long.parseLong(Options.take(words, "--backlog", quick ? "50000" : "250000")));
        if (!words.isEmpty()) {
            throw new IllegalArgumentException("not understood: " + String.join(" ", words));
        }
        return options;
    }

    private static Map<String, List<String>> commands(String jar, String binary) {
        Map<String, List<String>> commands = new LinkedHashMap<>();
        if (!jar.isEmpty()) {
            commands.put(
                    "jvm",
                    List.of(
                            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                            "-jar",
                            existing(jar).toString()));
        }
        if (!binary.isEmpty()) {
            commands.put("native", List.of(existing(binary).toString()));
        }
        return commands;
    }

    private static Path existing(String file) {
        Path path = Path.of(file).toAbsolutePath();
        if (!Files.isRegularFile(path)) {
            throw new IllegalArgumentException("nothing to run at " + path + " (`./mvnw package -Dquick` makes the jar)");
        }
        return path;
    }

    /** How much of a load one gateway can be asked for, all phases together; sizes the pools. */
    double secondsPerLoad() {
        return (closed.toMillis() / Load.CLOSED_SHARE) / 1e3;
    }
}
