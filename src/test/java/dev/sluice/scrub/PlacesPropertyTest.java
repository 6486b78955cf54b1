package dev.sluice.scrub;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.testsupport.Seeds;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/** Documents of random shapes, made of the keys that change what is done below them. */
class PlacesPropertyTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private static final List<String> KEYS = List.of(
            "user",
            "id",
            "name",
            "email",
            "ip_address",
            "request",
            "query_string",
            "headers",
            "cookies",
            "contexts",
            "trace",
            "trace_id",
            "feedback",
            "os",
            "spans",
            "items",
            "attributes",
            "user.id",
            "client.address",
            "value",
            "type",
            "key",
            "stringValue",
            "intValue",
            "arrayValue",
            "values",
            "resourceLogs",
            "body",
            "exception",
            "stacktrace",
            "frames",
            "filename",
            "vars",
            "breadcrumbs",
            "message",
            "data",
            "tags",
            "modules",
            "debug_meta",
            "sdk",
            "batch",
            "event",
            "properties",
            "$set",
            "$exception_list",
            "$elements_chain",
            "$active_feature_flags",
            "$raw_user_agent",
            "distinct_id",
            "event_id",
            "password",
            "token",
            "payload",
            "extra");

    private static final List<String> TEXTS = List.of(
            "ana@example.com",
            "to ana@example.com",
            "4242424242424242",
            "12",
            "password",
            "phone",
            "+12025550143",
            "198.51.100.23",
            "/a?token=abcdefgh",
            "a:text=\"to ana@example.com\"attr__name=\"email\"",
            "a.b:text=\"\\\"4242424242424242\";x",
            "{\"password\":\"x\"}",
            "{{auto}}",
            "é",
            "");

    private final Firewall firewall = new Firewall();

    @Property(seed = Seeds.SUITE, tries = 500, edgeCases = EdgeCasesMode.NONE)
    void whatever_it_looks_like_it_stays_json_of_the_same_shape_and_is_done_in_one_go(
            @ForAll("documents") JsonNode document) throws Exception {
        String json = JSON.writeValueAsString(document);

        String once = firewall.anything(json);

        assertThat(shape(JSON.readTree(once))).isEqualTo(shape(document));
        assertThat(firewall.anything(once)).isEqualTo(once);
    }

    @Property(seed = Seeds.SUITE, tries = 300, edgeCases = EdgeCasesMode.NONE)
    void the_same_holds_for_items_of_sentry(@ForAll("documents") JsonNode document) throws Exception {
        String once = firewall.sentry(JSON.writeValueAsString(document));

        assertThat(shape(JSON.readTree(once))).isEqualTo(shape(document));
        assertThat(firewall.sentry(once)).isEqualTo(once);
    }

    @Provide
    Arbitrary<JsonNode> documents() {
        return objects(values(5));
    }

    private static Arbitrary<JsonNode> values(int depth) {
        Arbitrary<JsonNode> leaf = Arbitraries.frequencyOf(
                Tuple.of(6, Arbitraries.of(TEXTS).map(JsonNodeFactory.instance::textNode)),
                Tuple.of(
                        1,
                        Arbitraries.of(7L, 4242424242424242L, 12025550143L).map(JsonNodeFactory.instance::numberNode)),
                Tuple.of(1, Arbitraries.just(JsonNodeFactory.instance.booleanNode(true))));
        if (depth == 0) {
            return leaf;
        }
        Arbitrary<JsonNode> inner = Arbitraries.lazy(() -> values(depth - 1));
        return Arbitraries.frequencyOf(
                Tuple.of(2, leaf),
                Tuple.of(3, objects(inner)),
                Tuple.of(1, inner.list().ofMaxSize(3).map(nodes -> {
                    ArrayNode array = JsonNodeFactory.instance.arrayNode();
                    nodes.forEach(array::add);
                    return array;
                })));
    }

    private static Arbitrary<JsonNode> objects(Arbitrary<JsonNode> values) {
        return Arbitraries.maps(Arbitraries.of(KEYS), values).ofMaxSize(4).map(members -> {
            ObjectNode object = JsonNodeFactory.instance.objectNode();
            members.forEach(object::set);
            return object;
        });
    }

    /** Names and types, but for numbers that have become null or a token. */
    private static String shape(JsonNode node) {
        if (node.isObject()) {
            var text = new StringBuilder("{");
            node.properties()
                    .forEach(member -> text.append(member.getKey())
                            .append(':')
                            .append(shape(member.getValue()))
                            .append(','));
            return text.append('}').toString();
        }
        if (node.isArray()) {
            var text = new StringBuilder("[");
            node.forEach(element -> text.append(shape(element)).append(','));
            return text.append(']').toString();
        }
        return node.isBoolean() ? "b" : "v";
    }
}
