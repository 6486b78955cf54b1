package dev.sluice.bench.scrub;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/** The documents that every contender reads. Each kind is the same in every run; those from the corpus need ../shared. */
public enum Input {
    PAGE_VIEWS("page views of posthog-js, as captured, planted values taken out", true),
    SMALL("small events of a backend", true),
    CORPUS_CLEAN("the corpus' events that stay as they are", true),
    CORPUS_NEW("the same, sixteen times, no longer text twice", true),
    PAGE_VIEWS_FOUND("page views as captured: e-mail addresses, tokens and click ids in 4 to 12 places", false),
    CORPUS_FOUND("the corpus' events with personal data", false),
    RECORDINGS("frames of session recordings, as captured", false);

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int VARIANTS = 16;

    private final String description;
    private final boolean clean;

    Input(String description, boolean clean) {
        this.description = description;
        this.clean = clean;
    }

    String description() {
        return description;
    }

    /** Whether the firewall finds nothing in it. */
    boolean isClean() {
        return clean;
    }

    /** The documents; none where ../shared is not there. */
    List<byte[]> documents() {
        return switch (this) {
            case PAGE_VIEWS ->
                resource("page-views.jsonl").stream().map(Input::cleaned).toList();
            case SMALL -> SmallEvents.make();
            case CORPUS_CLEAN -> corpus("neg", Input::isUntouched);
            case CORPUS_NEW -> variants(CORPUS_CLEAN.documents());
            case PAGE_VIEWS_FOUND -> resource("page-views.jsonl");
            case CORPUS_FOUND -> corpus("pos", event -> !isUntouched(event));
            case RECORDINGS -> resource("recordings.jsonl");
        };
    }

    private static boolean isUntouched(byte[] event) {
        return new Firewall().scrub(event) == 0;
    }

    private static byte[] cleaned(byte[] event) {
        return bytes(new String(event, StandardCharsets.UTF_8)
                .replace("\"Cj0abc\"", "null")
                .replace("gclid=Cj0abc&", "")
                .replace("jane.query@example.com", "xy")
                .replace("rst_5f3c9a1e", "true")
                .replace(" for Jane Query", ""));
    }

    private static List<byte[]> resource(String name) {
        try (InputStream in = Objects.requireNonNull(Input.class.getResourceAsStream(name), name)) {
            return lines(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<byte[]> lines(String text) {
        return text.lines().map(Input::bytes).toList();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static List<byte[]> corpus(String label, Predicate<byte[]> wanted) {
        Path corpus = Path.of(System.getProperty("shared.folder", "../shared"), "pii-corpus", "train.jsonl");
        List<byte[]> events = new ArrayList<>();
        if (Files.isReadable(corpus)) {
            try {
                for (String line : Files.readAllLines(corpus)) {
                    JsonNode node = JSON.readTree(line);
                    JsonNode event = node.get("event");
                    boolean isPostHog = event != null && event.has("properties");
                    if (isPostHog && node.get("label").asText().equals(label)) {
                        events.add(JSON.writeValueAsBytes(event));
                    }
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return events.stream().filter(wanted).toList();
    }

    /** Copies in which each longer text ends in other letters: nothing can be recognised as seen before. */
    private static List<byte[]> variants(List<byte[]> events) {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(7);
        List<byte[]> all = new ArrayList<>();
        for (int i = 0; i < VARIANTS; i++) {
            for (byte[] event : events) {
                all.add(TextVariant.of(event, random));
            }
        }
        return all.stream().filter(Input::isUntouched).toList();
    }
}
