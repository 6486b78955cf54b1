package dev.sluice.scrub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * Runs the labelled practice corpus: values that must be gone, lines that must stay. A coarser measure than the corpus's own
 * {@code score.py} (a value counts as gone if it is not in the output as it stood), but one that every build can run.
 */
class PiiCorpusTest {
    /** Share of the values of each kind that must be gone. All of them are; a margin for what is rather a matter of taste. */
    private static final double FLOOR = 0.97;

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Firewall firewall = new Firewall();

    @Test
    void labelled_values_are_gone_and_harmless_lines_stay() throws Exception {
        List<JsonNode> lines = lines();
        Map<String, int[]> byKind = new TreeMap<>();
        int negatives = 0;
        int untouched = 0;
        for (JsonNode line : lines) {
            String source = line.has("text")
                    ? line.get("text").asText()
                    : line.get("event").toString();
            String output = scrubbed(line, source);
            if (line.get("label").asText().equals("neg")) {
                negatives++;
                untouched += output.equals(source) ? 1 : 0;
            } else if (line.get("label").asText().equals("pos")) {
                for (JsonNode span : line.get("spans")) {
                    int[] counts = byKind.computeIfAbsent(span.get("kind").asText(), kind -> new int[2]);
                    counts[0]++;
                    counts[1] += isGone(line, span, output) ? 1 : 0;
                }
            }
        }
        double harmless = (double) untouched / negatives;
        System.out.printf(Locale.ROOT, "pii corpus: negatives untouched %.4f%n", harmless);
        assertThat(harmless).isGreaterThanOrEqualTo(0.995);
        byKind.forEach((kind, counts) -> assertThat((double) counts[1] / counts[0])
                .as("%s: %d of %d", kind, counts[1], counts[0])
                .isGreaterThanOrEqualTo(FLOOR));
    }

    private String scrubbed(JsonNode line, String source) throws Exception {
        if (line.has("text")) {
            return firewall.text(source);
        }
        return line.get("event").has("properties") ? firewall.event(source) : firewall.document(source);
    }

    private static boolean isGone(JsonNode line, JsonNode span, String output) throws IOException {
        String value = span.get("value").asText();
        if (line.has("text") || value.length() >= 7) {
            return !output.contains(value);
        }
        JsonNode leaf = JSON.readTree(output).at(span.get("path").asText());
        return !leaf.asText().contains(value);
    }

    private static List<JsonNode> lines() throws IOException {
        Path corpus = Path.of(System.getProperty("shared.folder", "../shared"), "pii-corpus", "train.jsonl");
        assumeThat(corpus)
                .as("the labelled corpus, found through -Dshared.folder or beside the project")
                .exists();
        try (var lines = Files.lines(corpus)) {
            return lines.map(PiiCorpusTest::parsed).toList();
        }
    }

    private static JsonNode parsed(String line) {
        try {
            return JSON.readTree(line);
        } catch (IOException e) {
            throw new AssertionError("the corpus is not JSON lines", e);
        }
    }
}
