package dev.sluice.deadletter;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What letters may occupy in the data directory.
 *
 * @param maxBytes all of them together; beyond it the oldest file goes
 * @param maxAge of the newest letter of a file; beyond it the file goes
 */
record LetterBounds(long maxBytes, Duration maxAge) {
    /** A file is at most this share of the bound, so that not too much goes at once. */
    private static final int FILES = 16;

    private static final long LARGEST_FILE = 16L << 20;

    long maxFileBytes() {
        return Math.clamp(maxBytes / FILES, 1, LARGEST_FILE);
    }

    /** @param files the oldest first; the last one is being written to and never goes */
    List<LetterFile> exceeding(List<LetterFile> files, Instant now) throws IOException {
        long total = 0;
        for (LetterFile file : files) {
            total += Files.size(file.path());
        }
        List<LetterFile> exceeding = new ArrayList<>();
        for (LetterFile file : files.subList(0, Math.max(0, files.size() - 1))) {
            if (total > maxBytes || isOld(file, now)) {
                exceeding.add(file);
                total -= Files.size(file.path());
            }
        }
        return exceeding;
    }

    /** Whether every letter in it is too old. */
    boolean isOld(LetterFile file, Instant now) throws IOException {
        return Files.getLastModifiedTime(file.path()).toInstant().isBefore(now.minus(maxAge));
    }
}
