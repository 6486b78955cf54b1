package dev.sluice.project;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.config.ConfigurationException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProjectListTest {
    private final Path folder;

    ProjectListTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void nothing_configured_is_no_project() throws IOException {
        ProjectList list = read("");

        assertThat(list.projects()).isEmpty();
        assertThat(list.source()).isEqualTo(ProjectList.Source.NONE);
    }

    @ParameterizedTest
    @CsvSource({
        "https://us.i.posthog.com, https://us-assets.i.posthog.com",
        "https://eu.i.posthog.com/, https://eu-assets.i.posthog.com",
        "https://posthog.example:8443, https://posthog.example:8443",
    })
    void the_assets_host_follows_from_the_host(String host, String assetsHost) throws IOException {
        ProjectList list = read("", "sluice.posthog.api-key", "phc_a", "sluice.posthog.host", host);

        assertThat(list.source()).isEqualTo(ProjectList.Source.ENVIRONMENT);
        assertThat(list.projects()).singleElement().satisfies(project -> {
            assertThat(project.name()).isEqualTo("default");
            assertThat(project.host().toString()).doesNotEndWith("/").startsWith("https://");
            assertThat(project.assetsHost()).isEqualTo(URI.create(assetsHost));
        });
    }

    @Test
    void the_assets_host_can_be_set() throws IOException {
        ProjectList list =
                read("", "sluice.posthog.api-key", "phc_a", "sluice.posthog.assets-host", "https://assets.example");

        assertThat(list.projects().getFirst().assetsHost()).isEqualTo(URI.create("https://assets.example"));
    }

    @Test
    void the_file_names_several_projects() throws IOException {
        ProjectList list = read("""
                projects:
                  - name: shop
                    token: phc_shop
                  - name: blog
                    token: phc_blog
                    host: https://eu.i.posthog.com
                    assets_host: https://assets.example
                """);

        assertThat(list.source()).isEqualTo(ProjectList.Source.FILE);
        assertThat(list.projects())
                .containsExactly(
                        new Project(
                                "shop",
                                "phc_shop",
                                URI.create("https://us.i.posthog.com"),
                                URI.create("https://us-assets.i.posthog.com")),
                        new Project(
                                "blog",
                                "phc_blog",
                                URI.create("https://eu.i.posthog.com"),
                                URI.create("https://assets.example")));
    }

    @Test
    void a_project_says_which_events_are_one() throws IOException {
        ProjectList list = read("""
                projects:
                  - name: shop
                    token: phc_shop
                    duplicates:
                      - event: checkout_completed
                        by: [checkout_session_id]
                      - event: refund
                        by:
                          - charge
                          - amount
                """);

        assertThat(list.projects().getFirst().sameEvents())
                .containsExactly(
                        new SameEvents("checkout_completed", List.of("checkout_session_id")),
                        new SameEvents("refund", List.of("charge", "amount")));
    }

    @Test
    void a_key_in_the_environment_adds_the_default_project_unless_the_file_has_its_token() throws IOException {
        String file = "projects: [{name: shop, token: phc_shop}]";

        assertThat(read(file, "sluice.posthog.api-key", "phc_more").projects())
                .extracting(Project::name)
                .containsExactly("shop", "default");
        assertThat(read(file, "sluice.posthog.api-key", "phc_shop").projects())
                .extracting(Project::name)
                .containsExactly("shop");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "projects: [{nam: a}]|:1:13: the key \"nam\" is not known; the nearest is \"name\"",
                "projects: [{name: a}]|:1:12: a project lacks \"token\"",
                "projects: [{name: a b, token: phc_a}]|:1:19: a project's name takes 1 to 64 letters",
                "projects: [{name: a, token: phx_planted}]|:1:29: the token is a personal API key",
                "projects: [{name: a, token: phc_a}, {name: a, token: phc_b}]|:1:44: another project has the same name",
                "projects: [{name: a, token: phc_planted}, {name: b, token: phc_planted}]|another project has the same token",
                "projects: [{name: a, token: phc_a, host: 'https://planted/x'}]|:1:42: \"host\" must be the address",
                "projects: [{name: a, token: phc_a, host: 'planted planted'}]|:1:42: \"host\" must be the address",
                "projects: [{name: a, token: phc_a, duplicates: x}]|:1:48: \"duplicates\" must be a list",
                "projects: [{name: a, token: phc_a, duplicates: [{event: e, bye: [p]}]}]|:1:60: the key \"bye\" is not known",
                "projects: [{name: a, token: phc_a, duplicates: [{by: [p]}]}]|:1:49: an entry of \"duplicates\" lacks \"event\"",
                "projects: [{name: a, token: phc_a, duplicates: [{event: $identify, by: [p]}]}]|:1:57: \"event\" must be none of PostHog's own",
                "projects: [{name: a, token: phc_a, duplicates: [{event: e}]}]|:1:49: \"by\" takes 1 to 8 names",
                "projects: [{name: a, token: phc_a, duplicates: [{event: e, by: planted}]}]|:1:64: \"by\" must be a list",
                "projects: [{name: a, token: phc_a, duplicates: [{event: e, by: [p, p]}]}]|:1:64: \"by\" takes 1 to 8 names",
                "projects: [{name: a, token: phc_a, duplicates: [{event: e, by: [p]}, {event: e, by: [q]}]}]|:1:78: another entry is about the same event",
                "projects: [{name: default, token: phc_a}]|POSTHOG_API_KEY stands for the project",
            })
    void a_mistake_is_named_with_its_place_and_without_a_value(String file, String complaint) {
        assertThatThrownBy(() -> read(file, "sluice.posthog.api-key", "phc_other"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(complaint)
                .hasMessageNotContaining("planted");
    }

    @Test
    void a_demo_takes_any_well_formed_token_once_the_stand_in_listens() {
        DemoProjects demo = new DemoProjects();
        assertThat(demo.byToken("phc_any")).isEmpty();
        assertThat(demo.all()).isEmpty();

        demo.standInListensAt(URI.create("http://127.0.0.1:9000"));

        assertThat(demo.byToken("phc_any"))
                .contains(new Project(
                        "demo", "phc_any", URI.create("http://127.0.0.1:9000"), URI.create("http://127.0.0.1:9000")));
        assertThat(demo.byToken("phx_secret")).isEmpty();
        assertThat(demo.byName("demo")).isPresent();
        assertThat(demo.byName("default")).isEmpty();
    }

    private ProjectList read(String file, String... keys) throws IOException {
        Path path = folder.resolve("sluice.yaml");
        Files.writeString(path, file);
        Map<String, String> configuration = new HashMap<>(Map.of("sluice.config", path.toString()));
        for (int i = 0; i < keys.length; i += 2) {
            configuration.put(keys[i], keys[i + 1]);
        }
        return ProjectList.of(TestConfig.of(configuration));
    }
}
