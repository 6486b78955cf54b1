package dev.sluice.architecture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** What the images and the compose file refer to exists. They cannot be built here, so a wrong name would go unnoticed. */
class DeploymentTest {
    private static final Path COMPOSE = Path.of("deploy", "compose.yaml");

    @ParameterizedTest
    @ValueSource(strings = {"Dockerfile.native", "Dockerfile.jvm"})
    void what_an_image_copies_from_the_tree_is_there_and_not_ignored(String dockerfile) throws IOException {
        List<String> copied = copies(dockerfile, false);
        List<String> sent = Files.readAllLines(Path.of(".dockerignore"));

        assertThat(copied).isNotEmpty().allSatisfy(source -> {
            assertThat(Path.of(source)).exists();
            assertThat(sent).contains("!" + source);
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"Dockerfile.native", "Dockerfile.jvm"})
    void an_image_runs_without_root_and_keeps_its_data_in_a_volume(String dockerfile) throws IOException {
        List<String> lines = Files.readAllLines(Path.of(dockerfile));

        assertThat(lines.lastIndexOf("USER 1001")).isGreaterThan(lastIndexStarting(lines, "FROM "));
        assertThat(lines).contains("VOLUME /data", "ENV SLUICE_DATA_DIR=/data", "EXPOSE 8080");
        assertThat(lines.getLast()).startsWith("ENTRYPOINT [").contains("-Dsluice.demo.enabled=false");
        assertThat(lines).anyMatch(line -> line.startsWith("HEALTHCHECK") && line.endsWith("\"health\"]"));
    }

    @Test
    void the_binary_and_the_application_are_copied_from_where_maven_puts_them() throws IOException {
        assertThat(copies("Dockerfile.native", true)).contains("/code/target/*-runner");
        assertThat(copies("Dockerfile.jvm", true)).contains("/code/target/quarkus-app");
    }

    @Test
    void the_gateway_of_the_compose_file_can_run_with_nothing_but_its_volume_to_write_to() throws IOException {
        Map<String, Object> gateway = service("gateway");

        assertThat(gateway).containsEntry("read_only", true);
        assertThat(gateway.get("tmpfs")).isEqualTo(List.of("/tmp"));
        assertThat(gateway.get("volumes")).isEqualTo(List.of("spool:/data"));
        assertThat(map(compose().get("volumes"))).containsOnlyKeys("spool", "postgres");
        Object build = map(gateway.get("build")).get("dockerfile");
        assertThat(Path.of(String.valueOf(build))).exists();
    }

    @Test
    void the_compose_file_asks_the_gateway_how_it_is_as_the_image_does() throws IOException {
        Object test = map(service("gateway").get("healthcheck")).get("test");

        assertThat(test).isEqualTo(List.of("CMD", "/app/sluice", "health"));
        assertThat(Files.readString(Path.of("Dockerfile.native"))).contains("CMD [\"/app/sluice\", \"health\"]");
    }

    @Test
    void every_variable_that_the_compose_file_sets_for_the_gateway_is_a_known_one() throws IOException {
        assumeThat(Path.of(".env.example")).exists();

        Set<String> known = knownVariables();

        assertThat(known).containsAll(map(service("gateway").get("environment")).keySet());
    }

    @Test
    void the_addresses_of_the_compose_file_name_its_own_services() throws IOException {
        Map<String, Object> environment = map(service("gateway").get("environment"));

        assertThat(environment.get("REDIS_URL")).isEqualTo("redis://redis:6379");
        assertThat(String.valueOf(environment.get("DATABASE_URL"))).endsWith("@postgres:5432/sluice");
        assertThat(map(compose().get("services"))).containsOnlyKeys("gateway", "redis", "postgres");
    }

    /** The names in {@code .env.example}, set or commented out. */
    private static Set<String> knownVariables() throws IOException {
        Set<String> names = new HashSet<>();
        for (String line : Files.readAllLines(Path.of(".env.example"))) {
            String setting = line.startsWith("#") ? line.substring(1).strip() : line;
            int end = setting.indexOf('=');
            if (end > 0) {
                names.add(setting.substring(0, end));
            }
        }
        return names;
    }

    /** Sources of the COPY lines, either of those from the tree or of those from another stage. */
    private static List<String> copies(String dockerfile, boolean fromStage) throws IOException {
        List<String> sources = new ArrayList<>();
        for (String line : Files.readAllLines(Path.of(dockerfile))) {
            if (line.startsWith("COPY ") && line.contains("--from=") == fromStage) {
                List<String> words = Stream.of(line.split(" "))
                        .filter(word -> !word.startsWith("--"))
                        .toList();
                sources.addAll(words.subList(1, words.size() - 1));
            }
        }
        return sources;
    }

    private static int lastIndexStarting(List<String> lines, String start) {
        return lines.lastIndexOf(
                lines.stream().filter(line -> line.startsWith(start)).toList().getLast());
    }

    private static Map<String, Object> service(String name) throws IOException {
        return map(map(compose().get("services")).get(name));
    }

    private static Map<String, Object> compose() throws IOException {
        return map(new Yaml(new SafeConstructor(new LoaderOptions())).load(Files.readString(COMPOSE)));
    }

    @SuppressWarnings("unchecked") // A mapping of the compose file has only strings as keys.
    private static Map<String, Object> map(Object value) {
        assertThat(value).isInstanceOf(Map.class);
        return (Map<String, Object>) value;
    }
}
