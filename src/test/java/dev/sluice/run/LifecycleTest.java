package dev.sluice.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.config.ConfigurationException;
import dev.sluice.ledger.Balance;
import dev.sluice.project.ConfiguredProjects;
import dev.sluice.project.Project;
import dev.sluice.project.TestConfig;
import dev.sluice.report.ScriptedSpool;
import dev.sluice.scrub.policy.Kind;
import dev.sluice.spool.Spool.Outcomes;
import dev.sluice.spool.Spool.Recovered;
import java.net.URI;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LifecycleTest {
    private static final URI HOST = URI.create("http://127.0.0.1:9");

    @Test
    void every_project_has_books_and_those_of_the_spool_go_on() {
        Balance balance = new Balance();
        ScriptedSpool spool = new ScriptedSpool();
        spool.recovers(Map.of(
                "shop", new Recovered(new Outcomes(5, 1, 0, 0), 2),
                "gone", new Recovered(new Outcomes(1, 0, 0, 0), 0)));

        JourneyStages.openBooks(
                balance,
                new ConfiguredProjects(List.of(
                        new Project("shop", "phc_shop", HOST, HOST), new Project("blog", "phc_blog", HOST, HOST))),
                spool);

        assertThat(balance.snapshot())
                .hasEntrySatisfying("shop", account -> {
                    assertThat(account.received()).isEqualTo(8);
                    assertThat(account.pending()).isEqualTo(2);
                })
                .hasEntrySatisfying(
                        "blog", account -> assertThat(account.received()).isZero())
                .hasEntrySatisfying(
                        "gone", account -> assertThat(account.received()).isEqualTo(1));
    }

    @Test
    void a_firewall_that_lets_anything_through_keeps_the_gateway_from_starting() {
        assertThatCode(() -> Groundwork.refuseIfAnySurvives(Set.of())).doesNotThrowAnyException();
        assertThatThrownBy(() -> Groundwork.refuseIfAnySurvives(EnumSet.of(Kind.IBAN, Kind.EMAIL)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("email, iban");
    }

    @Test
    void without_a_project_the_demo_runs_unless_the_installation_forbids_it() {
        ProjectChoice choice = new ProjectChoice(TestConfig.of(Map.of()));

        assertThat(choice.demoMode().enabled()).isTrue();
        assertThat(choice.projects()).isSameAs(choice.demoProjects());
        assertThatThrownBy(() -> new ProjectChoice(TestConfig.of(Map.of("sluice.demo.enabled", "false"))))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("POSTHOG_API_KEY");
    }

    @Test
    void with_a_project_there_is_no_demo() {
        ProjectChoice choice = new ProjectChoice(TestConfig.of(Map.of("sluice.posthog.api-key", "phc_a")));

        assertThat(choice.demoMode().enabled()).isFalse();
        assertThat(choice.projects().byToken("phc_a")).isPresent();
        assertThat(choice.projects().byToken("phc_b")).isEmpty();
    }
}
