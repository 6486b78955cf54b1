package dev.sluice.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Executor;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Holds {@code docs/architecture.md} and the house rules that a compiler cannot. */
class ArchitectureTest {
    private static final String ROOT = "dev.sluice";

    /** What each package may use of the others, as the event's journey needs it. {@code run} wires everything. */
    private static final Map<String, Set<String>> MAY_USE = Map.ofEntries(
            Map.entry("json", Set.of()),
            Map.entry("event", Set.of("json")),
            // Where a request stands in a trace is stored with its events and told with a failure.
            Map.entry("trace", Set.of()),
            Map.entry("failure", Set.of("trace")),
            Map.entry("scrub", Set.of("json", "event")),
            // Commands that work on files.
            Map.entry("cli", Set.of("json", "scrub")),
            // Settings are typed: an IP policy is the firewall's, a token is an event's.
            Map.entry("config", Set.of("event", "scrub", "failure")),
            Map.entry("project", Set.of("event", "config")),
            Map.entry("spool", Set.of("event", "json", "trace", "failure")),
            Map.entry("dedup", Set.of("event", "trace", "failure")),
            Map.entry("ledger", Set.of("spool", "event")),
            // Limits stand in the configuration file.
            Map.entry("limit", Set.of("config")),
            Map.entry("fanout", Set.of("event")),
            // Only for the data directory.
            Map.entry("deadletter", Set.of("config", "trace", "failure")),
            Map.entry(
                    "delivery",
                    Set.of("spool", "dedup", "deadletter", "ledger", "project", "event", "json", "trace", "failure")),
            // Metrics and health are read from those who do the work; nobody who works reads a report.
            Map.entry(
                    "report",
                    Set.of(
                            "config",
                            "ledger",
                            "project",
                            "spool",
                            "dedup",
                            "deadletter",
                            "delivery",
                            "limit",
                            "fanout",
                            "event",
                            "scrub",
                            "trace",
                            "failure")),
            // To report only for the recorder of latencies, which is cheaper than an event for each request.
            Map.entry(
                    "capture",
                    Set.of(
                            "scrub",
                            "spool",
                            "project",
                            "deadletter",
                            "ledger",
                            "limit",
                            "event",
                            "json",
                            "config",
                            "report",
                            "trace",
                            "failure")),
            // The tunnel's envelopes arrive, are scrubbed, stored and sent as events are, beside them.
            Map.entry(
                    "tunnel",
                    Set.of(
                            "capture",
                            "scrub",
                            "spool",
                            "delivery",
                            "dedup",
                            "deadletter",
                            "ledger",
                            "project",
                            "event",
                            "json",
                            "config",
                            "report",
                            "trace",
                            "failure")),
            // Reads arrive in the encodings of capture requests, and its decoder undoes them.
            Map.entry("passthrough", Set.of("capture", "scrub", "project", "event", "json", "config")),
            // A person's questions are about letters; what is sent again goes through capture's firewall, and its
            // refusals are
            // the spool's.
            Map.entry("admin", Set.of("capture", "deadletter", "spool", "event", "json", "config")),
            Map.entry("demo", Set.of("project", "event", "json", "scrub", "config")));

    private static JavaClasses main;
    private static JavaClasses tests;

    @BeforeAll
    static void read() {
        main = new ClassFileImporter().importPath(Path.of("target", "classes"));
        tests = new ClassFileImporter().importPath(Path.of("target", "test-classes"));
    }

    @Test
    void packages_use_only_what_the_journey_gives_them() {
        Map<String, Set<String>> violations = new TreeMap<>();
        for (JavaClass each : main) {
            String user = packageOf(each);
            if (user.isEmpty() || user.equals("run")) {
                continue;
            }
            assertThat(MAY_USE)
                    .as("add the new package with what it may use, and why")
                    .containsKey(user);
            for (Dependency dependency : each.getDirectDependenciesFromSelf()) {
                String used = packageOf(dependency.getTargetClass());
                if (!used.isEmpty() && !used.equals(user) && !MAY_USE.get(user).contains(used)) {
                    violations
                            .computeIfAbsent(user + " -> " + used, _ -> new TreeSet<>())
                            .add(dependency.getDescription());
                }
            }
        }

        assertThat(violations).isEmpty();
    }

    @Test
    void packages_have_no_cycles() {
        slices().matching(ROOT + ".(*)..").should().beFreeOfCycles().check(main);
        slices().matching(ROOT + ".(**)").should().beFreeOfCycles().check(main);
    }

