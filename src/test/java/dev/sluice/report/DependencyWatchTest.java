package dev.sluice.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.config.SluiceConfig.SpoolKind;
import dev.sluice.delivery.Delivery;
import dev.sluice.delivery.Delivery.Delivered;
import dev.sluice.delivery.Delivery.Refused;
import dev.sluice.delivery.Delivery.Trouble;
import dev.sluice.delivery.Delivery.TryLater;
import dev.sluice.failure.Category;
import dev.sluice.failure.Crumb;
import dev.sluice.failure.Failure;
import dev.sluice.failure.Severity;
import dev.sluice.report.Component.Dependency;
import dev.sluice.report.Component.State;
import dev.sluice.spool.Spool;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

class DependencyWatchTest {
    private final Map<Dependency, State> states = new EnumMap<>(Dependency.class);
    private final ScriptedSpool spool = new ScriptedSpool();
    private final List<Failure> failures = new ArrayList<>();
    private Instant now = Instant.parse("2026-11-23T10:00:00Z");
    private boolean circuitOpen;
    private final DeliveryTrail trail = new DeliveryTrail(new FailureReports(), () -> now);

    @Test
    void a_redis_that_stays_away_is_one_warning_however_long() {
        DependencyWatch watch = watch(SpoolKind.LOCAL);
        states.put(Dependency.REDIS, State.ERROR);

        look(watch, 9);
        assertThat(failures).isEmpty();
        look(watch, 600);

        assertThat(failures).singleElement().satisfies(failure -> {
            assertThat(failure.category()).isEqualTo(Category.DEDUP);
            assertThat(failure.severity()).isEqualTo(Severity.WARNING);
            assertThat(failure.what()).startsWith("Redis");
        });
    }

    @Test
    void a_dependency_that_comes_and_goes_quickly_is_nothing_to_tell() {
        DependencyWatch watch = watch(SpoolKind.LOCAL);
        for (int i = 0; i < 20; i++) {
            states.put(Dependency.POSTGRES, State.ERROR);
            look(watch, 5);
            states.put(Dependency.POSTGRES, State.OK);
            look(watch, 5);
        }
        assertThat(failures).isEmpty();
    }

    @Test
    void a_second_outage_is_told_again_with_what_went_before() {
        DependencyWatch watch = watch(SpoolKind.LOCAL);
        for (int i = 0; i < 2; i++) {
            states.put(Dependency.POSTGRES, State.ERROR);
            look(watch, 20);
            states.put(Dependency.POSTGRES, State.OK);
            look(watch, 20);
        }

        assertThat(failures).hasSize(2);
        assertThat(failures.getLast().trail())
                .extracting(Crumb::what)
                .containsExactly("does not work any more", "works again", "does not work any more");
    }

    @Test
    void a_spool_that_cannot_write_is_told_in_its_own_words() {
        DependencyWatch watch = watch(SpoolKind.LOCAL);
        spool.reports(new Spool.Status(false, "no space left for /data/spool", 7, 3, 1));

        look(watch, 10);

        assertThat(failures).singleElement().satisfies(failure -> {
            assertThat(failure.category()).isEqualTo(Category.SPOOL);
            assertThat(failure.severity()).isEqualTo(Severity.ERROR);
            assertThat(failure.trail().getLast().facts()).containsEntry("problem", "no space left for /data/spool");
        });
    }

    @Test
    void an_engine_that_is_away_is_one_failure_and_not_two() {
        DependencyWatch watch = watch(SpoolKind.POSTGRES);
        spool.reports(new Spool.Status(false, "Postgres does not answer", 0, 0, 0));
        look(watch, 3);
        states.put(Dependency.POSTGRES, State.ERROR);
        look(watch, 60);

        assertThat(failures)
                .singleElement()
                .extracting(Failure::what)
                .asString()
                .startsWith("Postgres cannot be used: no event is accepted");
    }

