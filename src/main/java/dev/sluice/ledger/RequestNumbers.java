package dev.sluice.ledger;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Numbers for upstream requests that no process of the data directory gives twice: a file says up to where they may have been
 * given, and the next process goes on from there. {@link #next} may be called from any thread.
 */
final class RequestNumbers {
    /** So many are given before the file is written again. More than can be given between two flushes. */
    private static final long RESERVED = 1_000_000;

    private final Path file;
    private final AtomicLong last;
    private long limit;

    private RequestNumbers(Path file, long start) {
        this.file = file;
        last = new AtomicLong(start);
        limit = start;
    }

    static RequestNumbers open(Path file) throws IOException {
        RequestNumbers numbers = new RequestNumbers(file, stored(file));
        numbers.reserve();
        return numbers;
    }

    long next() {
        return last.incrementAndGet();
    }

    long last() {
        return last.get();
    }

    /** Writes how far the numbers may have come, if that has changed. */
    void reserve() throws IOException {
        if (last.get() + RESERVED / 2 <= limit) {
            return;
        }
        long next = last.get() + RESERVED;
        Path temporary = file.resolveSibling(file.getFileName() + ".tmp");
        Files.write(temporary, Long.toString(next).getBytes(StandardCharsets.US_ASCII));
        Files.move(temporary, file, StandardCopyOption.REPLACE_EXISTING);
        limit = next;
    }

    private static long stored(Path file) throws IOException {
        if (!Files.exists(file)) {
            return 0;
        }
        try {
            return Long.parseLong(
                    Files.readString(file, StandardCharsets.US_ASCII).trim());
        } catch (NumberFormatException e) {
            // Torn by a power cut, with what it numbered.
            return 0;
        }
    }
}
