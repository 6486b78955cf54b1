package dev.sluice.scrub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.scrub.policy.IpPolicy;
import dev.sluice.scrub.policy.ProjectPolicy;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
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
            assertThat(firewall.properties("\"$session_id\":\"ana@example.com\""))
                    .isEqualTo("\"$session_id\":\"ana@example.com\"");
            assertThat(firewall.properties("\"below\":{\"$session_id\":\"ana@example.com\"}"))
                    .doesNotContain("ana@example.com");
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

    @Property(tries = 20)
    void only_texts_that_were_remembered_are_known(@ForAll @IntRange(min = 1, max = 4000) int longest) {
        var texts = new CleanTexts();
        int known = 0;
        for (int i = 0; i < 3000; i++) {
            byte[] text = (i + "x".repeat(i * 31 % longest)).getBytes(StandardCharsets.UTF_8);
            assertThat(texts.has(text, 0, text.length, POLICY)).isFalse();
            texts.add(text, 0, text.length, POLICY);
            assertThat(texts.has(text, 0, text.length, POLICY)).isTrue();
            byte[] before = (i - 1 + "x".repeat(Math.max(0, i - 1) * 31 % longest)).getBytes(StandardCharsets.UTF_8);
            known += texts.has(before, 0, before.length, POLICY) ? 1 : 0;
        }
        assertThat(known).isGreaterThan(2000);

        byte[] last = (2999 + "x".repeat(2999 * 31 % longest)).getBytes(StandardCharsets.UTF_8);
        assertThat(texts.has(last, 0, last.length, OTHER)).isFalse();
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
