package dev.sluice.scrub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.scrub.policy.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KeyMeaningTest {
    private final Firewall firewall = new Firewall();

    @ParameterizedTest
    @CsvSource({
        "vorname, PERSON_NAME",
        "nome_completo, PERSON_NAME",
        "prénom, PERSON_NAME",
        "customer-first-name, PERSON_NAME",
        "passengerName, PERSON_NAME",
        "user.name, USERNAME", // OpenTelemetry: the name of the account
        "apellidos, PERSON_NAME",
        "EMAIL_ADDRESS, EMAIL",
        "correo, EMAIL",
        "emails, EMAIL",
        "telefono, PHONE",
        "phone2, PHONE",
        "phone_home, PHONE",
        "straße, STREET_ADDRESS",
        "plz, STREET_ADDRESS",
        "billingAddressLine1, STREET_ADDRESS",
        "billing_address_line_2, STREET_ADDRESS",
        "geburtsdatum, DATE_OF_BIRTH",
        "data_di_nascita, DATE_OF_BIRTH",
        "benutzername, USERNAME",
        "old_password, KEYED_SECRET",
        "password_raw, KEYED_SECRET",
        "user_pass, KEYED_SECRET",
        "manager_name, PERSON_NAME",
        "assigned_to_name, PERSON_NAME",
        "geo_lat, GPS",
        "pickupLng, GPS",
        "destination_address, STREET_ADDRESS",
        "yclid, AD_CLICK_ID",
        "adid, AD_DEVICE_ID"
    })
    void a_key_says_what_its_value_is(String key, Kind kind) {
        assertThat(KeyRules.of(key).kind()).isEqualTo(kind);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "token_count",
                "ad_id",
                "screen_name",
                "tokens",
                "passenger_count",
                "author",
                "compass",
                "monkey",
                "secretary",
                "phone_model",
                "email_verified",
                "address_type",
                "card_type",
                "auth_method",
                "has_password",
                "csrf_protection",
                "passport_page_viewed",
                "login_method",
                "email_template",
                "username_length",
                "name",
                "event_name",
                "page_name",
                "$screen_name",
                "$geoip_postal_code",
                "$geoip_latitude"
            })
    void harmless_keys_say_nothing(String key) {
        assertThat(KeyRules.of(key).kind()).isNull();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"label":"Full name","value":"Nora Quist"} | {"label":"Full name","value":"[name]"}
            {"name":"first_name","type":"text","value":"Nora"} | {"name":"first_name","type":"text","value":"[name]"}
            {"value":"Quist","name":"last_name"} | {"value":"[name]","name":"last_name"}
            {"question":"What is your name?","answer":"Nora"} | {"question":"What is your name?","answer":"[name]"}
            {"label":"Name","value":"Nora Quist"} | {"label":"Name","value":"[name]"}
            {"key":"dob","value":{"s":"1981-05-04"}} | {"key":"dob","value":{"s":"[removed]"}}
            {"attr__name":"given-name","attr__value":"Nora"} | {"attr__name":"given-name","attr__value":"[name]"}
            {"field":"surname","old":"Quist","new":"Marsh"} | {"field":"surname","old":"[name]","new":"[name]"}
            {"lat":52.12345,"long":13.12345} | {"lat":52.1,"long":13.1}
            {"name":{"first":"Nora","last":"Quist"}} | {"name":{"first":"[name]","last":"[name]"}}
            """)
    void members_explain_each_other(String object, String scrubbed) throws Exception {
        assertThat(firewall.properties("\"form\":" + object)).isEqualTo("\"form\":" + scrubbed);
        assertThat(firewall.properties("\"form\":" + scrubbed)).isEqualTo("\"form\":" + scrubbed);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"name\":\"LCP\",\"value\":1234.5}",
                "{\"name\":\"Name\",\"value\":\"Pro Plan\"}",
                "{\"label\":\"Email\",\"value\":1}",
                "{\"type\":\"submit\",\"name\":\"login\",\"value\":\"Log in\"}",
                "{\"value\":{\"a\":1},\"name\":\"email\"}",
                "{\"short\":\"x\",\"long\":\"y5\"}",
                "{\"name\":\"Blue Shoes\"}"
            })
    void members_that_explain_nothing_stay(String object) throws Exception {
        assertThat(firewall.properties("\"form\":" + object)).isEqualTo("\"form\":" + object);
    }

    @Test
    void a_small_number_under_a_personal_key_counts_something() throws Exception {
        String counts = "\"phones\":3,\"mobile\":1,\"addresses\":2";

        assertThat(firewall.properties(counts)).isEqualTo(counts);
    }
}
