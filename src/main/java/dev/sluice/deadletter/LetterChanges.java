package dev.sluice.deadletter;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What people did with the letters of the data directory, {@code changes.jsonl}: each line is the whole state of one
 * letter, and the last one counts. Held in memory too, which is why there is a bound. Thread-safe.
 */
final class LetterChanges implements AutoCloseable {
    private static final int MOST_STATES = 200_000;
    private static final long MOST_EDITED_CHARS = 16 << 20;
    private static final long ENOUGH_TO_REWRITE = 1 << 20;

    private final Path directory;
    private final Path path;
    private final ChangeFormat format = new ChangeFormat();
    private final Map<UUID, LetterState> states = new HashMap<>();
    /** None until there is a change. */
    private @Nullable FileChannel channel;

    private long length;
    private long editedChars;

    private LetterChanges(Path directory) throws IOException {
        this.directory = directory;
        this.path = directory.resolve("changes.jsonl");
        if (Files.exists(path)) {
            new LetterFile(path, 0).forEachLine(line -> format.read(line).ifPresent(c -> keep(c.id(), c.state())));
        }
    }

    /** Reads what is there. */
    static LetterChanges open(Path directory) throws IOException {
        return new LetterChanges(directory);
    }

    synchronized boolean has(UUID id) {
        return states.containsKey(id);
    }

    /** Forgets the changes of letters that are gone. */
    synchronized void retain(Set<UUID> letters) throws IOException {
        states.keySet().retainAll(letters);
        if (Files.exists(path)) {
            // Also so that nothing is written behind half a line.
            rewrite();
        }
    }

    synchronized LetterState of(UUID id) {
        return states.getOrDefault(id, LetterState.UNTOUCHED);
    }

    /** On return the state is durable; if it throws, nothing has changed. */
    synchronized void change(UUID id, LetterState state) throws IOException {
        long edited = editedChars + chars(state) - chars(of(id));
        if (edited > MOST_EDITED_CHARS || (states.size() >= MOST_STATES && !states.containsKey(id))) {
            throw new IOException("too many changed letters are kept here; delete those that were sent again, or set"
                    + " DATABASE_URL");
        }
        append(format.write(new ChangeFormat.Change(id, state)));
        keep(id, state);
    }

    /** The letters have left the data directory. */
    synchronized void forget(Collection<UUID> ids) throws IOException {
        boolean any = false;
        for (UUID id : ids) {
            LetterState gone = states.remove(id);
            if (gone != null) {
                any = true;
                editedChars -= chars(gone);
            }
        }
        if (any && (states.isEmpty() || length > ENOUGH_TO_REWRITE)) {
            rewrite();
        }
    }

    private void keep(UUID id, LetterState state) {
        LetterState before = states.put(id, state);
        editedChars += chars(state) - (before == null ? 0 : chars(before));
    }

    private static long chars(LetterState state) {
        return state.edited().map(String::length).orElse(0);
    }

    private void append(byte[] line) throws IOException {
        if (channel == null) {
            rewrite();
        }
        FileChannel open = Objects.requireNonNull(channel);
        try {
            write(open, line, length);
            open.force(false);
            length += line.length;
        } catch (IOException e) {
            // The line may stand there or not: the next change starts a new file, without it.
            close();
            throw e;
        }
    }

    private void rewrite() throws IOException {
        close();
        channel = rewritten();
    }

    /** A new file with what is known, in the place of the old one. */
    private FileChannel rewritten() throws IOException {
        Path fresh = directory.resolve("changes.new");
        FileChannel file = FileChannel.open(
                fresh,
                StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE);
        long written = 0;
        editedChars = 0;
        for (Map.Entry<UUID, LetterState> each : states.entrySet()) {
            byte[] line = format.write(new ChangeFormat.Change(each.getKey(), each.getValue()));
            write(file, line, written);
            written += line.length;
            editedChars += chars(each.getValue());
        }
        file.force(true);
        Files.move(fresh, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        try (FileChannel folder = FileChannel.open(directory, StandardOpenOption.READ)) {
            folder.force(true);
        }
        length = written;
        return file;
    }

    private static void write(FileChannel file, byte[] line, long at) throws IOException {
        var buffer = ByteBuffer.wrap(line);
        while (buffer.hasRemaining()) {
            file.write(buffer, at + buffer.position());
        }
    }

    @Override
    public synchronized void close() throws IOException {
        FileChannel open = channel;
        channel = null;
        if (open != null) {
            open.close();
        }
    }
}