    @Test
    void posthog_away_is_one_failure_for_all_projects_with_the_requests_that_led_to_it() {
        DependencyWatch watch = watch(SpoolKind.LOCAL);
        for (int second = 0; second < 60; second++) {
            attempted("shop", new TryLater(Duration.ZERO, Trouble.UPSTREAM, "PostHog answered 503"));
            attempted("blog", new TryLater(Duration.ZERO, Trouble.UPSTREAM, "PostHog answered 503"));
            look(watch, 1);
        }

        assertThat(failures).singleElement().satisfies(failure -> {
            assertThat(failure.category()).isEqualTo(Category.DELIVERY);
            assertThat(failure.ofProject()).isFalse();
            assertThat(failure.trail())
                    .hasSize(20)
                    .allSatisfy(crumb -> assertThat(crumb.facts())
                            .containsEntry("answer", "PostHog answered 503")
                            .containsEntry("events", "12"));
        });
    }

    @Test
    void an_open_circuit_is_told_sooner_and_a_recovered_one_is_told_again_when_it_opens_again() {
        DependencyWatch watch = watch(SpoolKind.LOCAL);
        circuitOpen = true;
        for (int i = 0; i < 2; i++) {
            attempted("shop", new TryLater(Duration.ZERO, Trouble.UPSTREAM, "PostHog answered 503"));
            look(watch, 6);
            attempted("shop", new Delivered(200));
            look(watch, 1);
        }
        assertThat(failures).hasSize(2);
    }

    @Test
    void a_wrong_token_is_a_failure_of_its_project_and_refusals_do_not_make_it_well() {
        DependencyWatch watch = watch(SpoolKind.LOCAL);
        for (int second = 0; second < 40; second++) {
            attempted("shop", new TryLater(Duration.ZERO, Trouble.PROJECT, "PostHog answered 401"));
            attempted("shop", new Refused(400));
            attempted("blog", new Delivered(200));
            look(watch, 1);
        }

        assertThat(failures).singleElement().satisfies(failure -> {
            assertThat(failure.project()).isEqualTo("shop");
            assertThat(failure.ofProject()).isTrue();
        });
    }

    @Test
    void of_fifty_projects_with_wrong_tokens_each_is_told_once_though_the_budget_takes_thirty_at_a_time() {
        var nanos = new AtomicLong();
        var budget = new ReportBudget(nanos::get);
        DependencyWatch watch = watch(
                SpoolKind.LOCAL,
                failure -> budget.admit(String.join("\n", FailureEvent.kind(failure)))
                                .isPresent()
                        && failures.add(failure));
        states.put(Dependency.REDIS, State.ERROR);
        for (int second = 0; second < 1_200; second++) {
            for (int i = 0; i < 50; i++) {
                attempted("shop" + i, new TryLater(Duration.ZERO, Trouble.PROJECT, "PostHog answered 401"));
            }
            if (second == 100) {
                states.put(Dependency.KAFKA, State.ERROR);
            }
            look(watch, 1);
            nanos.addAndGet(1_000_000_000);
        }

        assertThat(failures.stream().map(Failure::project).filter(project -> !project.isEmpty()))
                .hasSize(50)
                .doesNotHaveDuplicates();
        assertThat(failures.stream().map(Failure::what))
                .filteredOn(what -> what.startsWith("Redis") || what.startsWith("Kafka"))
                .hasSize(2);
    }

    private void attempted(String project, Delivery answer) {
        trail.attempted(project, answer, 12, Duration.ofMillis(3));
    }

    private DependencyWatch watch(SpoolKind engine) {
        return watch(engine, failures::add);
    }

    private DependencyWatch watch(SpoolKind engine, Predicate<Failure> told) {
        List<Component> components =
                List.of(component(Dependency.REDIS), component(Dependency.POSTGRES), component(Dependency.KAFKA));
        return new DependencyWatch(components, spool, engine, trail, () -> circuitOpen, told, () -> now);
    }

    private Component component(Dependency dependency) {
        return new Component() {
            @Override
            public Dependency dependency() {
                return dependency;
            }

            @Override
            public State state() {
                return states.getOrDefault(dependency, State.OK);
            }
        };
    }

    private void look(DependencyWatch watch, int seconds) {
        for (int i = 0; i < seconds; i++) {
            watch.look();
            now = now.plusSeconds(1);
        }
        watch.look();
    }
}
