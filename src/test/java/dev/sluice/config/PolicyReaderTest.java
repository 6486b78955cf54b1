package dev.sluice.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.scrub.policy.IpPolicy;
import dev.sluice.scrub.policy.RecordingLevel;
import dev.sluice.scrub.policy.Rules;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PolicyReaderTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "scrub: [a] | 1:8: \"scrub\" must be a mapping of keys to values",
                "scrub: {action: {}} | 1:9: the key \"action\" is not known; the nearest is \"actions\"",
                "scrub: {actions: {emial: keep}} | 1:19: the kind or group is not known: \"emial\"; the nearest is \"email\"",
                "scrub: {actions: {email: drop}} | 1:26: \"email\" takes keep, mask, pseudonym, remove, replace, truncate, not \"drop\"",
                "scrub: {actions: {email: [keep]}} | 1:26: \"email\" must be text",
                "scrub: {actions: {email: truncate}} | 1:26: email cannot be treated with truncate; it takes remove, replace, mask, pseudonym, keep",
                "scrub: {actions: {credential: keep}} | 1:31: jwt cannot be treated with keep; it takes remove, replace, pseudonym",
                "scrub: {actions: {payment: mask}} | 1:28: cvv cannot be treated with mask; it takes remove, replace, pseudonym",
                "scrub: {actions: {ip: mask}} | 1:23: ip cannot be treated with mask; it takes remove, replace, pseudonym, truncate, keep",
                "scrub: {ip: hash} | 1:13: \"ip\" takes drop, forward, truncate, not \"hash\"",
                "scrub: {recordings: none} | 1:21: \"recordings\" takes off, standard, strict, not \"none\"",
                "scrub: {paths: {path: a}} | 1:16: \"paths\" must be a list",
                "scrub: {paths: [{kind: email}]} | 1:17: a path's rule lacks \"path\"",
                "scrub: {paths: [{path: a}]} | 1:24: a path needs a \"kind\", an \"action\" or both",
                "scrub: {paths: [{path: a..b, action: keep}]} | 1:24: a path is keys joined by dots, none of them empty",
                "scrub: {paths: [{path: '**', action: remove}]} | 1:24: a path names at least one key; for everything there are actions",
                "scrub: {paths: [{path: a, action: mask}]} | 1:35: custom cannot be treated with mask; it takes remove, replace, pseudonym, keep",
                "scrub: {paths: [{path: a, kind: password, action: keep}]} | 1:51: password cannot be treated with keep; it takes remove, replace, pseudonym",
                "scrub: {paths: [{path: distinct_id, action: remove}]} | 1:45: an identity is never dropped, emptied or masked: it takes keep or pseudonym",
                "scrub: {paths: [{path: uuid, action: remove}]} | 1:24: what stands there reaches PostHog as it is, which needs it to work",
                "scrub: {events: [{actions: {}}]} | 1:18: the rules of an event lacks \"event\"",
                "scrub: {events: [{event: a, keys: {}}]} | 1:29: the key \"keys\" is not known; the nearest is \"event\"",
                "scrub: {allow: {value: []}} | 1:17: the key \"value\" is not known; the nearest is \"values\"",
                "scrub: {allow: {values: a}} | 1:25: \"values\" must be a list",
                "scrub: {allow: {values: [[a]]}} | 1:26: each of \"values\" must be text",
                "scrub: {allow: {paths: [a, b..c]}} | 1:28: a path is keys joined by dots, none of them empty",
                "scrub: {keys: {a: emails}} | 1:19: \"a\" is not known: \"emails\"; the nearest is \"email\"",
                "scrub: {keys: {a: phc_4711secret}} | 1:19: \"a\" is not known: what stands here (not shown); the nearest is",
                "scrub: {patterns: [{literal: abc}]} | 1:20: a pattern lacks \"name\"",
                "scrub: {patterns: [{name: a}]} | 1:27: a pattern has either a \"literal\" or a \"shape\"",
                "scrub: {patterns: [{name: a, literal: ab}]} | 1:39: a pattern has 3 to 64 characters",
                "scrub: {patterns: [{name: a, shape: '####'}]} | 1:37: a shape needs a fixed character, a check, or eight digits: this one is too common",
                "scrub: {patterns: [{name: a, shape: 'A-##', check: luhn}]} | 1:37: a check needs at least four digits",
                "scrub: {patterns: [{name: a, literal: abc, check: luhn}]} | 1:51: only a shape has a check",
                "scrub: {patterns: [{name: a, shape: 'A-####', check: crc}]} | 1:54: \"check\" takes luhn, mod11, mod97, none, verhoeff, not \"crc\"",
                "projects: [{name: a, token: phc_a, scrub: {ip: no}}] | 1:48: \"ip\" takes drop, forward, truncate, not \"no\"",
            })
    void a_mistake_is_named_with_its_place_and_what_would_be_right(String yaml, String complaint) {
        assertThatThrownBy(() -> PolicyInForce.policies(yaml))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith("sluice.yaml:" + complaint)
                .hasMessageNotContaining("4711");
    }

    @Test
    void too_many_wildcards_are_refused_rather_than_made_slow() {
        StringBuilder yaml = new StringBuilder("scrub:\n  paths:\n");
        for (int i = 0; i < 16; i++) {
            yaml.append("    - {path: '**.k")
                    .append(i)
                    .append(".**.x")
                    .append(i)
                    .append("', action: remove}\n");
        }

        assertThatThrownBy(() -> PolicyInForce.policies(yaml.toString()))
                .hasMessage("sluice.yaml:2:3: the paths have too many wildcards together");
    }

    @Test
    void without_a_word_about_it_everything_is_as_strict_as_ever() {
        var policy = FilePolicies.of(Optional.empty(), IpPolicy.DROP).of("shop");

        assertThat(policy.ip()).isEqualTo(IpPolicy.DROP);
        assertThat(policy.recordings()).isEqualTo(RecordingLevel.STANDARD);
        assertThat(policy.everywhere().rules()).isEqualTo(Rules.USUAL);
        assertThat(policy.everywhere().paths()).isNull();
        assertThat(policy.hasEventRules()).isFalse();
    }

    @Test
    void a_project_inherits_what_holds_for_all_and_has_its_own_recordings() {
        var policies = PolicyInForce.policies("""
                scrub: {ip: forward, recordings: strict}
                projects: [{name: blog, token: phc_b, scrub: {recordings: "off"}}]
                """);

        assertThat(policies.of("shop").recordings()).isEqualTo(RecordingLevel.STRICT);
        assertThat(policies.of("blog").recordings()).isEqualTo(RecordingLevel.OFF);
        assertThat(policies.of("blog").ip()).isEqualTo(IpPolicy.FORWARD);
    }
}
