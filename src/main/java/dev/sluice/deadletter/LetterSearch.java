package dev.sluice.deadletter;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Reads the letters of the data directory for people: line by line, all files for each question, so that it needs no index
 * that would grow with them. Files that are moved away meanwhile are left out. Thread-safe.
 */
final class LetterSearch {
    private static final Comparator<FiledLetter> ORDER = Comparator.comparing(LetterCursor::of, LetterCursor.ORDER);

    private final Path directory;
    private final LetterFormat format;
    private final LetterChanges changes;
    private final String host;

    LetterSearch(Path directory, LetterFormat format, LetterChanges changes, String host) {
        this.directory = directory;
        this.format = format;
        this.changes = changes;
        this.host = host;
    }

    /** The first so many behind the cursor, in order. Holds no more than that at a time. */
    List<FiledLetter> find(LetterFilter filter, Optional<LetterCursor> after, int limit) throws IOException {
        Map<UUID, FiledLetter> held = new HashMap<>();
        PriorityQueue<FiledLetter> last = new PriorityQueue<>(ORDER.reversed());
        forEach(filed -> {
            boolean isWanted = filter.accepts(filed)
                    && after.map(cursor -> cursor.isBefore(filed)).orElse(true);
            // A crash may have left the same letter twice.
            if (isWanted && held.putIfAbsent(filed.letter().id(), filed) == null) {
                last.add(filed);
                if (last.size() > limit) {
                    held.remove(last.remove().letter().id());
                }
            }
        });
        List<FiledLetter> found = new ArrayList<>(last);
        found.sort(ORDER);
        return found;
    }

    Optional<FiledLetter> letter(UUID id) throws IOException {
        for (LetterFile file : LetterFile.in(directory)) {
            List<byte[]> found = new ArrayList<>();
            read(file, line -> {
                if (found.isEmpty()
                        && LetterFormat.idOf(line).filter(id::equals).isPresent()) {
                    found.add(line);
                }
            });
            Optional<FiledLetter> letter =
                    found.stream().findFirst().flatMap(format::read).map(this::filed);
            if (letter.isPresent()) {
                return letter;
            }
        }
        return Optional.empty();
    }

    List<LetterCount> counts() throws IOException {
        Map<List<String>, LetterCount> counts = new TreeMap<>(
                Comparator.<List<String>, String>comparing(List::getFirst).thenComparing(List::getLast));
        forEach(filed -> {
            String project = filed.letter().project();
            String reason = filed.letter().reason();
            boolean open = filed.state().isOpen();
            LetterCount one = new LetterCount(project, reason, open ? 1 : 0, open ? 0 : 1);
            counts.merge(List.of(project, reason), one, LetterCount::plus);
        });
        return List.copyOf(counts.values());
    }

    /** Which of these letters are there. */
    Set<UUID> present(Collection<UUID> ids) throws IOException {
        Set<UUID> wanted = Set.copyOf(ids);
        Set<UUID> present = new HashSet<>();
        for (LetterFile file : LetterFile.in(directory)) {
            read(file, line -> LetterFormat.idOf(line).filter(wanted::contains).ifPresent(present::add));
        }
        return present;
    }

    FiledLetter filed(DeadLetter letter) {
        return new FiledLetter(letter, host, changes.of(letter.id()));
    }

    private void forEach(Consumer<FiledLetter> sink) throws IOException {
        Function<DeadLetter, FiledLetter> file = this::filed;
        for (LetterFile each : LetterFile.in(directory)) {
            read(each, line -> format.read(line).map(file).ifPresent(sink));
        }
    }

    private static void read(LetterFile file, LetterFile.LineSink sink) throws IOException {
        try {
            file.forEachLine(sink);
        } catch (NoSuchFileException e) {
            // It has moved to the database, or was removed, since the folder was listed.
            return;
        }
    }
}
