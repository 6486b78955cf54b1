package dev.sluice.scrub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.scrub.SelfCheck.Canary;
import dev.sluice.scrub.policy.Action;
import dev.sluice.scrub.policy.IpPolicy;
import dev.sluice.scrub.policy.Kind;
import dev.sluice.scrub.policy.Policies;
import dev.sluice.scrub.policy.PolicyDraft;
import dev.sluice.scrub.policy.PolicySet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class SelfCheckTest {
    @Test
    void every_kind_has_a_canary_but_those_of_a_policy() {
        var kinds = new TreeSet<>(Set.of(Kind.values()));
        kinds.remove(Kind.CUSTOM);

        assertThat(SelfCheck.canaries()).containsOnlyKeys(kinds);
    }

    @Test
    void each_holds_its_value() {
        Map<Kind, Canary> canaries = SelfCheck.canaries();

        assertThat(canaries.values()).allSatisfy(canary -> {
            assertThat(canary.text()).contains(canary.value());
            assertThat(canary.value().length()).isGreaterThan(2);
        });
    }

    @Test
    void none_survives() {
        assertThat(SelfCheck.survivors(new EventScrubber(pseudonyms(), IpPolicy.DROP)))
                .isEmpty();
    }

    @Test
    void one_that_does_is_told() {
        assertThat(SelfCheck.survivors(new EventScrubber(pseudonyms(), keepingPhones())))
                .containsExactly(Kind.PHONE);
    }

    @Test
    void a_firewall_that_finishes_nothing_passes_no_check() {
        var limits = new ScrubLimits(1, 1_000_000);
        var scrubber = new EventScrubber(pseudonyms(), keepingPhones(), limits, System::nanoTime);

        assertThat(SelfCheck.survivors(scrubber)).hasSize(Kind.values().length - 1);
    }

    private static Policies keepingPhones() {
        var draft = new PolicyDraft(IpPolicy.DROP);
        draft.everywhere().action(Kind.PHONE, Action.KEEP);
        return new PolicySet(draft.policy(), Map.of());
    }

    private static Pseudonyms pseudonyms() {
        return new Pseudonyms(new PseudonymKey(new byte[32]));
    }
}
