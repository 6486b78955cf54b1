package dev.sluice.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.scrub.ScrubFailedException;
import dev.sluice.scrub.policy.Action;
import dev.sluice.scrub.policy.Kind;
import dev.sluice.testsupport.Seeds;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever a policy says, an event stays an event, its identities stay identities, and one scrubbing is enough. */
class PolicyPropertyTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> VALUES = List.of(
            "ana@example.com",
            "Ana@Example.COM, +44 20 7946 0958",
            "+44 20 7946 0958",
            "4242 4242 4242 4242",
            "[card_4242] [email_example.com]",
            "[removed]",
            "198.51.100.23",
            "52.52001, 13.40495",
            "12.03.1985",
            "DE89 3704 0044 0532 0130 00",
            "hunter2",
            "EMP-1234",
            "EMP-1234 at https://u:p@x.example/?email=ana%40example.com&token=abcdef123456#id=EMP%2D1234",
            "{\"email\":\"ana@example.com\",\"note\":{\"dob\":19850312}}",
            "Ana Müller",
            "email_abcdefghijklmnopqrstuvwxyzab",
            "");
    private static final List<String> KEYS = List.of(
            "email",
            "phone",
            "dob",
            "coordinates",
            "iban",
            "password",
            "first_name",
            "username",
            "ssn",
            "card",
            "$ip",
            "ip",
            "note",
            "x",
            "token",
            "alias",
            "$user_id",
            "EMP-1234",
            "ref");

    @Property(seed = Seeds.SUITE, tries = 500, edgeCases = EdgeCasesMode.NONE)
    void every_policy_leaves_a_sound_event(@ForAll("policies") String policy, @ForAll("events") String event)
            throws Exception {
        var firewall = new PolicyInForce(policy);

        String scrubbed;
        try {
            scrubbed = firewall.event(event);
        } catch (ScrubFailedException withheld) {
            throw new AssertionError(withheld);
        }

        JsonNode after = JSON.readTree(scrubbed);
        JsonNode before = JSON.readTree(event);
        assertThat(after.get("event")).isEqualTo(before.get("event"));
        assertThat(after.get("uuid")).isEqualTo(before.get("uuid"));
        String identity = after.get("distinct_id").asText();
        assertThat(identity)
                .satisfiesAnyOf(
                        id -> assertThat(id).isEqualTo(before.get("distinct_id").asText()),
                        id -> assertThat(id).containsPattern("[a-z]_[a-z]{28}"));
        assertThat(after.at("/properties/password").asText()).isNotEqualTo("hunter2");
    }

    @Provide
    Arbitrary<String> policies() {
        Arbitrary<String> action = Arbitraries.of(Kind.values())
                .flatMap(kind -> Arbitraries.of(Arrays.stream(Action.values())
                                .filter(kind::takes)
                                .toList())
                        .map(what -> "    " + kind.label() + ": " + what.label()));
        Arbitrary<String> actions = action.list()
                .ofMaxSize(8)
                .map(lines -> lines.stream()
                        .collect(Collectors.toMap(
                                line -> line.substring(0, line.indexOf(':')), line -> line, (a, b) -> b))
                        .values()
                        .stream()
                        .collect(Collectors.joining("\n", "  actions:\n    cvv: remove\n", "\n")))
                .filter(text -> text.indexOf("cvv", text.indexOf("cvv") + 1) < 0);
        Arbitrary<String> paths = Combinators.combine(
                        Arbitraries.of("'**.note'", "properties.x", "properties.*.email", "alias", "'**.dob'"),
                        Arbitraries.of(
                                "action: remove",
                                "action: keep",
                                "action: pseudonym",
                                "action: replace",
                                "kind: phone, action: mask",
                                "kind: date_of_birth, action: truncate",
                                "kind: ip"))
                .as((path, what) -> "    - {path: " + path + ", " + what + "}\n")
                .list()
                .ofMaxSize(3)
                .map(lines -> lines.isEmpty() ? "" : "  paths:\n" + String.join("", lines));
        Arbitrary<String> rest = Arbitraries.of(
                "",
                "  patterns: [{name: e, shape: 'EMP-####'}]\n",
                "  patterns: [{name: e, shape: 'EMP-####', action: pseudonym}]\n",
                "  allow: {email_domains: [example.com]}\n",
                "  allow: {keys: [dob, card]}\n  keys: {ref: person_name}\n",
                "  ip: drop\n");
        return Combinators.combine(actions, paths, rest).as((a, p, r) -> "scrub:\n" + a + p + r);
    }

    @Provide
    Arbitrary<String> events() {
        Arbitrary<Object> leaf = Arbitraries.oneOf(
                Arbitraries.of(VALUES).map(value -> (Object) value),
                Arbitraries.of(4242424242424242L, 19850312L, 442079460958L, 7L, 52.52001)
                        .map(value -> (Object) value),
                Arbitraries.of(true, false).map(value -> (Object) value));
        Arbitrary<Object> inner = Arbitraries.oneOf(
                leaf,
                leaf.list().ofMaxSize(2).map(list -> (Object) list),
                Arbitraries.maps(Arbitraries.of(KEYS), leaf).ofMaxSize(3).map(map -> (Object) map));
        Arbitrary<Object> properties =
                Arbitraries.maps(Arbitraries.of(KEYS), inner).ofMaxSize(5).map(map -> (Object) map);
        return Combinators.combine(properties, Arbitraries.of(VALUES), Arbitraries.of("x", "signup"))
                .as((members, id, name) -> json(java.util.Map.of(
                        "event",
                        name,
                        "uuid",
                        "0190a4a0-0000-7000-8000-000000000000",
                        "distinct_id",
                        id,
                        "properties",
                        members)));
    }

    private static String json(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }
}
