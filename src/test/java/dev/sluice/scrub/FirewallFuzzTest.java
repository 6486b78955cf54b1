package dev.sluice.scrub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The short form of {@code fuzz/run}: what fuzzers found once, and those same inputs a little changed. */
class FirewallFuzzTest {
    private static final Path KEPT = Path.of("src", "test", "resources", "fuzz", "firewall");
    private static final int CHANGES = 200;

    @Test
    void what_was_found_once_is_found_no_more() throws IOException {
        List<Path> inputs = inputs();
        assertThat(inputs).isNotEmpty();
        for (Path input : inputs) {
            byte[] data = Files.readAllBytes(input);
            assertThatCode(() -> FirewallFuzz.fuzzerTestOneInput(data))
                    .as(input.getFileName().toString())
                    .doesNotThrowAnyException();
        }
    }

    @Test
    void nor_is_anything_close_to_it() throws IOException {
        Random random = new Random(3);
        for (Path input : inputs()) {
            byte[] data = Files.readAllBytes(input);
            for (int i = 0; i < CHANGES; i++) {
                byte[] changed = changed(data, random);
                assertThatCode(() -> FirewallFuzz.fuzzerTestOneInput(changed))
                        .as(() -> input.getFileName() + " as " + Arrays.toString(changed))
                        .doesNotThrowAnyException();
            }
        }
    }

    private static byte[] changed(byte[] data, Random random) {
        byte[] changed = data.clone();
        int at = random.nextInt(changed.length);
        switch (random.nextInt(3)) {
            case 0 -> changed[at] = (byte) random.nextInt(256);
            case 1 -> changed[at] = changed[random.nextInt(changed.length)];
            default -> changed = Arrays.copyOf(changed, at + 1);
        }
        return changed;
    }

    private static List<Path> inputs() throws IOException {
        try (var files = Files.list(KEPT)) {
            return files.sorted().toList();
        }
    }
}
