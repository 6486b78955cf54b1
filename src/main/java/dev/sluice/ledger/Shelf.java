package dev.sluice.ledger;

import io.quarkus.logging.Log;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The stretches that are done with, in files of one directory, oldest first. A file that cannot be read is deleted and said
 * so: the ledger tells of events and does not keep them. Only {@link #all} may be called from any thread.
 */
final class Shelf {
    /** At 65,536 events each, three weeks of a hundred million a day would not fill it; beyond it the oldest go. */
    private static final int MAX_STRETCHES = 4096;

    private static final String SEALED = ".sealed";
    private static final String OPEN = ".open";
    private static final String NAMES = ".names";
    private static final int OPEN_CHANNELS = 4;

    private final Path directory;
    private final long keptMillis;
    private final Deque<Late> channels = new ArrayDeque<>();
    private volatile List<SealedStretch> stretches = List.of();

    /** A stretch to which late endings are being written. */
    private record Late(SealedStretch stretch, FileChannel file) {}

    Shelf(Path directory, long keptMillis) {
        this.directory = directory;
        this.keptMillis = keptMillis;
    }

    List<SealedStretch> all() {
        return stretches;
    }

    Path open(long number) {
        return directory.resolve(name(number) + OPEN);
    }

    Path names(long number) {
        return directory.resolve(name(number) + NAMES);
    }

    static Path names(SealedStretch stretch) {
        Path file = stretch.path();
        String name = String.valueOf(file.getFileName());
        return file.resolveSibling(name.substring(0, name.length() - SEALED.length()) + NAMES);
    }

    /** Reads what is there. Returns the numbers of the stretches that are not sealed, oldest first. */
    List<Long> load() throws IOException {
        Map<Long, SealedStretch> sealed = new TreeMap<>();
        List<Long> open = new ArrayList<>();
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.sorted().toList()) {
                String name = String.valueOf(file.getFileName());
                if (name.endsWith(SEALED)) {
                    SealedStretch stretch = SealedStretch.read(file).orElse(null);
                    if (stretch == null) {
                        giveUp(file);
                    } else {
                        sealed.put(numberOf(name), stretch);
                    }
                } else if (name.endsWith(OPEN)) {
                    open.add(numberOf(name));
                }
            }
        }
        for (Long number : List.copyOf(open)) {
            if (sealed.containsKey(number)) {
                Files.deleteIfExists(open(number));
                open.remove(number);
            }
        }
        stretches = List.copyOf(sealed.values());
        return open;
    }

    long bytes() throws IOException {
        long bytes = 0;
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) {
                bytes += Files.size(file);
            }
        }
        return bytes;
    }

    /** One above every number in use. */
    long nextNumber() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> String.valueOf(file.getFileName()))
                            .filter(name -> name.endsWith(SEALED) || name.endsWith(OPEN) || name.endsWith(NAMES))
                            .mapToLong(Shelf::numberOf)
                            .max()
                            .orElse(0)
                    + 1;
        }
    }

    /** Takes the records of a stretch that gets no more. */
    void seal(long number, OpenStretch stretch, long nowMillis) throws IOException {
        if (stretch.count() == 0) {
            Files.deleteIfExists(open(number));
            Files.deleteIfExists(names(number));
            return;
        }
        Path path = directory.resolve(name(number) + SEALED);
        Path temporary = directory.resolve(name(number) + ".tmp");
        StretchHeader header = stretch.sealed(nowMillis);
        try (FileChannel file = FileChannel.open(
                temporary, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            OpenStretch.writeFully(file, stretch.sorted(), StretchHeader.BYTES);
            OpenStretch.writeFully(file, header.encode(), 0);
        }
        Files.move(temporary, path, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        Files.deleteIfExists(open(number));
        List<SealedStretch> more = new ArrayList<>(stretches);
        more.add(new SealedStretch(path, header));
        stretches = List.copyOf(more);
    }

    /** Writes the ending of an event that arrived then; false if no stretch has it. */
    boolean end(long fingerprint, long receivedAtMillis, Endings endings) throws IOException {
        List<SealedStretch> now = stretches;
        for (int i = now.size() - 1; i >= 0; i--) {
            SealedStretch stretch = now.get(i);
            if (stretch.covers(receivedAtMillis)) {
                try {
                    long ending = endings.in(stretch.header());
                    if (stretch.end(channel(stretch), fingerprint, receivedAtMillis, ending)) {
                        return true;
                    }
                } catch (NoSuchFileException e) {
                    // Somebody deleted it; nothing brings it back.
                    without(List.of(stretch));
                }
            }
        }
        return false;
    }

    /** An ending as it stands in a stretch: requests are relative to its header. */
    @FunctionalInterface
    interface Endings {
        long in(StretchHeader header);
    }

    /** Deletes what is older than it is kept. */
    void forget(long nowMillis) throws IOException {
        List<SealedStretch> old = new ArrayList<>();
        List<SealedStretch> now = stretches;
        for (int i = 0; i < now.size(); i++) {
            SealedStretch stretch = now.get(i);
            boolean isTooMany = now.size() - i > MAX_STRETCHES;
            if (isTooMany || nowMillis - stretch.header().madeAtMillis() > keptMillis) {
                old.add(stretch);
            }
        }
        if (old.isEmpty()) {
            return;
        }
        without(old);
        for (SealedStretch stretch : old) {
            Files.deleteIfExists(stretch.path());
            Files.deleteIfExists(names(stretch));
        }
    }

    void giveUp(Path file) throws IOException {
        Log.warnf(
                "ledger: %s is damaged; it is deleted, and what became of its events can no longer be told",
                file.getFileName());
        Files.deleteIfExists(file);
    }

    void closeChannels() throws IOException {
        while (!channels.isEmpty()) {
            channels.removeFirst().file().close();
        }
    }

    private void without(List<SealedStretch> gone) throws IOException {
        closeChannels();
        stretches = stretches.stream().filter(each -> !gone.contains(each)).toList();
    }

    private FileChannel channel(SealedStretch stretch) throws IOException {
        for (Late late : channels) {
            if (late.stretch() == stretch) {
                return late.file();
            }
        }
        FileChannel file = stretch.open();
        channels.addFirst(new Late(stretch, file));
        if (channels.size() > OPEN_CHANNELS) {
            channels.removeLast().file().close();
        }
        return file;
    }

    private static String name(long number) {
        return String.format("%016d", number);
    }

    /** 0 for a file that was not named here. */
    private static long numberOf(String name) {
        try {
            return Long.parseLong(name.substring(0, name.indexOf('.')));
        } catch (NumberFormatException e) {
            return 0;
        }
    }
}
