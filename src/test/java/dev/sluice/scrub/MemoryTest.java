package dev.sluice.scrub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.scrub.policy.IpPolicy;
import dev.sluice.scrub.policy.ProjectPolicy;
import dev.sluice.testsupport.Seeds;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is remembered from one event to the next changes nothing about what is found, and costs no memory. */
class MemoryTest {
    private static final int WARM = 2_000;
    private static final int MEASURED = 1_000;

    private static final ProjectPolicy POLICY = ProjectPolicy.usual(IpPolicy.TRUNCATE);
    private static final ProjectPolicy OTHER = ProjectPolicy.usual(IpPolicy.FORWARD);

    private final Firewall firewall = new Firewall();

    @ParameterizedTest
    @ValueSource(strings = {"\"a\":1", "\"a\":12", "\"a\":\"Chrome\"", "\"a\":null", "\"a\":\"a text of some words\""})
    void a_value_after_the_usual_one_is_searched(String usual) throws Exception {
        for (int i = 0; i < 3; i++) {
            assertThat(firewall.properties(usual)).isEqualTo(usual);
            assertThat(firewall.properties("\"a\":\"ana@example.com\"")).doesNotContain("ana@example.com");
            assertThat(firewall.properties("\"a\":4111111111111111")).isEqualTo("\"a\":null");
        }
    }

    @Test
    void what_may_stay_where_it_is_protected_goes_elsewhere() throws Exception {
        for (int i = 0; i < 3; i++) {
            assertThat(firewall.properties("\"$session_id\":\"4242424242424242\""))
                    .isEqualTo("\"$session_id\":\"4242424242424242\"");
            assertThat(firewall.properties("\"below\":{\"$session_id\":\"4242424242424242\"}"))
                    .doesNotContain("4242424242424242");
        }
    }

    @Test
    void what_is_harmless_elsewhere_goes_where_all_around_it_is_personal() throws Exception {
        for (int i = 0; i < 3; i++) {
            assertThat(firewall.properties("\"inner\":\"Chrome\"")).isEqualTo("\"inner\":\"Chrome\"");
            assertThat(firewall.properties("\"password\":{\"inner\":\"Chrome\"}"))
                    .isEqualTo("\"password\":{\"inner\":\"[removed]\"}");
            assertThat(firewall.properties("\"$groups\":{\"inner\":\"ana@example.com\"}"))
                    .doesNotContain("ana@example.com");
        }
    }

    @Property(seed = Seeds.SUITE, tries = 200)
    void a_scrubber_that_remembers_gives_what_a_new_one_gives(@ForAll Random random) throws Exception {
        for (int i = 0; i < 20; i++) {
            String members = members(random, 2);
            assertThat(firewall.properties(members)).as(members).isEqualTo(new Firewall().properties(members));
        }
    }

    /** Few keys and few values, so that each meets each, at each place. */
    private static String members(Random random, int depth) {
        String[] keys = {
            "a",
            "name",
            "label",
            "type",
            "value",
            "lat",
            "long",
            "$session_id",
            "$groups",
            "password",
            "user",
            "$ip",
            "$elements_chain",
            "filename",
            "$exception_list",
            "distinct_id",
            "email",
            "\\u0061"
        };
        String[] values = {
            "1",
            "null",
            "\"Chrome\"",
            "\"ana@example.com\"",
            "4111111111111111",
            "52.520008",
            "\"Full name\"",
            "\"Jane Miller\"",
            "\"a\\nb and c d\"",
            "\"call +49 30 901820 now\"",
            "\"203.0.113.77\"",
            "\"0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b\"",
            "\"{\\\"email\\\":\\\"x\\\"}\"",
            "\"input:attr__name=\\\"email\\\"attr__value=\\\"x\\\"\"",
            "\"/home/ana/app.js\""
        };
        var members = new StringBuilder();
        for (int i = 0; i < 4; i++) {
            String value = values[random.nextInt(values.length)];
            if (depth > 0 && random.nextInt(4) == 0) {
                value = random.nextBoolean()
                        ? "{" + members(random, depth - 1) + "}"
                        : "[{" + members(random, depth - 1) + "}," + value + "]";
            }
            members.append(i == 0 ? "\"" : ",\"")
                    .append(keys[random.nextInt(keys.length)])
                    .append("\":")
                    .append(value);
        }
        return members.toString();
    }

