package dev.sluice.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** House rules about source files. */
class SourcesTest {
    private static final Path MAIN = Path.of("src", "main", "java");
    private static final int LONGEST = 300;
    private static final Pattern LATER = Pattern.compile("\\b(TODO|FIXME)\\b|//.*\\bXXX\\b");

    @Test
    void every_package_is_null_marked() throws IOException {
        Set<Path> packages = sources().stream().map(Path::getParent).collect(Collectors.toSet());

        assertThat(packages)
                .isNotEmpty()
                .filteredOn(folder -> Files.notExists(folder.resolve("package-info.java"))
                        || !text(folder.resolve("package-info.java")).contains("@NullMarked"))
                .isEmpty();
    }

    @Test
    void no_file_is_longer_than_a_reader_can_hold() throws IOException {
        assertThat(sources())
                .as("at most %d lines: split by responsibility", LONGEST)
                .filteredOn(file -> text(file).lines().count() > LONGEST)
                .isEmpty();
    }

    @Test
    void nothing_is_left_for_later() throws IOException {
        assertThat(sources())
                .filteredOn(file -> LATER.matcher(text(file)).find())
                .isEmpty();
    }

    private static List<Path> sources() throws IOException {
        try (Stream<Path> files = Files.walk(MAIN)) {
            return files.filter(file -> file.toString().endsWith(".java")).toList();
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
