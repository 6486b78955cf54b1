package dev.sluice.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.scrub.EventScrubber;
import dev.sluice.scrub.PseudonymKey;
import dev.sluice.scrub.Pseudonyms;
import dev.sluice.scrub.policy.IpPolicy;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScrubCommandTest {
    private static final String TOKEN = "email_[a-z]{28}";

    private final StringWriter err = new StringWriter();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    @Test
    void for_each_line_in_there_is_one_line_out_in_order() throws IOException {
        String clean = "{\"event\":\"a\",\"properties\":{\"n\": 1}}";

        assertThat(run(clean + "\n\"call ana@example.com\"\r\n\n[]\n17")).isTrue();

        assertThat(out).hasToString(clean + "\n\"call [email]\"\n\n[]\n17\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"event\":\"a\",\"properties\":{\"token\":\"t0ken\",\"form\":{\"token\":\"t0ken\"}}}"
                        + "|{\"event\":\"a\",\"properties\":{\"token\":\"t0ken\",\"form\":{\"token\":\"[removed]\"}}}",
                "{\"api_key\":\"k1\",\"batch\":[{\"event\":\"a\",\"uuid\":\"4111111111111111\",\"note\":\"4111111111111111\"}]}"
                        + "|{\"api_key\":\"k1\",\"batch\":[{\"event\":\"a\",\"uuid\":\"4111111111111111\",\"note\":\"[card]\"}]}",
                "[{\"event\":\"a\",\"token\":\"t0ken\"},{\"event\":\"b\",\"api_key\":\"t0ken\"}]"
                        + "|[{\"event\":\"a\",\"token\":\"t0ken\"},{\"event\":\"b\",\"api_key\":\"t0ken\"}]",
                "{\"token\":\"t0ken\",\"distinct_id\":\"u\",\"groups\":{}}|{\"token\":\"t0ken\",\"distinct_id\":\"u\",\"groups\":{}}",
                "{\"token\":\"t0ken\"}|{\"token\":\"[removed]\"}",
                "{\"event_id\":\"4111111111111111\",\"extra\":\"4111111111111111\"}"
                        + "|{\"event_id\":\"4111111111111111\",\"extra\":\"[card]\"}",
                "{\"sid\":\"5e55\",\"did\":\"u\",\"attrs\":{\"release\":\"a@1.0\"}}"
                        + "|{\"sid\":\"5e55\",\"did\":\"u\",\"attrs\":{\"release\":\"a@1.0\"}}",
                "{\"items\":[{\"trace_id\":\"a\",\"attributes\":{\"server.address\":{\"value\":\"db-1\",\"type\":\"string\"}}}]}"
                        + "|{\"items\":[{\"trace_id\":\"a\",\"attributes\":{\"server.address\":{\"value\":\"db-1\",\"type\":\"string\"}}}]}",
                "{\"header\":{\"type\":\"event\"},\"payload\":{\"event_id\":\"4111111111111111\",\"platform\":\"java\"}}"
                        + "|{\"header\":{\"type\":\"event\"},\"payload\":{\"event_id\":\"4111111111111111\",\"platform\":\"java\"}}",
                "{\"dsn\":\"https://k@o1.ingest.example/2\",\"sent_at\":\"x\"}|{\"dsn\":\"https://k@o1.ingest.example/2\",\"sent_at\":\"x\"}",
                "{\"resourceLogs\":[{\"timeUnixNano\":\"4111111111111111\",\"name\":\"4111111111111111\"}]}"
                        + "|{\"resourceLogs\":[{\"timeUnixNano\":\"4111111111111111\",\"name\":\"[card]\"}]}"
            })
    void a_line_is_scrubbed_as_what_it_looks_like(String line, String expected) throws IOException {
        assertThat(run(line)).isTrue();
        assertThat(out).hasToString(expected + "\n");
    }

    @Test
    void a_string_keeps_its_escapes() throws IOException {
        run("\"a\\u00e9\\n\\\"ana@example.com\\\" \\/ \\ud83d\\ude00\"");

        assertThat(out).hasToString("\"a\\u00e9\\n\\\"[email]\\\" \\/ \\ud83d\\ude00\"\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"{\"a\": ana@example.com}", "{\"mail\":\"ana@example.com\"", "ana@example.com", "[1,]", "{} {}"})
    void a_line_that_is_no_json_becomes_null_and_is_not_quoted(String line) throws IOException {
        assertThat(run("1\n" + line + "\n2\n")).isFalse();

        assertThat(out).hasToString("1\nnull\n2\n");
        assertThat(err.toString()).startsWith("line 2: not JSON").doesNotContain("ana");
    }

    @Test
    void a_line_that_is_not_utf_8_becomes_null() throws IOException {
        assertThat(command(false).run(new ByteArrayInputStream("\"caf\u00e9\"".getBytes(ISO_8859_1)), out))
                .isFalse();

        assertThat(out).hasToString("null\n");
    }

    @Test
    void a_byte_order_mark_is_no_part_of_the_first_line() throws IOException {
        assertThat(run("\ufeff\"to ana@example.com\"\r\n1\r\n")).isTrue();

        assertThat(out).hasToString("\"to [email]\"\n1\n");
    }

    @Test
    void bare_digits_are_an_identifier_in_a_text_of_their_own_and_a_number_under_a_key() throws IOException {
        String digits = "\"1101700203450\"";

        assertThat(run("{\"order\":" + digits + "}\n" + digits + "\n{\"order\":" + digits + "}\n"))
                .isTrue();

        assertThat(out).hasToString("{\"order\":" + digits + "}\n\"[removed]\"\n{\"order\":" + digits + "}\n");
    }

    @Test
    void a_line_that_is_withheld_becomes_null() throws IOException {
        assertThat(run("[".repeat(600) + "]".repeat(600) + "\n3")).isFalse();

        assertThat(out).hasToString("null\n3\n");
        assertThat(err.toString()).startsWith("line 1: ");
    }

    @Test
    void the_report_counts_kinds_and_actions_by_path_and_shows_no_value() throws IOException {
        String event = "{\"event\":\"a\",\"properties\":{\"$set\":{\"email\":\"ana@example.com\"},"
                + "\"items\":[{\"note\":\"4111 1111 1111 1111\"},{\"note\":\"4242424242424242 and b@example.com\"}],"
                + "\"ben@example.com\":1,\"inner\":\"{\\\"password\\\":\\\"hunter2\\\"}\"}}";

        command(true).run(new ByteArrayInputStream((event + "\n\"x c@example.com\"\nbad\n").getBytes(UTF_8)), out);

        assertThat(err.toString().lines())
                .containsExactly(
                        "line 3: not JSON: not a JSON value at byte 0",
                        "(text)\temail\treplace\t1",
                        "properties.$set.email\temail\tpseudonym\t1",
                        "properties.(key)\temail\tpseudonym\t1",
                        "properties.inner\tkeyed_secret\tremove\t1",
                        "properties.items[].note\temail\treplace\t1",
                        "properties.items[].note\tcredit_card\treplace\t2",
                        "lines 3, changed 2, failed 1");
    }

    @Test
    void names_that_could_tell_something_are_not_in_the_report() throws IOException {
        command(true)
                .run(
                        new ByteArrayInputStream(
                                "{\"4111111111111111\":\"a@example.com\",\"Jané\":{\"x\":\"a@example.com\"},\"7730418\":\"a@example.com\"}"
                                        .getBytes(UTF_8)),
                        out);

        assertThat(err.toString())
                .contains("*\temail")
                .contains("*.x\temail")
                .doesNotContain("4111")
                .doesNotContain("77304")
                .doesNotContain("Jan");
    }

    @Test
    void a_waiting_writer_gets_its_line_at_once() throws Exception {
        try (var lines = new PipedOutputStream();
                var scrubbed = new PipedInputStream()) {
            InputStream in = new PipedInputStream(lines);
            var to = new PipedOutputStream(scrubbed);
            CompletableFuture<Boolean> done = CompletableFuture.supplyAsync(() -> {
                try {
                    return command(false).run(in, to);
                } catch (IOException e) {
                    throw new IllegalStateException(e);
                }
            });
            lines.write("\"ana@example.com!\"\n".getBytes(UTF_8));
            lines.flush();

            assertThat(scrubbed.readNBytes(11)).asString(UTF_8).isEqualTo("\"[email]!\"\n");
            lines.close();
            assertThat(done.get()).isTrue();
        }
    }

    @Test
    void scrubbing_again_changes_nothing() throws IOException {
        run("{\"event\":\"$identify\",\"distinct_id\":\"ana@example.com\",\"$set\":{\"email\":\"Ana@Example.com\"}}");
        String once = out.toString(UTF_8);
        assertThat(once).matches("(?s).*\"distinct_id\":\"(" + TOKEN + ")\".*\"email\":\"\\1\".*");
        out.reset();

        run(once.strip());

        assertThat(out).hasToString(once);
    }

    private boolean run(String lines) throws IOException {
        return command(false).run(new ByteArrayInputStream(lines.getBytes(UTF_8)), out);
    }

    private ScrubCommand command(boolean reports) {
        var scrubber = new EventScrubber(new Pseudonyms(new PseudonymKey(new byte[32])), IpPolicy.TRUNCATE);
        return new ScrubCommand(scrubber, "shop", reports, new PrintWriter(err, true));
    }
}
