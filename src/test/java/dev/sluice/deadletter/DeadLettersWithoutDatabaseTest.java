package dev.sluice.deadletter;

import static dev.sluice.deadletter.Letters.letter;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.config.SluiceConfig;
import dev.sluice.testsupport.NothingConfigured;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(NothingConfigured.class)
class DeadLettersWithoutDatabaseTest {
    @Inject
    DeadLetters letters;

    @Inject
    SluiceConfig config;

    @Test
    void letters_live_in_the_data_directory() {
        long before = letters.count();

        letters.add(letter(1));

        assertThat(letters.newest(1)).containsExactly(letter(1));
        assertThat(letters.count()).isEqualTo(before + 1);
        assertThat(config.dataDir().resolve("dead-letters")).isDirectoryContaining("glob:**.jsonl");
    }
}
