package dev.sluice.spool.local;

import java.nio.file.Path;
import java.util.Locale;
import java.util.OptionalLong;

/** One file of the log, and how much of it is committed. The writer moves the extent, the reader follows it. */
final class Segment {
    /** The end of a segment that was not read to its end yet. */
    static final long UNKNOWN = Long.MAX_VALUE;

    private static final String SUFFIX = ".seg";
    private static final int DIGITS = 19;

    private final long firstOrdinal;
    private final Path path;
    private volatile Extent extent;

    Segment(Path path, long firstOrdinal, Extent extent) {
        this.path = path;
        this.firstOrdinal = firstOrdinal;
        this.extent = extent;
    }

    static Path path(Path directory, long firstOrdinal) {
        return directory.resolve(String.format(Locale.ROOT, "%0" + DIGITS + "d", firstOrdinal) + SUFFIX);
    }

    /** The first ordinal that the name of a segment gives; empty if it is not the name of one. */
    static OptionalLong ordinalOf(Path file) {
        String name = file.getFileName().toString();
        if (name.length() != DIGITS + SUFFIX.length() || !name.endsWith(SUFFIX)) {
            return OptionalLong.empty();
        }
        try {
            return OptionalLong.of(Long.parseUnsignedLong(name, 0, DIGITS, 10));
        } catch (NumberFormatException e) {
            return OptionalLong.empty();
        }
    }

    long firstOrdinal() {
        return firstOrdinal;
    }

    Path path() {
        return path;
    }

    Extent extent() {
        return extent;
    }

    void extend(Extent to) {
        extent = to;
    }

    /**
     * @param length bytes from the start of the file that may be read
     * @param endOrdinal one past the last event in them, or {@link #UNKNOWN}; a frame that stands there with this ordinal
     *     or a later one was never acknowledged and is not part of the log
     */
    record Extent(long length, long endOrdinal) {}
}
