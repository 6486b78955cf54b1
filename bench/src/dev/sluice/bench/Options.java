package dev.sluice.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What {@code bench/run} was asked to do. {@code bench/run --help} prints the words.
 *
 * @param work a directory of this run alone, on the disk that is measured
 */
record Options(
        Path root,
        Path work,
        Path nginx,
        boolean quick,
        int rounds,
        Duration closed,
        Duration open,
        Duration warmUp,
        int starts,
        int connections,
        List<String> peers,
        List<String> loads,
        Path jar,
        Optional<Path> binary,
        List<String> javaOptions) {
    /** Those words that take a value are followed by it. */
    static Options parse(Path root, Path work, Path nginx, String[] arguments) {
        List<String> words = new ArrayList<>(Arrays.asList(arguments));
        boolean quick = words.remove("--quick");
        Path jar = Path.of(take(
                words,
                "--jar",
                root.resolve("target/quarkus-app/quarkus-run.jar").toString()));
        String binary = take(words, "--native", "");
        Options options = new Options(
                root,
                work,
                nginx,
                quick,
                Integer.parseInt(take(words, "--rounds", quick ? "1" : "3")),
                Duration.ofSeconds(quick ? 2 : 4),
                Duration.ofSeconds(quick ? 2 : 3),
                Duration.ofSeconds(quick ? 6 : 30),
                Integer.parseInt(take(words, "--starts", quick ? "2" : "10")),
                Integer.parseInt(take(words, "--connections", "32")),
                list(take(words, "--peers", "nginx,sluice-jvm,sluice-native")),
                list(take(words, "--loads", quick ? "single,batch50" : String.join(",", Load.names()))),
                jar,
                binary.isEmpty() ? findBinary(root) : Optional.of(Path.of(binary)),
                list(take(words, "--java-options", "")));
        if (!words.isEmpty()) {
            throw new IllegalArgumentException("not understood: " + String.join(" ", words));
        }
        known("peer", options.peers(), Bench.PEERS);
        known("load", options.loads(), Load.names());
        return options;
    }

    private static void known(String what, List<String> asked, List<String> known) {
        for (String name : asked) {
            if (!known.contains(name)) {
                throw new IllegalArgumentException("no %s is called %s; there are %s".formatted(what, name, known));
            }
        }
    }

    static String take(List<String> words, String name, String otherwise) {
        int at = words.indexOf(name);
        if (at < 0) {
            return otherwise;
        }
        if (at + 1 == words.size()) {
            throw new IllegalArgumentException(name + " needs a value");
        }
        words.remove(at);
        return words.remove(at);
    }

    static List<String> list(String words) {
        return Arrays.stream(words.split("[, ]"))
                .filter(word -> !word.isEmpty())
                .toList();
    }

    private static Optional<Path> findBinary(Path root) {
        Path target = root.resolve("target");
        if (!Files.isDirectory(target)) {
            return Optional.empty();
        }
        try (Stream<Path> files = Files.list(target)) {
            return files.filter(file -> file.toString().endsWith("-runner")).findFirst();
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** How to start a kind of Sluice; nothing when it has not been built. */
    Optional<List<String>> command(String peer) {
        if (peer.startsWith(SluicePeer.NATIVE)) {
            return binary.filter(Files::isExecutable)
                    .map(file -> List.of(file.toAbsolutePath().toString()));
        }
        if (!Files.isRegularFile(jar)) {
            return Optional.empty();
        }
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(javaOptions);
        command.addAll(List.of("-jar", jar.toAbsolutePath().toString()));
        return Optional.of(List.copyOf(command));
    }

    /** How much of a load one peer can be asked for, all phases together; sizes the pools. */
    double secondsPerLoad() {
        return (closed.toMillis() / Load.CLOSED_SHARE) / 1e3;
    }
}
