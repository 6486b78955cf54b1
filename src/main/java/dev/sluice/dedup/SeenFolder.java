package dev.sluice.dedup;

import io.quarkus.logging.Log;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;

/** The journals of seen ids in their folder, named by a number that rises with each. Not thread-safe. */
final class SeenFolder {
    private static final String SUFFIX = ".ids";
    private static final int DIGITS = 19;

    private final Path folder;
    private long lastNumber;

    SeenFolder(Path folder) {
        this.folder = folder;
    }

    /** Begins the journal after the newest one. */
    SeenJournal create(int startSecond) throws IOException {
        Files.createDirectories(folder);
        Path file = folder.resolve(String.format("%0" + DIGITS + "d", ++lastNumber) + SUFFIX);
        return SeenJournal.create(file, startSecond);
    }

    /** The two newest journals that can be read, the newest last; older ones are deleted. */
    List<Generation> load(long tableSeed) {
        List<Generation> found = new ArrayList<>();
        for (Path file : newestFirst()) {
            try {
                if (found.size() < 2) {
                    SeenTable table = new SeenTable(tableSeed);
                    SeenJournal journal = SeenJournal.load(file, table);
                    found.add(new Generation(table, journal, journal.startSecond()));
                } else {
                    Files.delete(file);
                }
            } catch (IOException e) {
                Log.warnf(
                        "%s cannot be used (%s): duplicates of the events it remembers may pass",
                        file, e.getClass().getSimpleName());
            }
        }
        Collections.reverse(found);
        return found;
    }

    @Override
    public String toString() {
        return folder.toString();
    }

    private List<Path> newestFirst() {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> journals = files.filter(SeenFolder::isJournal)
                    .sorted(Collections.reverseOrder())
                    .toList();
            if (!journals.isEmpty()) {
                lastNumber = Long.parseLong(journals.getFirst().getFileName().toString(), 0, DIGITS, 10);
            }
            return journals;
        } catch (IOException | UncheckedIOException e) {
            Log.warnf("%s cannot be read: duplicates of events from before this start may pass", folder);
            return List.of();
        }
    }

    private static boolean isJournal(Path file) {
        String name = file.getFileName().toString();
        return name.length() == DIGITS + SUFFIX.length()
                && name.endsWith(SUFFIX)
                && name.chars().limit(DIGITS).allMatch(c -> c >= '0' && c <= '9');
    }
}
