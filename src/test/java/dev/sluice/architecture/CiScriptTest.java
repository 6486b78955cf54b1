package dev.sluice.architecture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code .ci/run} counts honestly, fails when tests fail and says what it did not run. Maven is a script of a few lines here. */
class CiScriptTest {
    private static final String LAST_LINE = "(?s).*\\R%s\\R";

    @TempDir
    Path clone;

    @BeforeEach
    void only_where_there_is_a_bash() throws IOException {
        assumeThat(Path.of("/bin/bash")).isExecutable();
        Files.createDirectories(clone.resolve(".ci"));
        Files.copy(Path.of(".ci", "run"), clone.resolve(".ci/run"));
    }

    @Test
    void without_a_native_image_it_says_so_and_counts_what_ran() throws Exception {
        maven(report("surefire", 5, 0, 0, 1), 0);

        Run run = run();

        assertThat(run.exit).isZero();
        assertThat(run.output)
                .contains("maven called with -B verify\n")
                .contains("native build and its tests were NOT run")
                .matches(LAST_LINE.formatted("4 passed, 0 failed, 1 skipped"));
    }

    @Test
    void failures_and_errors_of_all_reports_are_added_up_and_fail_the_run() throws Exception {
        maven(report("surefire", 10, 1, 2, 0) + report("failsafe", 3, 0, 0, 0), 1);

        Run run = run();

        assertThat(run.exit).isEqualTo(1);
        assertThat(run.output).matches(LAST_LINE.formatted("10 passed, 3 failed, 0 skipped"));
    }

    @Test
    void a_build_that_never_reached_its_tests_fails() throws Exception {
        maven("", 1);

        Run run = run();

        assertThat(run.exit).isEqualTo(1);
        assertThat(run.output).matches(LAST_LINE.formatted("0 passed, 0 failed, 0 skipped"));
    }

    @Test
    void where_there_is_a_native_image_the_binary_is_built_once_and_tested() throws Exception {
        maven(report("surefire", 5, 0, 0, 0), 0);
        Path graal = clone.resolve("graal");
        executable(graal.resolve("bin/native-image"), "#!/bin/sh\nexit 0\n");

        Run run = run("GRAALVM_HOME=" + graal);

        assertThat(run.exit).isZero();
        assertThat(run.output).containsOnlyOnce("-Dnative").doesNotContain("NOT run");
    }

    @Test
    void reports_of_an_earlier_run_are_not_counted() throws Exception {
        Path old = Files.createDirectories(clone.resolve("target/surefire-reports"));
        Files.writeString(old.resolve("TEST-old.xml"), "<testsuite name=\"old\" tests=\"99\" errors=\"0\">");
        maven(report("surefire", 1, 0, 0, 0), 0);

        assertThat(run().output).matches(LAST_LINE.formatted("1 passed, 0 failed, 0 skipped"));
    }

    private static String report(String plugin, int tests, int errors, int failures, int skipped) {
        return """
                mkdir -p target/%1$s-reports
                cat > target/%1$s-reports/TEST-a.xml <<'X'
                <?xml version="1.0" encoding="UTF-8"?>
                <testsuite xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
                    version="3.0.2" name="a.tests=&quot;7&quot;" time="1.5" tests="%2$d" errors="%3$d" skipped="%5$d" failures="%4$d">
                  <testcase name="one" time="0.1"/>
                </testsuite>
                X
                """.formatted(plugin, tests, errors, failures, skipped);
    }

    private void maven(String reports, int exit) throws IOException {
        executable(
                clone.resolve("mvnw"),
                "#!/bin/bash\necho \"maven called with $*\"\n" + reports + "exit " + exit + "\n");
    }

    private Run run(String... environment) throws IOException, InterruptedException {
        Path output = clone.resolve("output");
        var builder = new ProcessBuilder("/bin/bash", clone.resolve(".ci/run").toString())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().clear();
        builder.environment().put("PATH", "/usr/bin:/bin");
        for (String variable : environment) {
            int end = variable.indexOf('=');
            builder.environment().put(variable.substring(0, end), variable.substring(end + 1));
        }
        int exit = builder.start().waitFor();
        return new Run(exit, Files.readString(output));
    }

    private static void executable(Path file, String script) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, script);
        assertThat(file.toFile().setExecutable(true)).isTrue();
    }

    private record Run(int exit, String output) {}
}
