package dev.sluice.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** House rules about source files. */
class SourcesTest {
    private static final Path MAIN = Path.of("src", "main", "java");
    private static final int LONGEST = 300;

    @Test
    void every_package_is_null_marked() throws IOException {
        Set<Path> packages = sources().stream().map(Path::getParent).collect(Collectors.toCollection(TreeSet::new));

        assertThat(packages)
                .isNotEmpty()
                .allSatisfy(folder -> assertThat(folder.resolve("package-info.java"))
                        .content()
                        .contains("@NullMarked"));
    }

    @Test
    void no_file_is_longer_than_a_reader_can_hold() throws IOException {
        assertThat(sources())
                .allSatisfy(file ->
                        assertThat(lines(file)).as("split it by responsibility").hasSizeLessThanOrEqualTo(LONGEST));
    }

    @Test
    void nothing_is_left_for_later() throws IOException {
        assertThat(sources())
                .allSatisfy(file ->
                        assertThat(String.join("\n", lines(file))).doesNotContainPattern("\\b(TODO|FIXME|XXX)\\b"));
    }

    private static List<Path> sources() throws IOException {
        try (Stream<Path> files = Files.walk(MAIN)) {
            return files.filter(file -> file.toString().endsWith(".java")).toList();
        }
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
