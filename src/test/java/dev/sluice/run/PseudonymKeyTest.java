package dev.sluice.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.config.ConfigurationException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PseudonymKeyTest {
    private final Path folder;

    PseudonymKeyTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void a_configured_key_is_used_as_it_is_and_writes_nothing() {
        PseudonymKey key = PseudonymKey.of(Optional.of(" 0123456789abcdef "), folder);

        assertThat(key.bytes()).isEqualTo("0123456789abcdef".getBytes(StandardCharsets.UTF_8));
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void a_generated_key_stays_the_same_and_is_for_its_owner_only() throws IOException {
        PseudonymKey first = PseudonymKey.of(Optional.empty(), folder);
        PseudonymKey second = PseudonymKey.of(Optional.of(""), folder);

        assertThat(second.bytes()).isEqualTo(first.bytes()).hasSizeGreaterThanOrEqualTo(32);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("pseudonym.key"))))
                .isEqualTo("rw-------");
        assertThat(folder).isDirectoryNotContaining("glob:**.tmp");
    }

    @Test
    void two_installations_have_different_keys() throws IOException {
        Path other = Files.createDirectory(folder.resolve("other"));

        assertThat(PseudonymKey.of(Optional.empty(), folder).bytes())
                .isNotEqualTo(PseudonymKey.of(Optional.empty(), other).bytes());
    }

    @Test
    void the_line_of_the_file_as_the_variable_gives_the_same_key() throws IOException {
        byte[] generated = PseudonymKey.of(Optional.empty(), folder).bytes();
        String line = Files.readString(folder.resolve("pseudonym.key"));

        assertThat(PseudonymKey.of(Optional.of(line), Path.of("unused")).bytes())
                .isEqualTo(generated);
    }

    @Test
    void a_key_that_is_too_short_is_refused_and_not_shown() throws IOException {
        assertThatThrownBy(() -> PseudonymKey.of(Optional.of("planted"), folder))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("SLUICE_PSEUDONYM_KEY")
                .hasMessageNotContaining("planted");
        Files.writeString(folder.resolve("pseudonym.key"), "planted\n");
        assertThatThrownBy(() -> PseudonymKey.of(Optional.empty(), folder))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("pseudonym.key")
                .hasMessageNotContaining("planted");
    }

    @Test
    void two_keys_are_the_new_one_and_the_one_before() {
        PseudonymKey key = PseudonymKey.of(Optional.of("0123456789abcdef , fedcba9876543210"), folder);

        assertThat(key.bytes()).isEqualTo("0123456789abcdef".getBytes(StandardCharsets.UTF_8));
        assertThat(key.previous().orElseThrow().bytes()).isEqualTo("fedcba9876543210".getBytes(StandardCharsets.UTF_8));
        assertThat(key.previous().orElseThrow().previous()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0123456789abcdef,",
                ",0123456789abcdef",
                "0123456789abcdef,planted",
                "0123456789abcdef,0123456789abcdef,0123456789abcdef"
            })
    void half_a_pair_and_three_keys_are_refused_and_not_shown(String keys) {
        assertThatThrownBy(() -> PseudonymKey.of(Optional.of(keys), folder))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageNotContaining("planted")
                .hasMessageNotContaining("0123");
    }

    @Test
    void another_key_than_last_time_is_noticed_unless_the_last_one_is_still_there() {
        PseudonymKey first = PseudonymKey.of(Optional.of("0123456789abcdef"), folder);
        PseudonymKey second = PseudonymKey.of(Optional.of("fedcba9876543210"), folder);
        PseudonymKey overlap = PseudonymKey.of(Optional.of("0123456789abcdef,fedcba9876543210"), folder);

        assertThat(KeyFingerprint.compare(first, folder)).isEqualTo(KeyFingerprint.Verdict.KNOWN);
        assertThat(KeyFingerprint.compare(first, folder)).isEqualTo(KeyFingerprint.Verdict.KNOWN);
        assertThat(KeyFingerprint.compare(second, folder)).isEqualTo(KeyFingerprint.Verdict.STRANGE);
        assertThat(KeyFingerprint.compare(overlap, folder)).isEqualTo(KeyFingerprint.Verdict.MOVING);
        assertThat(KeyFingerprint.compare(overlap, folder)).isEqualTo(KeyFingerprint.Verdict.MOVING);
        assertThat(KeyFingerprint.compare(first, folder)).isEqualTo(KeyFingerprint.Verdict.KNOWN);
        assertThat(folder.resolve("pseudonym.fingerprint")).content().matches("[0-9a-f]{32}\n");
    }

    @Test
    void a_key_never_shows_in_text() {
        assertThat(PseudonymKey.of(Optional.of("planted-planted-planted"), folder))
                .hasToString("PseudonymKey[]");
    }

    @Test
    void a_data_directory_that_is_a_file_is_a_configuration_error() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));

        assertThatThrownBy(() -> DataDirectory.open(file))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("SLUICE_DATA_DIR");
    }
}
