package dev.sluice.run;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CommandLineEntryTest {
    private static final String KEY = "a key of more than thirty-two bytes for tests";

    @TempDir
    Path folder;

    private String lines = "";
    private final ByteArrayOutputStream scrubbed = new ByteArrayOutputStream();
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final AtomicInteger gateways = new AtomicInteger();

    @Test
    void without_a_command_it_serves() {
        assertThat(run(Map.of())).isEqualTo(CommandLineEntry.WELL);
        assertThat(gateways).hasValue(1);
    }

    @Test
    void serve_serves() {
        assertThat(run(Map.of(), "serve")).isEqualTo(CommandLineEntry.WELL);
        assertThat(gateways).hasValue(1);
    }

    @Test
    void a_wrong_environment_ends_with_2_before_anything_starts_and_names_every_problem() {
        int exit = run(Map.of("SLUICE_DATA_DRI", "x", "PORT", "http"));

        assertThat(exit).isEqualTo(CommandLineEntry.WRONG);
        assertThat(gateways).hasValue(0);
        assertThat(err.toString())
                .contains("PORT is \"http\"")
                .contains("SLUICE_DATA_DIR")
                .doesNotContain("\tat ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--help", "-h"})
    void help_lists_the_commands_that_exist(String option) {
        assertThat(run(Map.of(), option)).isEqualTo(CommandLineEntry.WELL);
        assertThat(out.toString())
                .contains("serve")
                .contains("health")
                .contains("Exit codes")
                .doesNotContain("preflight");
        assertThat(gateways).hasValue(0);
    }

    @Test
    void every_command_has_help() {
        assertThat(run(Map.of(), "health", "--help")).isEqualTo(CommandLineEntry.WELL);
        assertThat(out.toString()).contains("accept events");
    }

    @Test
    void version_prints_the_version_of_the_build() {
        assertThat(run(Map.of(), "--version")).isEqualTo(CommandLineEntry.WELL);
        assertThat(out.toString()).matches("sluice \\d+\\.\\d+\\.\\d+.*\\s+");
    }

    @ParameterizedTest
    @ValueSource(strings = {"sevre", "--prot=1"})
    void a_wrong_call_ends_with_2(String argument) {
        assertThat(run(Map.of(), argument)).isEqualTo(CommandLineEntry.WRONG);
        assertThat(err.toString()).contains(argument);
        assertThat(gateways).hasValue(0);
    }

    @ParameterizedTest
    @CsvSource({"200, 0", "503, 1"})
    void health_tells_what_the_gateway_on_its_port_says(int status, int exit) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/health", exchange -> {
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
        });
        server.start();
        try {
            String port = String.valueOf(server.getAddress().getPort());
            assertThat(run(Map.of("PORT", port), "health")).isEqualTo(exit);
        } finally {
            server.stop(0);
        }
    }

    @Test
    void health_of_a_port_that_nobody_listens_on_is_a_problem() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        String port = String.valueOf(server.getAddress().getPort());
        server.stop(0);

        assertThat(run(Map.of("PORT", port), "health")).isEqualTo(CommandLineEntry.PROBLEM);
        assertThat(err.toString()).contains("does not answer");
    }

    @Test
    void scrub_reads_standard_input_and_starts_nothing() {
        lines = "\"write to ana@example.com\"\n";

        assertThat(run(Map.of("SLUICE_PSEUDONYM_KEY", KEY), "scrub")).isEqualTo(CommandLineEntry.WELL);
        assertThat(scrubbed).hasToString("\"write to [email]\"\n");
        assertThat(err.toString()).isEmpty();
        assertThat(gateways).hasValue(0);
    }

    @Test
    void scrub_reads_a_file_and_reports() throws IOException {
        Path file = Files.writeString(folder.resolve("events.jsonl"), "{\"note\":\"to ana@example.com\"}\n");

        int exit = run(Map.of("SLUICE_PSEUDONYM_KEY", KEY), "scrub", "--report", "--project", "shop", file.toString());

        assertThat(exit).isEqualTo(CommandLineEntry.WELL);
        assertThat(scrubbed).hasToString("{\"note\":\"to [email]\"}\n");
        assertThat(err.toString()).startsWith("note\temail\treplace\t1").doesNotContain("ana@");
    }

    @Test
    void scrub_for_a_project_that_the_file_does_not_have_ends_with_2() throws IOException {
        Path file = Files.writeString(folder.resolve("sluice.yaml"), "projects:\n  - name: shop\n    token: phc_t\n");
        String config = file.toString();

        assertThat(run(Map.of("SLUICE_PSEUDONYM_KEY", KEY), "scrub", "--config", config, "--project", "shpo"))
                .isEqualTo(CommandLineEntry.WRONG);
        assertThat(scrubbed.size()).isZero();
        assertThat(run(Map.of("SLUICE_PSEUDONYM_KEY", KEY), "scrub", "--config", config, "--project", "shop"))
                .isEqualTo(CommandLineEntry.WELL);
    }

    @Test
    void scrub_gives_the_pseudonyms_that_the_gateway_gives() throws IOException {
        lines = "\"ana@example.com\"\n";
        run(Map.of("SLUICE_PSEUDONYM_KEY", KEY), "scrub");
        String ofVariable = scrubbed.toString(UTF_8);
        Files.writeString(folder.resolve("pseudonym.key"), KEY + "\n");
        scrubbed.reset();

        run(Map.of("SLUICE_DATA_DIR", folder.toString()), "scrub");

        assertThat(scrubbed).hasToString(ofVariable);
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void without_a_key_scrub_says_what_its_pseudonyms_are_good_for() {
        lines = "\"ana@example.com\"\n";

        int exit = run(Map.of("SLUICE_DATA_DIR", folder.resolve("none").toString()), "scrub");

        assertThat(exit).isEqualTo(CommandLineEntry.WELL);
        assertThat(scrubbed.toString(UTF_8)).matches("\"email_[a-z]{28}\"\n");
        assertThat(err.toString()).contains("SLUICE_PSEUDONYM_KEY");
        assertThat(folder.resolve("none")).doesNotExist();
    }

    @Test
    void a_line_that_fails_ends_scrub_with_1() {
        lines = "{\"a\":\n";

        assertThat(run(Map.of("SLUICE_PSEUDONYM_KEY", KEY), "scrub")).isEqualTo(CommandLineEntry.PROBLEM);
    }

    @ParameterizedTest
    @ValueSource(strings = {"no-such-file.jsonl", "--config=no-such-file.yaml", "--bogus"})
    void scrub_that_is_called_wrongly_ends_with_2(String argument) {
        assertThat(run(Map.of("SLUICE_PSEUDONYM_KEY", KEY), "scrub", argument)).isEqualTo(CommandLineEntry.WRONG);
        assertThat(scrubbed.size()).isZero();
    }

    @Test
    void scrub_with_a_key_that_is_too_short_ends_with_2() {
        assertThat(run(Map.of("SLUICE_PSEUDONYM_KEY", "short"), "scrub")).isEqualTo(CommandLineEntry.WRONG);
        assertThat(run(Map.of("SLUICE_PSEUDONYM_KEY", "longer, but not enough"), "scrub"))
                .isEqualTo(CommandLineEntry.WRONG);
    }

    @Test
    void dead_letters_and_each_of_its_commands_have_help() {
        assertThat(run(Map.of(), "dead-letters", "--help")).isEqualTo(CommandLineEntry.WELL);
        for (String command : new String[] {"list", "counts", "show", "edit", "dry-run", "replay", "delete", "audit"}) {
            assertThat(out.toString()).contains(command);
            assertThat(run(Map.of(), "dead-letters", command, "--help")).isEqualTo(CommandLineEntry.WELL);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "lsit",
                "list --limit 0",
                "list --url ftp://x",
                "show",
                "show 1",
                "edit 01900000-0000-7000-8000-000000000001 no-such-file",
                "replay",
                "replay 01900000-0000-7000-8000-000000000001 --all",
                "replay 01900000-0000-7000-8000-000000000001 --project shop",
                "delete --all"
            })
    void dead_letters_that_is_called_wrongly_ends_with_2(String arguments) {
        String[] all = ("dead-letters " + arguments).strip().split(" ");

        assertThat(run(Map.of("SLUICE_ADMIN_TOKEN", "a token of an operator"), all))
                .isEqualTo(CommandLineEntry.WRONG);
        assertThat(err.toString()).isNotEmpty();
    }

    @Test
    void dead_letters_without_the_token_ends_with_2_and_says_which() {
        assertThat(run(Map.of(), "dead-letters", "list")).isEqualTo(CommandLineEntry.WRONG);
        assertThat(err.toString()).contains("SLUICE_ADMIN_TOKEN");
    }

    private int run(Map<String, String> environment, String... arguments) {
        return new CommandLineEntry(
                        () -> environment,
                        gateways::incrementAndGet,
                        new ByteArrayInputStream(lines.getBytes(UTF_8)),
                        scrubbed,
                        new PrintWriter(out, true),
                        new PrintWriter(err, true))
                .run(arguments);
    }
}
