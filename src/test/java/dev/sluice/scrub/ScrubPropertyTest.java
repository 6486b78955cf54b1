package dev.sluice.scrub;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.sluice.scrub.policy.IpPolicy;
import dev.sluice.testsupport.Seeds;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class ScrubPropertyTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    /** Pieces that detectors look for, whole and broken, and what may stand around them. */
    private static final List<String> PIECES = List.of(
            "ana@example.com",
            "ana%40example.com",
            "&#64;",
            "@",
            "%",
            "%25",
            "%40",
            "&amp;",
            "\\u0040",
            "+1 202 555 0143",
            "(305) 867-4259",
            "4242 4242 4242 4242",
            "4242424242424242",
            "198.51.100.23",
            "2001:db8:12::7",
            "219-09-9999",
            "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.KoeyLeOb",
            "Bearer abcdef123456",
            "Basic Z3JhY2E6WW93dy05ODI=",
            "token=",
            "password=",
            "password: ",
            "\"password\":\"",
            "?email=",
            "&",
            "=",
            ";",
            "#",
            " ",
            ",",
            ".",
            ":",
            "::",
            "://",
            "/",
            "\"",
            "'",
            "\\",
            "[email]",
            "[removed]",
            "[",
            "]",
            "{\"pwd\":\"x y1\"}",
            "é",
            "☃",
            "🦔",
            "\u200b",
            "＠",
            "\u0000",
            "\n",
            "a",
            "0",
            "12",
            "phone ",
            "user:pw@",
            "git@",
            "ip",
            "-",
            "_",
            "1.2.3.4");

    private static final List<String> KEYS = List.of(
            "distinct_id",
            "alias",
            "$ip",
            "ip",
            "email",
            "phone",
            "name",
            "password",
            "token",
            "$set",
            "$groups",
            "user",
            "username",
            "lat",
            "card",
            "session",
            "properties",
            "$current_url",
            "$elements_chain",
            "a",
            "ana@example.com",
            "call +1 202 555 0143",
            "k=1",
            "\u0000",
            "data",
            "cv",
            "$snapshot_data");

    private final Firewall firewall = new Firewall();

    @Property(seed = Seeds.SUITE, tries = 2000)
    void scrubbing_a_text_twice_is_scrubbing_it_once(@ForAll("texts") String text) throws Exception {
        String once = firewall.text(text);

        assertThat(firewall.text(once)).isEqualTo(once);
    }

    @Property(seed = Seeds.SUITE, tries = 300, edgeCases = EdgeCasesMode.NONE)
    void an_event_stays_json_of_the_same_shape_and_is_done_in_one_go(@ForAll("events") JsonNode event)
            throws Exception {
        String json = JSON.writeValueAsString(event);

        String once;
        try {
            once = firewall.event(json);
        } catch (ScrubFailedException withheld) {
            return;
        }

        assertThat(shape(JSON.readTree(once))).isEqualTo(shape(event));
        assertThat(firewall.event(once)).isEqualTo(once);
    }

    @Property(seed = Seeds.SUITE, tries = 1000)
    void harmless_documents_leave_as_they_came(@ForAll("harmless") JsonNode value) throws Exception {
        String json = "{ \"event\":\"x\" , \"properties\" : {\"p\":" + value + ",\"lone\":\"\\ud83d \\u0000\"} }";

        assertThat(firewall.event(json)).isEqualTo(json);
    }

    @Property(seed = Seeds.SUITE, tries = 1000)
    void no_bytes_make_it_fail_in_another_way_than_it_says(@ForAll byte[] bytes) {
        byte[] document = new byte[bytes.length + 2];
        System.arraycopy(bytes, 0, document, 1, bytes.length);
        document[0] = '{';
        document[document.length - 1] = '}';
        var scrubber = new EventScrubber(new Pseudonyms(new PseudonymKey(new byte[32])), IpPolicy.DROP);
        try {
            scrubber.scan(document, 0, document.length, "p", new ScannedEvent());
        } catch (dev.sluice.json.MalformedJsonException expected) {
            assertThat(expected.offset()).isBetween(0, document.length);
        } catch (ScrubFailedException withheld) {
            assertThat(withheld.getMessage()).doesNotContain("internal error");
        }
    }

    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.of(PIECES).list().ofMaxSize(7).map(pieces -> String.join("", pieces));
    }

    @Provide
    Arbitrary<JsonNode> events() {
        return objects(values(3))
                .map(node -> JsonNodeFactory.instance.objectNode().set("properties", node));
    }

    @Provide
    Arbitrary<JsonNode> harmless() {
        Arbitrary<JsonNode> text = Arbitraries.strings()
                .withChars("abcdefghijklmnopqrstuvwxyz ,.-_/\n\"\\é☃")
                .ofMaxLength(40)
                .map(JsonNodeFactory.instance::textNode);
        Arbitrary<JsonNode> number = Arbitraries.doubles().map(JsonNodeFactory.instance::numberNode);
        return Arbitraries.oneOf(text, number, Arbitraries.just(JsonNodeFactory.instance.nullNode()));
    }

    private Arbitrary<JsonNode> values(int depth) {
        Arbitrary<JsonNode> leaf = Arbitraries.oneOf(
                texts().map(JsonNodeFactory.instance::textNode),
                Arbitraries.longs().map(JsonNodeFactory.instance::numberNode),
                Arbitraries.of(4242424242424242L, 5555555555554444L).map(JsonNodeFactory.instance::numberNode),
                Arbitraries.of(true, false).map(JsonNodeFactory.instance::booleanNode),
                Arbitraries.just(JsonNodeFactory.instance.nullNode()));
        if (depth == 0) {
            return leaf;
        }
        Arbitrary<JsonNode> list = values(depth - 1).list().ofMaxSize(3).map(nodes -> {
            var array = JsonNodeFactory.instance.arrayNode();
            nodes.forEach(array::add);
            return array;
        });
        Arbitrary<JsonNode> embedded =
                objects(values(depth - 1)).map(node -> JsonNodeFactory.instance.textNode(node.toString()));
        return Arbitraries.frequencyOf(
                net.jqwik.api.Tuple.of(5, leaf),
                net.jqwik.api.Tuple.of(1, list),
                net.jqwik.api.Tuple.of(1, objects(values(depth - 1))),
                net.jqwik.api.Tuple.of(1, embedded));
    }

    private Arbitrary<JsonNode> objects(Arbitrary<JsonNode> values) {
        return Arbitraries.maps(Arbitraries.of(KEYS), values).ofMaxSize(4).map(members -> {
            var object = JsonNodeFactory.instance.objectNode();
            members.forEach(object::set);
            return object;
        });
    }

    /** Numbers of members and elements at each place, without what they are. */
    private static String shape(JsonNode node) {
        if (!node.isContainerNode()) {
            return "v";
        }
        var shape = new StringBuilder(node.isArray() ? "[" : "{");
        node.forEach(child -> shape.append(shape(child)));
        return shape.append(node.isArray() ? "]" : "}").toString();
    }
}
