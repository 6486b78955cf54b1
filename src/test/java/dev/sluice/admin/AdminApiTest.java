package dev.sluice.admin;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import dev.sluice.deadletter.DeadLetter;
import dev.sluice.deadletter.DeadLetterOffice;
import dev.sluice.deadletter.DeadLetters;
import dev.sluice.deadletter.LetterFilter;
import dev.sluice.ledger.Balance;
import dev.sluice.testsupport.NothingConfigured;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@TestProfile(AdminApiTest.WithToken.class)
class AdminApiTest {
    private static final String SECRET = "a token for the tests of the admin API";
    private static final String LETTERS = "/admin/dead-letters";
    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
    private static final UUID EVENT = UUID.fromString("01900000-0000-7000-8000-000000000001");

    /** Letters of one test are not those of the one before, of which a replay may still be at work. */
    private final long test = UUID.randomUUID().getMostSignificantBits();

    @Inject
    DeadLetters letters;

    @Inject
    DeadLetterOffice office;

    @Inject
    Balance balance;

    @BeforeEach
    void removeAll() {
        office.delete(office.find(LetterFilter.ALL, Optional.empty(), 1_000).letters().stream()
                .map(filed -> filed.letter().id())
                .toList());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/admin/dead-letters",
                "/admin/audit",
                "//admin/audit",
                "/admin/ledger/01900000-0000-7000-8000-000000000001",
                "/admin/ledger/balance",
                "/admin/nothing",
                "/console/"
            })
    void nobody_gets_in_without_the_token(String path) {
        given().urlEncodingEnabled(false)
                .header("Origin", "https://shop.example")
                .get(path)
                .then()
                .statusCode(401)
                .header("WWW-Authenticate", startsWith("Bearer"))
                .header("X-Request-Id", notNullValue())
                .header("Access-Control-Allow-Origin", nullValue())
                .body("request_id", notNullValue());
    }

    @Test
    void a_list_is_filtered_and_paged() {
        for (int n = 1; n <= 5; n++) {
            letters.add(refused(n, event("paid")));
        }
        letters.add(refused(6, event("left")));
        letters.add(withheld(7));

        asked().get(LETTERS + "?event=paid&limit=2").then().statusCode(200).body("letters", hasSize(2));
        String next = asked().get(LETTERS + "?event=paid&limit=4").jsonPath().getString("next");
        asked().get(LETTERS + "?event=paid&limit=4&cursor=" + next)
                .then()
                .body("letters.id", contains(id(1).toString()))
                .body("next", equalTo(""))
                .body("complete", equalTo(true));
        asked().get(LETTERS + "?reason=scrub_failed")
                .then()
                .body("letters", hasSize(1))
                .body("letters[0].can_be_replayed", equalTo(false))
                .body("letters[0].stage", equalTo("capture"));
        asked().get(LETTERS + "/counts").then().body("counts.open", contains(6, 1));
    }

    @Test
    void a_letter_names_the_request_that_brought_its_event_and_is_found_by_it() {
        letters.add(refused(1, event("paid")).broughtBy("a3f1c2d4e5b60718"));
        letters.add(refused(2, event("paid")));

        asked().get(LETTERS + "?request=a3f1c2d4e5b60718")
                .then()
                .body("letters.id", contains(id(1).toString()))
                .body("letters.request_id", contains("a3f1c2d4e5b60718"));
        asked().get(LETTERS + "/" + id(2)).then().body("request_id", equalTo(""));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "?reson=refused",
                "?uuid=1",
                "?from=yesterday",
                "?limit=0",
                "?limit=501",
                "?state=shut",
                "?cursor=x"
            })
    void a_filter_that_is_not_understood_is_an_error_and_not_another_filter(String query) {
        asked().get(LETTERS + query).then().statusCode(400).body("status", equalTo("error"));
    }

    @Test
    void a_letter_is_shown_with_its_event_as_it_is() {
        letters.add(refused(1, "{\"event\":\"paid\",\"distinct_id\":\"d\",\"properties\":{\"n\":1.10}}"));

        assertThat(asked().get(LETTERS + "/" + id(1)).asString())
                .contains("\"n\":1.10")
                .contains("PostHog answered 400");
        asked().get(LETTERS + "/" + id(9)).then().statusCode(404).body("code", equalTo("no_such_letter"));
    }

    @Test
    void an_edited_event_goes_through_the_firewall_and_neither_answers_nor_audit_show_what_it_took_out() {
        letters.add(refused(1, event("paid")));
        String edited = event("paid").replace("\"n\":1", "\"n\":2,\"note\":\"mail ana@example.com\"");

        String answer = asked().body(edited)
                .put(LETTERS + "/" + id(1) + "/event")
                .then()
                .statusCode(200)
                .extract()
                .asString();

        assertThat(answer).contains("[email]").contains("\"n\":2").doesNotContain("ana@");
        assertThat(office.letter(id(1)).orElseThrow().event().orElseThrow()).doesNotContain("ana@");
        asked().get("/admin/audit?limit=1")
                .then()
                .body("audit[0].action", equalTo("edit"))
                .body("audit[0].who", startsWith("admin:"))
                .body("audit[0].ids", contains(id(1).toString()));
        assertThat(asked().get("/admin/audit").asString()).doesNotContain("ana").doesNotContain("paid");
    }

    @Test
    void an_edit_may_not_make_another_event_of_it() {
        letters.add(refused(1, event("paid")));
        String place = LETTERS + "/" + id(1) + "/event";

        asked().body(event("paid").replace(EVENT.toString(), UUID.randomUUID().toString()))
                .put(place)
                .then()
                .statusCode(400)
                .body("code", equalTo("uuid_changed"));
        asked().body("{\"event\":\"x\"").put(place).then().statusCode(422).body("code", equalTo("not_an_object"));
        asked().body("{\"event\":\"paid\"}")
                .put(place)
                .then()
                .statusCode(422)
                .body("code", equalTo("missing_distinct_id"));
        assertThat(office.letter(id(1)).orElseThrow().state().edits()).isZero();
    }

    @Test
    void a_dry_run_says_what_the_rules_of_now_would_do_and_does_nothing() {
        letters.add(refused(1, event("paid")));
        long received = received();

        asked().post(LETTERS + "/" + id(1) + "/dry-run")
                .then()
                .statusCode(200)
                .body("accepted", equalTo(true))
                .body("changed", empty())
                .body("kept.uuid", equalTo(true))
                .body("kept.timestamp", equalTo(true));
        asked().body(event("paid").replace("\"n\":1", "\"note\":\"ana@example.com\""))
                .post(LETTERS + "/" + id(1) + "/dry-run")
                .then()
                .body("found.email", equalTo(1))
                .body("changed", hasItem("properties.note"));
        asked().body("[]")
                .post(LETTERS + "/" + id(1) + "/dry-run")
                .then()
                .body("accepted", equalTo(false))
                .body("reason", equalTo("not_an_object"));
        assertThat(received()).isEqualTo(received);
        assertThat(office.letter(id(1)).orElseThrow().state().edits()).isZero();
    }

    @Test
    void a_replayed_letter_is_one_more_event_received_and_is_not_replayed_again_unless_forced() {
        letters.add(refused(1, event("paid")));
        long received = received();
        String place = LETTERS + "/" + id(1) + "/replay";

        asked().post(place)
                .then()
                .statusCode(200)
                .body("state", equalTo("replayed"))
                .body("replays", equalTo(1));

        assertThat(received()).isEqualTo(received + 1);
        asked().post(place).then().statusCode(409).body("code", equalTo("already_replayed"));
        assertThat(received()).isEqualTo(received + 1);
        asked().post(place + "?force=yes").then().statusCode(200).body("replays", equalTo(2));
    }

    @Test
    void of_a_withheld_event_there_is_nothing_to_send() {
        letters.add(withheld(1));

        asked().post(LETTERS + "/" + id(1) + "/replay").then().statusCode(409).body("code", equalTo("only_a_shape"));
        asked().post(LETTERS + "/" + id(1) + "/dry-run").then().statusCode(409);
        asked().body(event("paid")).put(LETTERS + "/" + id(1) + "/event").then().statusCode(409);
        asked().get(LETTERS + "/" + id(1)).then().body("shape", equalTo("object(3)"));
    }

    @Test
    void many_are_replayed_in_the_background_and_those_that_cannot_be_are_counted() {
        for (int n = 1; n <= 120; n++) {
            letters.add(refused(n, event("paid")));
        }
        letters.add(withheld(121));
        long received = received();

        String job = asked().post(LETTERS + "/replays?rate=10000")
                .then()
                .statusCode(202)
                .extract()
                .path("id");

        await().until(() ->
                asked().get(LETTERS + "/replays/" + job).path("state").equals("done"));
        asked().get(LETTERS + "/replays/" + job)
                .then()
                .body("sent", equalTo(120))
                .body("passed_over.only_a_shape", equalTo(1));
        assertThat(received()).isEqualTo(received + 120);
        await().untilAsserted(() ->
                asked().get("/admin/audit?limit=1").then().body("audit[0].action", equalTo("replay-ended")));
        String again = asked().post(LETTERS + "/replays?event=paid")
                .then()
                .statusCode(202)
                .extract()
                .path("id");
        await().until(() ->
                asked().get(LETTERS + "/replays/" + again).path("state").equals("done"));
        assertThat(received()).isEqualTo(received + 120);
    }

    @Test
    void a_cancelled_replay_leaves_the_rest_open() {
        for (int n = 1; n <= 5; n++) {
            letters.add(refused(n, event("paid")));
        }

        String job = asked().post(LETTERS + "/replays?rate=1")
                .then()
                .statusCode(202)
                .extract()
                .path("id");
        asked().post(LETTERS + "/replays").then().statusCode(409).body("code", equalTo("replay_running"));
        asked().delete(LETTERS + "/replays/" + job).then().body("state", equalTo("cancelled"));
        long received = received();

        await().untilAsserted(() ->
                asked().get("/admin/audit?limit=1").then().body("audit[0].action", equalTo("replay-ended")));
        assertThat(received()).isEqualTo(received);
        assertThat(asked().get(LETTERS + "?state=open").jsonPath().getList("letters"))
                .isNotEmpty();
    }

    @Test
    void deleting_many_needs_a_yes() {
        letters.add(refused(1, event("paid")));
        letters.add(refused(2, event("left")));

        asked().delete(LETTERS + "?event=paid").then().statusCode(400).body("code", equalTo("not_confirmed"));
        asked().delete(LETTERS + "?event=paid&confirm=yes")
                .then()
                .statusCode(200)
                .body("deleted", equalTo(1));
        asked().delete(LETTERS + "/" + id(2)).then().statusCode(200);
        asked().delete(LETTERS + "/" + id(2)).then().statusCode(404);
        asked().get(LETTERS).then().body("letters", empty());
        asked().get("/admin/audit?limit=2")
                .then()
                .body("audit.action", contains("delete", "delete"))
                .body("audit[1].detail", containsString("filtered by event"))
                .body("audit[1].detail", not(containsString("paid")));
    }

    @Test
    void metrics_say_how_many_are_kept_and_how_many_had_to_go() {
        assertThat(given().get("/metrics").asString())
                .contains("sluice_dead_letters_kept")
                .contains("sluice_dead_letters_discarded_total");
    }

    private long received() {
        return Optional.ofNullable(balance.snapshot().get("default"))
                .map(Balance.Account::received)
                .orElse(0L);
    }

    private static RequestSpecification asked() {
        return given().header("Authorization", "Bearer " + SECRET).contentType("application/json");
    }

    private static String event(String name) {
        return "{\"event\":\"" + name + "\",\"distinct_id\":\"d\",\"uuid\":\"" + EVENT
                + "\",\"timestamp\":\"2026-11-20T10:00:00.000Z\",\"properties\":{\"$geoip_disable\":true,\"n\":1}}";
    }

    private DeadLetter refused(int n, String event) {
        return new DeadLetter(
                id(n),
                "default",
                Optional.of(EVENT),
                "refused",
                NOON.plusSeconds(n),
                "PostHog answered 400 to this event alone",
                Optional.of(event),
                "");
    }

    private DeadLetter withheld(int n) {
        return new DeadLetter(
                id(n),
                "default",
                Optional.empty(),
                "scrub_failed",
                NOON.plusSeconds(n),
                "",
                Optional.empty(),
                "object(3)");
    }

    private UUID id(int n) {
        return new UUID(test, n);
    }

    /** A project whose PostHog is away, so that what is sent again stays pending. */
    public static final class WithToken extends NothingConfigured {
        @Override
        public Map<String, String> getConfigOverrides() {
            Map<String, String> settings = new HashMap<>(super.getConfigOverrides());
            settings.put("sluice.admin-token", SECRET);
            settings.put("sluice.posthog.api-key", "phc_admin_api_test");
            settings.put("sluice.posthog.host", "http://127.0.0.1:9");
            return settings;
        }
    }
}
