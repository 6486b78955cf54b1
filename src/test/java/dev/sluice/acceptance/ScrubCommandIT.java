package dev.sluice.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testsupport.RunningGateway;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code sluice scrub} as an operator runs it: the packaged jar, or the native binary. */
class ScrubCommandIT {
    private static final String KEY = "a key of more than thirty-two bytes for tests";
    private static final int MANY = 200_000;

    @TempDir
    Path folder;

    @Test
    void a_file_is_scrubbed_line_by_line_without_a_gateway() throws Exception {
        Path file = Files.write(
                folder.resolve("lines.jsonl"),
                List.of(
                        "\"call +49 176 1234567 or write to ana@example.com\"",
                        "{\"event\":\"$pageview\",\"distinct_id\":\"ana@example.com\",\"properties\":{\"token\":\"phc_x\"}}",
                        "{\"event_id\":\"9ec79c33ec9942ab8353589fcb2e04dc\",\"user\":{\"id\":\"ana@example.com\"}}",
                        "not json: ana@example.com",
                        "{\"clean\": true}"));

        int exit = run(Map.of(), "", "scrub", "--report", file.toString());

        List<String> out = Files.readAllLines(folder.resolve("out"));
        assertThat(out).hasSize(5);
        assertThat(out.get(0)).isEqualTo("\"call [phone] or write to [email]\"");
        String person = out.get(1).replaceAll(".*\"distinct_id\":\"(email_[a-z]{28})\".*", "$1");
        assertThat(out.get(1)).contains("\"token\":\"phc_x\"");
        assertThat(out.get(2))
                .contains("\"event_id\":\"9ec79c33ec9942ab8353589fcb2e04dc\"")
                .contains(person);
        assertThat(out.get(3)).isEqualTo("null");
        assertThat(out.get(4)).isEqualTo("{\"clean\": true}");
        assertThat(Files.readString(folder.resolve("err")))
                .contains("line 4: not JSON")
                .contains("distinct_id\temail\tpseudonym\t1")
                .contains("user.id\temail\tpseudonym\t1")
                .doesNotContain("ana@")
                .doesNotContain("Exception");
        assertThat(exit).isEqualTo(1);
    }

    @Test
    void standard_input_of_any_length_needs_little_memory() throws Exception {
        String line = "{\"event\":\"a\",\"properties\":{\"note\":\"for ana@example.com\",\"fill\":\""
                + "word ".repeat(100) + "\"}}";
        Path many = folder.resolve("many.jsonl");
        try (BufferedWriter writer = Files.newBufferedWriter(many)) {
            for (int i = 0; i < MANY; i++) {
                writer.write(line);
                writer.write('\n');
            }
        }

        int exit = run(Map.of("JAVA_TOOL_OPTIONS", "-Xmx48m"), many.toString(), "scrub");

        assertThat(exit).isZero();
        try (Stream<String> lines = Files.lines(folder.resolve("out"))) {
            assertThat(lines.filter(scrubbed -> scrubbed.contains("\"for [email]\"")))
                    .hasSize(MANY);
        }
    }

    private int run(Map<String, String> environment, String input, String... arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(RunningGateway.command());
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectOutput(folder.resolve("out").toFile())
                .redirectError(folder.resolve("err").toFile());
        builder.environment().put("SLUICE_PSEUDONYM_KEY", KEY);
        builder.environment().putAll(environment);
        if (!input.isEmpty()) {
            builder.redirectInput(Path.of(input).toFile());
        }
        Process process = builder.start();
        try (OutputStream nothing = process.getOutputStream()) {
            nothing.flush();
        }
        assertThat(process.waitFor(2, TimeUnit.MINUTES)).as("ended by itself").isTrue();
        return process.exitValue();
    }
}
