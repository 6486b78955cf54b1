package dev.sluice.architecture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code mvnw} finds a JDK that is new enough, or says what is missing; a wrapper upgrade must not lose that. */
class WrapperTest {
    private static final Path WRAPPER = Path.of("mvnw").toAbsolutePath();

    @TempDir
    Path machine;

    @BeforeEach
    void only_where_there_is_a_shell() {
        assumeThat(Path.of("/bin/sh")).isExecutable();
    }

    @Test
    void the_search_stands_before_the_wrapper_begins() throws IOException {
        String script = Files.readString(WRAPPER);

        assertThat(script.indexOf("\nsluice_find_jdk\n")).isPositive().isLessThan(script.indexOf("\nset -euf\n"));
    }

    @Test
    void without_a_new_enough_jdk_it_says_what_it_needs_and_where_it_looked() throws Exception {
        Path old = jdk("old", "17.0.9");

        Run run = run(Map.of("JAVA_HOME", old.toString()));

        assertThat(run.exit).isEqualTo(1);
        assertThat(run.output)
                .startsWith("Sluice needs a JDK 25 or newer, and none was found.")
                .contains("JAVA_HOME (" + old + ")")
                .contains("what to do");
    }

    @Test
    void an_old_java_home_does_not_hide_a_newer_jdk() throws Exception {
        Path old = jdk("old", "17.0.9");
        Path newer = jdk("home/.sdkman/candidates/java/25.0.3-tem", "25.0.3");

        Run run = run(Map.of("JAVA_HOME", old.toString()));

        assertThat(run.exit).isZero();
        assertThat(run.output).isEqualToIgnoringNewLines("maven with " + newer);
    }

    @Test
    void a_java_home_that_is_new_enough_is_kept() throws Exception {
        jdk("home/.jdks/temurin-26", "26");
        Path chosen = jdk("chosen", "25.0.3");

        Run run = run(Map.of("JAVA_HOME", chosen.toString()));

        assertThat(run.output).isEqualToIgnoringNewLines("maven with " + chosen);
    }

    @Test
    void a_runtime_without_a_compiler_is_not_enough() throws Exception {
        Path runtime = jdk("runtime", "25.0.3");
        Files.delete(runtime.resolve("bin/javac"));

        assertThat(run(Map.of("JAVA_HOME", runtime.toString())).exit).isEqualTo(1);
    }

    /** A folder that looks like a JDK to the search. */
    private Path jdk(String name, String version) throws IOException {
        Path home = machine.resolve(name);
        Path bin = Files.createDirectories(home.resolve("bin"));
        Files.writeString(home.resolve("release"), "IMPLEMENTOR=\"test\"\nJAVA_VERSION=\"" + version + "\"\n");
        for (String tool : new String[] {"java", "javac"}) {
            executable(bin.resolve(tool), "#!/bin/sh\nexit 1\n");
        }
        return home;
    }

    /**
     * Runs the search of {@code mvnw} on an empty machine: the system's folders are replaced by ones below the temporary
     * directory, and what follows the search by a line that tells its result.
     */
    private Run run(Map<String, String> environment) throws IOException, InterruptedException {
        String script = Files.readString(WRAPPER)
                .replace("/usr/lib/jvm", machine + "/usr/lib/jvm")
                .replace("/opt/", machine + "/opt/")
                .replace("/Library/Java", machine + "/Library/Java");
        String search = script.substring(0, script.indexOf("\nset -euf\n"));
        Path file = executable(machine.resolve("mvnw"), search + "\necho \"maven with $JAVA_HOME\"\n");
        Path output = machine.resolve("output");
        var builder = new ProcessBuilder("/bin/sh", file.toString())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().clear();
        builder.environment().put("HOME", machine.resolve("home").toString());
        builder.environment().put("PATH", toolsWithoutJava().toString());
        builder.environment().putAll(environment);
        int exit = builder.start().waitFor();
        return new Run(exit, Files.readString(output, StandardCharsets.UTF_8));
    }

    /** A PATH that has what the script calls and no Java. */
    private Path toolsWithoutJava() throws IOException {
        Path bin = Files.createDirectories(machine.resolve("tools"));
        for (String tool : new String[] {"sed", "readlink"}) {
            Path found = Files.isExecutable(Path.of("/bin", tool)) ? Path.of("/bin", tool) : Path.of("/usr/bin", tool);
            executable(bin.resolve(tool), "#!/bin/sh\nexec " + found + " \"$@\"\n");
        }
        return bin;
    }

    private static Path executable(Path file, String script) throws IOException {
        Files.writeString(file, script);
        assertThat(file.toFile().setExecutable(true)).isTrue();
        return file;
    }

    private record Run(int exit, String output) {}
}
