package dev.sluice.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SluiceFileTest {
    @Test
    void an_unknown_key_is_named_with_its_place_and_the_nearest_known_one() {
        SluiceFile file = parse("projects: []\n  \nprojekts: []\n");

        assertThatThrownBy(() -> file.root().orElseThrow().allowOnly(Set.of("projects", "policy")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage("sluice.yaml:3:1: the key \"projekts\" is not known; the nearest is \"projects\"");
    }

    @Test
    void an_empty_file_has_no_root() {
        assertThat(parse("# nothing yet\n").root()).isEmpty();
    }

    @Test
    void a_value_of_the_wrong_kind_is_named_with_its_place() {
        FileSection root = parse("projects:\n  name: shop\n").root().orElseThrow();

        assertThatThrownBy(() -> root.sections("projects", "a project"))
                .hasMessage("sluice.yaml:2:3: \"projects\" must be a list");
    }

    @Test
    void a_repeated_key_is_a_mistake() {
        assertThatThrownBy(() -> parse("a: 1\na: 2\n"))
                .hasMessage("sluice.yaml:2:1: the key \"a\" stands here a second time");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "projects: [planted",
                "projects:\n\t- planted",
                "a: planted: b",
                "a: &x [planted]\nb: *y",
                "a: 'planted",
                "? [planted]\n: 1",
                "- planted",
                "planted",
                "a: \u0007planted",
            })
    void what_is_not_a_mapping_in_yaml_is_a_complaint_that_quotes_nothing(String text) {
        assertThatThrownBy(() -> parse(text))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith("sluice.yaml")
                .hasMessageNotContaining("planted");
    }

    @Test
    void a_byte_order_mark_is_passed_over_and_a_control_character_is_named() {
        assertThat(parse("\ufeffprojects: []").root()).isPresent();
        assertThatThrownBy(() -> parse("a: \u0007b"))
                .hasMessage("sluice.yaml: is not YAML: it holds a control character");
    }

    @Test
    void a_file_that_is_not_there_is_named() {
        assertThatThrownBy(() -> SluiceFile.read(Path.of("target/no-such-sluice.yaml")))
                .hasMessage("target/no-such-sluice.yaml: there is no such file (SLUICE_CONFIG)");
    }

    @Test
    void tags_do_not_make_objects() {
        assertThatThrownBy(() -> parse("a: !!javax.script.ScriptEngineManager [b]\n"))
                .hasMessage("sluice.yaml:1:4: is not YAML: Global tag is not allowed");
    }

    private static SluiceFile parse(String text) {
        return SluiceFile.of(Path.of("sluice.yaml"), text.getBytes(StandardCharsets.UTF_8));
    }
}