    @Test
    void names_say_what_a_class_is_for() {
        noClasses()
                .should()
                .haveNameMatching(".*(Util|Utils|Helper|Helpers|Impl|Manager)(\\$.*)?")
                .check(main);
    }

    @Test
    void no_regular_expressions_on_the_way_of_an_event() {
        String[] onTheWay = packages("scrub", "capture", "spool", "dedup", "delivery", "json", "trace", "tunnel");
        noClasses()
                .that()
                .resideInAnyPackage(onTheWay)
                .should()
                .dependOnClassesThat()
                .resideInAPackage("java.util.regex..")
                .orShould()
                .callMethod(String.class, "matches", String.class)
                .orShould()
                .callMethod(String.class, "replaceAll", String.class, String.class)
                .orShould()
                .callMethod(String.class, "replaceFirst", String.class, String.class)
                .orShould()
                .callMethod(String.class, "split", String.class)
                .allowEmptyShould(true)
                .check(main);
    }

    @Test
    void only_reporting_knows_sentry() {
        noClasses()
                .that()
                .resideOutsideOfPackages(packages("report", "run"))
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.sentry..")
                .check(main);
    }

    @Test
    void only_tracing_knows_opentelemetry() {
        noClasses()
                .that()
                .resideOutsideOfPackages(packages("trace", "report", "run"))
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.opentelemetry..")
                .check(main);
    }

    @Test
    void only_start_up_and_configuration_read_the_environment() {
        noClasses()
                .that()
                .resideOutsideOfPackages(packages("run", "config"))
                .should()
                .callMethod(System.class, "getenv")
                .orShould()
                .callMethod(System.class, "getenv", String.class)
                .check(main);
    }

    @Test
    void only_dead_letters_and_projects_know_the_database_mapping() {
        noClasses()
                .that()
                .resideOutsideOfPackages(packages("deadletter", "project"))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.quarkus.hibernate..", "jakarta.persistence..", "org.hibernate..")
                .check(main);
    }

    @Test
    void beans_are_given_what_they_need_by_their_constructor() {
        noFields().should().beAnnotatedWith(Inject.class).check(main);
    }

    @Test
    void nothing_is_made_at_class_initialisation_that_a_native_image_would_freeze() {
        noFields()
                .that()
                .areStatic()
                .should()
                .haveRawType(anyOf(
                        RandomGenerator.class.getName(),
                        InstantSource.class.getName(),
                        Thread.class.getName(),
                        Executor.class.getName(),
                        "io.vertx.core.buffer.Buffer",
                        "io.vertx.mutiny.core.buffer.Buffer",
                        "com.fasterxml.jackson.core.TokenStreamFactory"))
                .check(main);
    }

    @Test
    void classes_are_final_unless_they_are_proxied_or_extended() {
        Set<String> extended = new TreeSet<>();
        main.forEach(each -> each.getRawSuperclass().ifPresent(parent -> extended.add(parent.getName())));
        classes()
                .that(describe(
                        "are plain top-level classes",
                        each -> each.isTopLevelClass()
                                && !each.isInterface()
                                && !each.getModifiers().contains(JavaModifier.ABSTRACT)
                                && !each.getSimpleName().equals("package-info")
                                && !extended.contains(each.getName())))
                .and()
                .areNotAnnotatedWith("jakarta.enterprise.context.ApplicationScoped")
                .and()
                .areNotAnnotatedWith("jakarta.persistence.Entity")
                .should()
                .haveModifier(JavaModifier.FINAL)
                .check(main);
    }

    @Test
    void tests_wait_for_conditions_and_use_hand_written_doubles() {
        noClasses()
                .should()
                .callMethod(Thread.class, "sleep", long.class)
                .orShould()
                .callMethod(Thread.class, "sleep", Duration.class)
                .orShould()
                .dependOnClassesThat()
                .resideInAPackage("org.mockito..")
                .check(tests);
    }

    private static DescribedPredicate<JavaClass> anyOf(String... types) {
        return describe(
                "assignable to one of " + List.of(types),
                each -> List.of(types).stream().anyMatch(each::isAssignableTo));
    }

    private static String packageOf(JavaClass each) {
        String name = each.getPackageName();
        if (!name.startsWith(ROOT + ".")) {
            return "";
        }
        String rest = name.substring(ROOT.length() + 1);
        int end = rest.indexOf('.');
        return end < 0 ? rest : rest.substring(0, end);
    }

    private static String[] packages(String... names) {
        return List.of(names).stream().map(name -> ROOT + "." + name + "..").toArray(String[]::new);
    }
}
