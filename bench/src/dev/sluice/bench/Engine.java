package dev.sluice.bench;

import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** What makes a 200 of Sluice safe, and the settings that choose it. */
enum Engine {
    LOCAL_FSYNC("local-fsync", Map.of()),
    LOCAL_OS("local-os", Map.of("SLUICE_DURABILITY", "os")),
    POSTGRES("postgres", Map.of("SLUICE_SPOOL", "postgres")),
    KAFKA("kafka", Map.of("SLUICE_SPOOL", "kafka"));

    private final String word;
    private final Map<String, String> settings;

    Engine(String word, Map<String, String> settings) {
        this.word = word;
        this.settings = settings;
    }

    static Engine named(String word) {
        return Arrays.stream(values())
                .filter(engine -> engine.word.equals(word))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "no engine is called %s; there are %s".formatted(word, words())));
    }

    static List<String> words() {
        return Arrays.stream(values()).map(engine -> engine.word).toList();
    }

    String word() {
        return word;
    }

    Map<String, String> settings() {
        return settings;
    }

    /** It keeps events in a server that the rig has to start. */
    boolean needsServer() {
        return settings.containsKey("SLUICE_SPOOL");
    }
}
