package dev.sluice.run;

import dev.sluice.config.ConfigurationException;
import io.quarkus.logging.Log;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;

/**
 * Notices that the pseudonym key is another one than at the last start, which makes every known visitor a stranger: the data
 * directory keeps a digest from which the key cannot be told.
 */
final class KeyFingerprint {
    private static final String FILE = "pseudonym.fingerprint";
    private static final String PURPOSE = "fingerprint of the pseudonym key";

    private KeyFingerprint() {}

    /** @throws ConfigurationException if the data directory cannot be used */
    static void compare(PseudonymKey key, Path dataDirectory) {
        Path file = dataDirectory.resolve(FILE);
        String now = of(key);
        try {
            String last = Files.exists(file)
                    ? Files.readString(file, StandardCharsets.US_ASCII).strip()
                    : now;
            if (key.previous().isPresent()) {
                Log.info("Two pseudonym keys overlap: persons are moved from the second one to the first one as they"
                        + " come, each by one $merge_dangerously event");
            }
            boolean isMoving =
                    key.previous().map(before -> of(before).equals(last)).orElse(false);
            if (!last.equals(now) && !isMoving) {
                Log.warn(
                        "THE PSEUDONYM KEY IS ANOTHER ONE THAN AT THE LAST START: every visitor whose e-mail address or"
                                + " number is known is a new person to PostHog from now on. To move them instead, set"
                                + " SLUICE_PSEUDONYM_KEY to the new key, a comma and the old key.");
            }
            if (!last.equals(now) || !Files.exists(file)) {
                Files.writeString(file, now + "\n", StandardCharsets.US_ASCII);
            }
        } catch (IOException e) {
            throw new ConfigurationException(
                    file + " can be neither read nor written (" + e.getClass().getSimpleName() + ")");
        }
    }

    private static String of(PseudonymKey key) {
        return HexFormat.of().formatHex(key.derive(PURPOSE), 0, 16);
    }
}
