package dev.sluice.deadletter;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * One file of dead letters, {@code letters-N.jsonl}: lines are only ever appended. Reading ignores a last line without
 * its newline, which is either torn by a crash or still being written.
 */
record LetterFile(Path path, long number) {
    private static final String PREFIX = "letters-";
    private static final String SUFFIX = ".jsonl";
    private static final int BLOCK = 64 * 1024;

    /** What is done with each line, in the order of the file. */
    @FunctionalInterface
    interface LineSink {
        void line(byte[] line) throws IOException;
    }

    static LetterFile of(Path directory, long number) {
        return new LetterFile(directory.resolve(PREFIX + String.format(Locale.ROOT, "%012d", number) + SUFFIX), number);
    }

    /** All files of the folder, the oldest first. */
    static List<LetterFile> in(Path directory) throws IOException {
        try (Stream<Path> paths = Files.list(directory)) {
            return paths.map(path -> path.getFileName().toString())
                    .filter(LetterFile::isLetterFile)
                    .sorted()
                    .map(name -> of(directory, numberOf(name)))
                    .toList();
        }
    }

    private static boolean isLetterFile(String name) {
        return name.length() == PREFIX.length() + 12 + SUFFIX.length()
                && name.startsWith(PREFIX)
                && name.endsWith(SUFFIX)
                && name.substring(PREFIX.length(), PREFIX.length() + 12).chars().allMatch(c -> c >= '0' && c <= '9');
    }

    private static long numberOf(String name) {
        return Long.parseLong(name.substring(PREFIX.length(), PREFIX.length() + 12));
    }

    /** Hands over each complete line and returns their length together, newlines included. */
    long forEachLine(LineSink sink) throws IOException {
        long complete = 0;
        var line = new ByteArrayOutputStream(BLOCK);
        byte[] block = new byte[BLOCK];
        try (InputStream in = new BufferedInputStream(Files.newInputStream(path), BLOCK)) {
            for (int length = in.read(block); length >= 0; length = in.read(block)) {
                int start = 0;
                for (int at = 0; at < length; at++) {
                    if (block[at] == '\n') {
                        line.write(block, start, at - start);
                        complete += line.size() + 1L;
                        sink.line(line.toByteArray());
                        line.reset();
                        start = at + 1;
                    }
                }
                line.write(block, start, length - start);
            }
        }
        return complete;
    }

    /** The last complete lines, the last one first; none if the file is gone, having been moved to the database. */
    List<byte[]> lastLines(int limit) throws IOException {
        List<byte[]> lines = new ArrayList<>();
        try (var file = new RandomAccessFile(path.toFile(), "r")) {
            byte[] rest = new byte[0];
            boolean terminated = false;
            for (long end = file.length(); end > 0 && lines.size() < limit; ) {
                int length = (int) Math.min(BLOCK, end);
                end -= length;
                byte[] block = new byte[length + rest.length];
                file.seek(end);
                file.readFully(block, 0, length);
                System.arraycopy(rest, 0, block, length, rest.length);
                int lineEnd = block.length;
                for (int at = length - 1; at >= 0 && lines.size() < limit; at--) {
                    if (block[at] == '\n') {
                        if (terminated) {
                            lines.add(Arrays.copyOfRange(block, at + 1, lineEnd));
                        }
                        terminated = true;
                        lineEnd = at;
                    }
                }
                rest = Arrays.copyOf(block, lineEnd);
                if (end == 0 && terminated && lines.size() < limit) {
                    lines.add(rest);
                }
            }
        } catch (FileNotFoundException e) {
            return List.of();
        }
        return lines;
    }
}
