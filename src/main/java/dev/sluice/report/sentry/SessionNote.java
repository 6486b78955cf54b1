package dev.sluice.report.sentry;

import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.Properties;

/**
 * What a run leaves behind, so that the next one can tell how it ended.
 *
 * @param seenMillis when it was last known to live
 * @param isTold whether Sentry knows of the session
 * @param hasEnded whether it stopped in order
 */
record SessionNote(
        String id,
        long startedMillis,
        long seenMillis,
        boolean isTold,
        boolean hasEnded,
        String environment,
        String release) {

    SessionNote seen(long millis) {
        return new SessionNote(id, startedMillis, millis, isTold, hasEnded, environment, release);
    }

    SessionNote told() {
        return new SessionNote(id, startedMillis, seenMillis, true, hasEnded, environment, release);
    }

    SessionNote ended(long millis) {
        return new SessionNote(id, startedMillis, millis, isTold, true, environment, release);
    }

    /** Empty where there is none, or none that can be read. */
    static Optional<SessionNote> read(Path file) throws IOException {
        Properties facts = new Properties();
        try (Reader in = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            facts.load(in);
            return Optional.of(new SessionNote(
                    fact(facts, "id"),
                    Long.parseLong(fact(facts, "started")),
                    Long.parseLong(fact(facts, "seen")),
                    Boolean.parseBoolean(fact(facts, "told")),
                    Boolean.parseBoolean(fact(facts, "ended")),
                    fact(facts, "environment"),
                    fact(facts, "release")));
        } catch (NoSuchFileException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static String fact(Properties facts, String name) {
        String value = facts.getProperty(name);
        if (value == null) {
            throw new IllegalArgumentException("the note lacks a fact");
        }
        return value;
    }

    void write(Path file) throws IOException {
        Properties facts = new Properties();
        facts.setProperty("id", id);
        facts.setProperty("started", Long.toString(startedMillis));
        facts.setProperty("seen", Long.toString(seenMillis));
        facts.setProperty("told", Boolean.toString(isTold));
        facts.setProperty("ended", Boolean.toString(hasEnded));
        facts.setProperty("environment", environment);
        facts.setProperty("release", release);
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        try (Writer out = Files.newBufferedWriter(fresh, StandardCharsets.UTF_8)) {
            facts.store(out, "The session of this run in Sentry's release health");
        }
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
