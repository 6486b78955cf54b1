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

    /** How the key is related to the one of the last start. */
    enum Verdict {
        /** The same, or the first one. */
        KNOWN,
        /** A new one beside the old one. */
        MOVING,
        /** A new one alone. */
        STRANGE
    }

    /**
     * Compares the key with the last start's, says in the log what that means, and remembers it.
     *
     * @throws ConfigurationException if the data directory cannot be used
     */
    static Verdict compare(PseudonymKey key, Path dataDirectory) {
        Path file = dataDirectory.resolve(FILE);
        String now = of(key);
        try {
            String last = Files.exists(file)
                    ? Files.readString(file, StandardCharsets.US_ASCII).strip()
                    : "";
            if (!last.equals(now)) {
                Files.writeString(file, now + "\n", StandardCharsets.US_ASCII);
            }
            Verdict verdict = verdict(key, last, now);
            log(verdict);
            return verdict;
        } catch (IOException e) {
            throw new ConfigurationException(
                    file + " can be neither read nor written (" + e.getClass().getSimpleName() + ")");
        }
    }

    private static Verdict verdict(PseudonymKey key, String last, String now) {
        boolean isKnown = last.isEmpty() || last.equals(now);
        boolean isMoving =
                key.previous().map(before -> isKnown || of(before).equals(last)).orElse(false);
        return isMoving ? Verdict.MOVING : isKnown ? Verdict.KNOWN : Verdict.STRANGE;
    }

    private static void log(Verdict verdict) {
        switch (verdict) {
            case KNOWN -> {}
            case MOVING ->
                Log.info("Two pseudonym keys overlap: each person is moved from the second one to the first one by one"
                        + " $merge_dangerously event");
            case STRANGE ->
                Log.warn(
                        "THE PSEUDONYM KEY IS ANOTHER ONE THAN AT THE LAST START: every visitor who is known by a token"
                                + " is a new person to PostHog from now on. To move them instead, set SLUICE_PSEUDONYM_KEY to"
                                + " the new key, a comma and the old key.");
        }
    }

    private static String of(PseudonymKey key) {
        return HexFormat.of().formatHex(key.derive(PURPOSE), 0, 16);
    }
}