    @Test
    void the_usual_value_must_end_where_it_ended() {
        var usual = new UsualValue();
        byte[] first = bytes("12,\"b\":1");
        usual.becomes(first, 0, 2, true, POLICY);

        assertThat(usual.end(first, 0, first.length, true, POLICY)).isEqualTo(2);
        assertThat(usual.end(first, 0, first.length, true, OTHER)).isNegative();
        for (String other : new String[] {"123,", "12.5,", "12e3,", "1,", "13,", "\"12\",", "12", "12x"}) {
            byte[] b = bytes(other);
            assertThat(usual.end(b, 0, other.length(), true, POLICY)).as(other).isNegative();
        }
    }

    @Test
    void what_was_not_searched_is_not_taken_for_searched() {
        var usual = new UsualValue();
        byte[] value = bytes("\"a\",");
        usual.becomes(value, 0, 3, false, POLICY);

        assertThat(usual.end(value, 0, 4, true, POLICY)).isNegative();
        assertThat(usual.end(value, 0, 4, false, POLICY)).isEqualTo(3);
    }

    @Property(seed = Seeds.SUITE, tries = 20)
    void only_texts_that_were_remembered_are_known(@ForAll @IntRange(min = 1, max = 4000) int longest) {
        var texts = new CleanTexts();
        int known = 0;
        for (int i = 0; i < 3000; i++) {
            byte[] text = (i + "x".repeat(i * 31 % longest)).getBytes(StandardCharsets.UTF_8);
            assertThat(texts.has(text, 0, text.length, POLICY, Treatment.TEXT)).isFalse();
            texts.add(text, 0, text.length, POLICY, Treatment.TEXT);
            assertThat(texts.has(text, 0, text.length, POLICY, Treatment.TEXT)).isTrue();
            byte[] before = (i - 1 + "x".repeat(Math.max(0, i - 1) * 31 % longest)).getBytes(StandardCharsets.UTF_8);
            known += texts.has(before, 0, before.length, POLICY, Treatment.TEXT) ? 1 : 0;
        }
        assertThat(known).isGreaterThan(2000);

        byte[] last = (2999 + "x".repeat(2999 * 31 % longest)).getBytes(StandardCharsets.UTF_8);
        assertThat(texts.has(last, 0, last.length, OTHER, Treatment.TEXT)).isFalse();
        assertThat(texts.has(last, 0, last.length, POLICY, Treatment.CODE)).isFalse();
    }

    @Test
    void many_keys_push_others_out_and_change_nothing() throws Exception {
        for (int i = 0; i < 60_000; i += 20) {
            var members = new StringBuilder("\"password\":\"hunter2hunter2\"");
            for (int j = 0; j < 20; j++) {
                members.append(",\"key_").append(i + j).append("\":\"word\"");
            }
            String all = members.toString();
            assertThat(firewall.properties(all)).isEqualTo(all.replace("hunter2hunter2", "[removed]"));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"event\":\"x\",\"properties\":{\"$os\":\"Mac OS X\",\"n\":%d,\"p\":1.%d,\"$lib\":\"web\",\"z\":null}}",
                "{\"event\":\"x\",\"properties\":{\"t\":\"words and words %d\",\"u\":\"https://shop.example/p?page=%d\"}}",
                "{\"event\":\"x\",\"properties\":{\"list\":[\"build %d\",{\"deep\":[1,2,%d]}],\"esc\":\"a\\nb c\"}}"
            })
    void a_clean_event_allocates_nothing(String form) throws Exception {
        byte[][] events = new byte[MEASURED][];
        for (int i = 0; i < MEASURED; i++) {
            events[i] = String.format(form, i, i).getBytes(StandardCharsets.UTF_8);
        }
        for (int i = 0; i < WARM; i++) {
            firewall.scan(events[i % MEASURED]);
        }
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        long self = Thread.currentThread().threadId();
        long before = threads.getThreadAllocatedBytes(self);
        long overhead = threads.getThreadAllocatedBytes(self) - before;

        long start = threads.getThreadAllocatedBytes(self);
        int edits = 0;
        for (byte[] event : events) {
            edits += firewall.scan(event);
        }
        long allocated = threads.getThreadAllocatedBytes(self) - start - overhead;

        assertThat(edits).isZero();
        assertThat(allocated / MEASURED).as("bytes per event").isZero();
    }

    private static byte[] bytes(String value) {
        return (value + " ".repeat(32)).getBytes(StandardCharsets.UTF_8);
    }
}
