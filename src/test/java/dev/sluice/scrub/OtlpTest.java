package dev.sluice.scrub;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OtlpTest {
    private final Firewall firewall = new Firewall();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"key\":\"db.password\",\"value\":{\"stringValue\":\"x\"}}"
                        + "|{\"key\":\"db.password\",\"value\":{\"stringValue\":\"[removed]\"}}",
                "{\"value\":{\"stringValue\":\"x\"},\"key\":\"password\"}"
                        + "|{\"value\":{\"stringValue\":\"[removed]\"},\"key\":\"password\"}",
                "{\"key\":\"phone\",\"value\":{\"intValue\":\"4915112345678\"}}|{\"key\":\"phone\",\"value\":{\"intValue\":\"0\"}}",
                "{\"key\":\"phone\",\"value\":{\"intValue\":4915112345678}}|{\"key\":\"phone\",\"value\":{\"intValue\":0}}",
                "{\"key\":\"n\",\"value\":{\"intValue\":\"4111111111111111\"}}|{\"key\":\"n\",\"value\":{\"intValue\":\"0\"}}",
                "{\"key\":\"first_name\",\"value\":{\"arrayValue\":{\"values\":[{\"stringValue\":\"Ana\"}]}}}"
                        + "|{\"key\":\"first_name\",\"value\":{\"arrayValue\":{\"values\":[{\"stringValue\":\"[name]\"}]}}}",
                "{\"key\":\"user\",\"value\":{\"kvlistValue\":{\"values\":[{\"key\":\"surname\",\"value\":{\"stringValue\":\"Roe\"}}]}}}"
                        + "|{\"key\":\"user\",\"value\":{\"kvlistValue\":{\"values\":[{\"key\":\"surname\",\"value\":{\"stringValue\":\"[name]\"}}]}}}",
                "{\"key\":\"client.address\",\"value\":{\"stringValue\":\"198.51.100.23\"}}"
                        + "|{\"key\":\"client.address\",\"value\":{\"stringValue\":\"198.51.100.0\"}}"
            })
    void an_attribute_is_what_its_key_says(String attribute, String expected) throws Exception {
        assertThat(firewall.anything(logs("\"attributes\":[" + attribute + "]")))
                .isEqualTo(logs("\"attributes\":[" + expected + "]"));
        assertThat(firewall.anything(logs("\"attributes\":[" + expected + "]")))
                .isEqualTo(logs("\"attributes\":[" + expected + "]"));
    }

    @Test
    void the_visitor_of_a_log_is_the_person_of_the_events() throws Exception {
        String visitor = firewall.event("{\"event\":\"a\",\"distinct_id\":\"ana@example.com\"}")
                .replaceAll(".*(email_[a-z]{28}).*", "$1");

        for (String key : new String[] {"posthogDistinctId", "user.id", "enduser.id", "user.email"}) {
            assertThat(firewall.anything(logs("\"attributes\":[{\"key\":\"" + key
                            + "\",\"value\":{\"stringValue\":\"ana@example.com\"}}]")))
                    .contains("\"stringValue\":\"" + visitor + "\"");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"traceId\":\"4111111111111111\",\"spanId\":\"4111111111111111\"",
                "\"asInt\":\"4111111111111111\"",
                "\"timeUnixNano\":\"4111111111111111\",\"observedTimeUnixNano\":\"4111111111111111\"",
                "\"attributes\":[{\"key\":\"sessionId\",\"value\":{\"stringValue\":\"4111111111111111\"}}]",
                "\"attributes\":[{\"key\":\"server.address\",\"value\":{\"stringValue\":\"db-1.internal\"}}]",
                "\"attributes\":[{\"key\":\"http.status\",\"value\":{\"intValue\":\"200\"}},{\"key\":\"\",\"value\":{}}]",
                "\"body\":{\"kvlistValue\":{\"values\":[]}},\"attributes\":[{\"value\":{\"boolValue\":true}}]"
            })
    void what_links_and_times_stays(String members) throws Exception {
        assertThat(firewall.anything(logs(members))).isEqualTo(logs(members));
    }

    @Test
    void bodies_and_names_are_searched() throws Exception {
        assertThat(firewall.anything(logs("\"body\":{\"stringValue\":\"for ana@example.com\"}")))
                .isEqualTo(logs("\"body\":{\"stringValue\":\"for [email]\"}"));
        assertThat(firewall.anything(
                        "{\"resourceSpans\":[{\"scopeSpans\":[{\"spans\":[{\"name\":\"GET /u/ana@example.com\"}]}]}]}"))
                .contains("\"name\":\"GET /u/[email]\"");
    }

    private static String logs(String members) {
        return "{\"resourceLogs\":[{\"resource\":{\"attributes\":[]},\"scopeLogs\":[{\"logRecords\":[{" + members
                + "}]}]}]}";
    }
}
