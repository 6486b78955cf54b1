package dev.sluice.scrub;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.testsupport.Seeds;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever was planted, disguised in up to three ways and put anywhere, is in no reading of what leaves. */
class DisguisePropertyTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> VALUES = List.of(
            "ana.gomez@example.com",
            "4242424242424242",
            "4242 4242 4242 4242",
            "219-09-9999",
            "+49 30 901820",
            "198.51.100.23");

    private static final Pattern BASE64 = Pattern.compile("[A-Za-z0-9+/_-]{14,}");
    private static final Pattern NUMBERED = Pattern.compile("&#x([0-9a-f]+);");
    private static final Pattern ESCAPED = Pattern.compile("\\\\u([0-9a-f]{4})");

    private static final List<UnaryOperator<String>> DISGUISES = List.of(
            text -> URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20"),
            text -> octets(text, octet -> String.format("%%%02x", octet)),
            text -> characters(text, c -> "&#x" + Integer.toHexString(c) + ";"),
            text -> characters(text, c -> c < 0x10000 ? String.format("\\u%04x", c) : Character.toString(c)),
            text -> characters(text, c -> Character.toString(c > ' ' && c < 0x7f ? c + 0xfee0 : c)),
            text -> characters(text, c -> Character.toString(c >= '0' && c <= '9' ? c - '0' + 0x1d7ce : c)),
            text -> characters(text, c -> Character.toString(c) + "\u200b"),
            text -> Base64.getEncoder().encodeToString(("id: " + text).getBytes(StandardCharsets.UTF_8)),
            text -> Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(quoted(text).getBytes(StandardCharsets.UTF_8)),
            text -> quoted(text));

    private static final List<UnaryOperator<String>> PLACES = List.of(
            text -> "{\"event\":\"x\",\"properties\":{\"a\":" + string(text) + "}}",
            text -> "{\"event\":\"x\",\"properties\":{\"a\":[{\"b\":" + string("see " + text + " there") + "}]}}",
            text -> "{\"event\":\"x\",\"properties\":{\"a\":" + string(quoted(text)) + "}}",
            text -> "{\"event\":\"x\",\"properties\":{" + string("at " + text) + ":1}}",
            text -> "{\"event\":\"x\",\"properties\":{\"$current_url\":" + string("https://a.example/?q=" + text)
                    + "}}");

    private final Firewall firewall = new Firewall();

    @Property(seed = Seeds.SUITE, tries = 1500, edgeCases = EdgeCasesMode.NONE)
    void a_disguised_value_is_in_no_reading_of_what_leaves(
            @ForAll("values") String value,
            @ForAll("disguises") List<UnaryOperator<String>> disguises,
            @ForAll("places") UnaryOperator<String> place)
            throws Exception {
        String disguised = value;
        for (UnaryOperator<String> disguise : disguises) {
            disguised = disguise.apply(disguised);
        }
        String event = place.apply(disguised);

        String scrubbed = firewall.event(event);

        assertThat(readings(event)).anyMatch(reading -> reading.contains(value));
        assertThat(readings(scrubbed)).noneMatch(reading -> reading.contains(value));
        assertThat(firewall.event(scrubbed)).isEqualTo(scrubbed);
    }

    @Provide
    Arbitrary<String> values() {
        return Arbitraries.of(VALUES);
    }

    @Provide
    Arbitrary<List<UnaryOperator<String>>> disguises() {
        return Arbitraries.of(DISGUISES).list().ofMaxSize(3);
    }

    @Provide
    Arbitrary<UnaryOperator<String>> places() {
        return Arbitraries.of(PLACES);
    }

    /** Everything that the strings and keys of a document can be decoded to. */
    private static Set<String> readings(String json) throws Exception {
        var queue = new ArrayDeque<String>();
        collect(JSON.readTree(json), queue);
        Set<String> seen = new HashSet<>();
        while (!queue.isEmpty()) {
            String text = queue.poll();
            if (seen.size() < 400 && seen.add(text)) {
                queue.add(Normalizer.normalize(text.replace("\u200b", ""), Normalizer.Form.NFKC));
                queue.add(numbers(text, NUMBERED));
                queue.add(numbers(text, ESCAPED));
                queue.add(text.replace("\\\"", "\"").replace("\\\\", "\\"));
                queue.add(percent(text));
                BASE64.matcher(text).results().forEach(run -> queue.add(base64(run.group())));
            }
        }
        return seen;
    }

    private static void collect(JsonNode node, ArrayDeque<String> into) {
        if (node.isTextual()) {
            into.add(node.asText());
        }
        node.fieldNames().forEachRemaining(into::add);
        node.forEach(child -> collect(child, into));
    }

    private static String numbers(String text, Pattern pattern) {
        return pattern.matcher(text)
                .replaceAll(
                        found -> Matcher.quoteReplacement(Character.toString(Integer.parseInt(found.group(1), 16))));
    }

    private static String percent(String text) {
        try {
            return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return text;
        }
    }

    private static String base64(String run) {
        try {
            byte[] bytes = Base64.getUrlDecoder().decode(run.replace('+', '-').replace('/', '_'));
            return new String(bytes, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return "";
        }
    }

    /** Not with the member "k": in base64 that is how keys of Grafana begin, and they go whole once they are long enough. */
    private static String quoted(String text) {
        return "{\"note\":" + string(text) + "}";
    }

    private static String string(String text) {
        return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }

    private static String characters(String text, IntFunction<String> each) {
        var result = new StringBuilder();
        text.codePoints().forEach(c -> result.append(each.apply(c)));
        return result.toString();
    }

    private static String octets(String text, IntFunction<String> each) {
        var result = new StringBuilder();
        for (byte octet : text.getBytes(StandardCharsets.UTF_8)) {
            result.append(each.apply(octet & 0xff));
        }
        return result.toString();
    }
}
