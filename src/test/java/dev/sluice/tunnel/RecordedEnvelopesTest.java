package dev.sluice.tunnel;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.scrub.policy.IpPolicy;
import dev.sluice.tunnel.SentryCaptures.Recorded;
import dev.sluice.tunnel.SentryRules.Envelope;
import dev.sluice.tunnel.SentryRules.Item;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What real SDKs sent comes out valid by Sentry's own rules, without what was planted and with all that Sentry works by. */
class RecordedEnvelopesTest {
    /** What groups, links, times and symbolicates. */
    private static final Set<String> INTACT = Set.of(
            "event_id",
            "trace_id",
            "span_id",
            "parent_span_id",
            "segment_id",
            "replay_id",
            "sid",
            "check_in_id",
            "chunk_id",
            "profiler_id",
            "timestamp",
            "start_timestamp",
            "end_timestamp",
            "release",
            "environment",
            "platform",
            "level",
            "lineno",
            "colno",
            "in_app",
            "function",
            "debug_id",
            "code_file",
            "images",
            "op",
            "status",
            "mechanism",
            "discarded_events",
            "samples",
            "monitor_slug",
            "version");

    @Test
    void the_recorded_envelopes_beside_the_tests_come_out_valid_and_clean() throws Exception {
        List<Recorded> selection = SentryCaptures.selection();

        assertThat(selection).hasSizeGreaterThan(10);
        for (Recorded recorded : selection) {
            check(recorded);
        }
    }

    @Test
    void every_recorded_envelope_comes_out_valid_and_clean() throws Exception {
        Optional<List<Recorded>> all = SentryCaptures.all();
        assumeTrue(all.isPresent(), "skipped: ../shared/captures/sentry is not here");

        assertThat(all.get()).hasSizeGreaterThan(90);
        for (Recorded recorded : all.get()) {
            check(recorded);
        }
    }

    private static void check(Recorded recorded) throws TunnelRefusal {
        TunnelRig rig = new TunnelRig(TunnelRig.rules(true, true, IpPolicy.DROP));
        byte[] original = recorded.envelope();

        rig.send(original);

        byte[] safe = rig.store.only().bytes();
        Envelope before = SentryRules.read(original, false);
        Envelope after = SentryRules.check(safe);
        assertThat(types(after)).as(recorded.name()).isEqualTo(searchable(before));
        String text = SentryCaptures.unpacked(safe);
        Matcher planted = SentryCaptures.PLANTED.matcher(text);
        assertThat(planted.find())
                .as(() -> recorded.name() + ": "
                        + text.substring(
                                Math.max(0, planted.start() - 80), Math.min(text.length(), planted.end() + 20)))
                .isFalse();
        assertThat(text).as(recorded.name()).doesNotContain("{{auto}}");
        assertThat(intact(after)).as(recorded.name()).isEqualTo(intact(before));
    }

    private static List<String> types(Envelope envelope) {
        return envelope.items().stream().map(Item::type).toList();
    }

    /** An attachment that is no text is withheld. */
    private static List<String> searchable(Envelope envelope) {
        return envelope.items().stream()
                .filter(item -> item.isJson() || isText(item.payload()))
                .map(Item::type)
                .toList();
    }

    private static boolean isText(byte[] payload) {
        String text = new String(payload, UTF_8);
        return text.indexOf('\0') < 0 && text.indexOf('\ufffd') < 0;
    }

    private static List<String> intact(Envelope envelope) {
        List<String> found = new ArrayList<>();
        collect(envelope.header(), found);
        for (Item item : envelope.items()) {
            if (item.isJson()) {
                collect(item.json(), found);
            }
        }
        return found;
    }

    private static void collect(JsonNode node, List<String> found) {
        if (node.isObject()) {
            node.properties().forEach(member -> {
                if (INTACT.contains(member.getKey())) {
                    found.add(member.getKey() + "=" + member.getValue());
                } else {
                    collect(member.getValue(), found);
                }
            });
        } else if (node.isArray()) {
            node.forEach(element -> collect(element, found));
        }
    }

    @Test
    void the_selection_has_every_item_type() {
        Set<String> types = SentryCaptures.selection().stream()
                .flatMap(recorded -> SentryRules.read(recorded.envelope(), false).items().stream())
                .map(Item::type)
                .collect(Collectors.toSet());

        assertThat(types)
                .contains(
                        "event",
                        "transaction",
                        "span",
                        "log",
                        "trace_metric",
                        "session",
                        "sessions",
                        "attachment",
                        "feedback",
                        "replay_event",
                        "replay_recording",
                        "profile_chunk",
                        "check_in",
                        "client_report");
    }
}
