package dev.sluice.architecture;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A promise is as good as the test that holds it: the documents name tests that exist, and every test is one that runs. */
class DocumentsTest {
    private static final Pattern TEST_NAME = Pattern.compile("`([A-Z]\\w*(?:Test|IT))`");
    private static final Pattern LOCAL_LINK = Pattern.compile("]\\((?!https?:|#)([^)#]+)[^)]*\\)");
    private static final Pattern TEST_METHOD =
            Pattern.compile("(?m)^ +@(?:Test|ParameterizedTest|Property|TestFactory)\\b");

    @Test
    void every_test_that_a_document_names_exists() {
        Set<String> known = files("src/test/java", ".java").stream()
                .map(file -> file.getFileName().toString().replace(".java", ""))
                .collect(toSet());
        Set<String> unknown = new TreeSet<>();
        for (Path document : documents()) {
            TEST_NAME
                    .matcher(read(document))
                    .results()
                    .map(result -> result.group(1))
                    .filter(name -> !known.contains(name))
                    .forEach(name -> unknown.add(document + ": " + name));
        }

        assertThat(unknown).isEmpty();
    }

    @Test
    void every_link_between_documents_leads_somewhere() {
        Set<String> dead = new TreeSet<>();
        for (Path document : documents()) {
            LOCAL_LINK
                    .matcher(read(document))
                    .results()
                    .map(MatchResult::group)
                    .map(link -> link.replaceAll("^]\\(|[#)].*$", ""))
                    .filter(target -> !Files.exists(document.resolveSibling(target)))
                    .forEach(target -> dead.add(document + ": " + target));
        }

        assertThat(dead).isEmpty();
    }

    /** Surefire and failsafe take classes by their names: a test in a class of another name would never run. */
    @Test
    void every_class_with_a_test_has_a_name_that_is_run() {
        List<Path> missed = files("src/test/java", ".java").stream()
                .filter(file -> TEST_METHOD.matcher(read(file)).find())
                .filter(file -> !file.getFileName().toString().matches("\\w+(Test|IT|Contract)\\.java"))
                .toList();

        assertThat(missed).isEmpty();
    }

    private static List<Path> documents() {
        return Stream.of(
                        files("docs", ".md"),
                        files("deploy", ".md"),
                        List.of(Path.of("README.md"), Path.of("bench/README.md")))
                .flatMap(List::stream)
                .toList();
    }

    private static List<Path> files(String folder, String ending) {
        try (Stream<Path> found = Files.walk(Path.of(folder))) {
            return found.filter(file -> file.toString().endsWith(ending)).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
