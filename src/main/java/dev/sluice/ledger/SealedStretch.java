package dev.sluice.ledger;

import static dev.sluice.ledger.StretchHeader.ENDING_AT;
import static dev.sluice.ledger.StretchHeader.MILLIS_AT;
import static dev.sluice.ledger.StretchHeader.ORIGIN_AT;
import static dev.sluice.ledger.StretchHeader.RECORD_BYTES;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A full stretch: a file of records sorted by fingerprint, of which nothing but the header is in memory. Fingerprints are
 * spread evenly, so their rank is nearly their place, and two or three reads find a record. Only the endings are ever
 * written again, in place.
 */
final class SealedStretch {
    private static final int WINDOW_RECORDS = 128;
    /** After so many guesses the rest is halved: a file whose bytes are damaged must not be guessed in for long. */
    private static final int GUESSES = 6;

    private final Path path;
    private final StretchHeader header;

    SealedStretch(Path path, StretchHeader header) {
        this.path = path;
        this.header = header;
    }

    /** Empty if it is not one, or is shorter than it says. */
    static Optional<SealedStretch> read(Path path) throws IOException {
        try (FileChannel file = FileChannel.open(path, StandardOpenOption.READ)) {
            ByteBuffer head = ByteBuffer.allocate(StretchHeader.BYTES);
            OpenStretch.readFully(file, head, 0);
            return StretchHeader.decode(head.flip())
                    .filter(StretchHeader::isSorted)
                    .filter(header -> isAsLongAs(file, header))
                    .map(header -> new SealedStretch(path, header));
        }
    }

    Path path() {
        return path;
    }

    StretchHeader header() {
        return header;
    }

    /** Whether an event that arrived then may be in it. */
    boolean covers(long receivedAtMillis) {
        long relative = receivedAtMillis - header.baseMillis();
        return relative >= header.minMillis() && relative <= header.maxMillis();
    }

    FileChannel open() throws IOException {
        return FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE);
    }

    List<RawEntry> all(FileChannel file, long fingerprint) throws IOException {
        List<RawEntry> found = new ArrayList<>();
        walk(file, fingerprint, (record, window, at) -> {
            found.add(new RawEntry(
                    header.baseMillis() + window.getInt(at + MILLIS_AT),
                    window.getShort(at + ORIGIN_AT) & 0xffff,
                    window.getLong(at + ENDING_AT),
                    header));
        });
        return found;
    }

    /** Writes the ending of that arrival; false if it is not here. Which of several copies: see {@link OpenStretch#find}. */
    boolean end(FileChannel file, long fingerprint, long receivedAtMillis, long ending) throws IOException {
        Choice choice = new Choice();
        walk(file, fingerprint, (record, window, at) -> {
            if (header.baseMillis() + window.getInt(at + MILLIS_AT) == receivedAtMillis) {
                choice.offer(record, Ending.kind(window.getLong(at + ENDING_AT)), Ending.kind(ending));
            }
        });
        if (choice.record < 0) {
            return false;
        }
        ByteBuffer bytes = ByteBuffer.allocate(8).putLong(ending).flip();
        OpenStretch.writeFully(file, bytes, StretchHeader.offset(choice.record) + ENDING_AT);
        return true;
    }

    private static final class Choice {
        private int record = -1;
        private int rank;

        void offer(int candidate, int known, int kind) {
            int better = known == Ending.PENDING ? 3 : known == kind ? 2 : 1;
            if (better > rank) {
                record = candidate;
                rank = better;
            }
        }
    }

    private interface Visitor {
        void visit(int record, ByteBuffer window, int at);
    }

    /** Visits the records of that fingerprint, in the order of their arrival, at most {@link OpenStretch#MAX_COPIES}. */
    private void walk(FileChannel file, long fingerprint, Visitor visitor) throws IOException {
        ByteBuffer window = ByteBuffer.allocate(WINDOW_RECORDS * RECORD_BYTES);
        int left = OpenStretch.MAX_COPIES;
        int from = firstOf(file, fingerprint, window);
        while (from < header.count() && left > 0) {
            int read = read(file, window, from, Math.min(header.count(), from + Math.min(left, WINDOW_RECORDS)));
            for (int i = 0; i < read; i++) {
                if (window.getLong(i * RECORD_BYTES) != fingerprint) {
                    return;
                }
                visitor.visit(from + i, window, i * RECORD_BYTES);
                left--;
            }
            if (read == 0) {
                return;
            }
            from += read;
        }
    }

    /** The first record whose fingerprint is not below the given one. */
    private int firstOf(FileChannel file, long fingerprint, ByteBuffer window) throws IOException {
        int low = 0;
        int high = header.count();
        double lowRank = 0;
        double highRank = 1;
        double rank = rank(fingerprint);
        for (int guess = 0; low < high; guess++) {
            double share = guess < GUESSES && highRank > lowRank ? (rank - lowRank) / (highRank - lowRank) : 0.5;
            int middle = low + (int) ((high - low) * Math.clamp(share, 0, 1));
            int from = Math.max(low, Math.min(middle - WINDOW_RECORDS / 2, high - WINDOW_RECORDS));
            int read = read(file, window, from, Math.min(high, from + WINDOW_RECORDS));
            if (read == 0) {
                return high;
            }
            long first = window.getLong(0);
            long last = window.getLong((read - 1) * RECORD_BYTES);
            if (Long.compareUnsigned(first, fingerprint) >= 0 && from > low) {
                high = from;
                highRank = rank(first);
            } else if (Long.compareUnsigned(last, fingerprint) < 0) {
                low = from + read;
                lowRank = rank(last);
            } else {
                return from + within(window, read, fingerprint);
            }
        }
        return low;
    }

    private static int within(ByteBuffer window, int read, long fingerprint) {
        int record = 0;
        while (record < read && Long.compareUnsigned(window.getLong(record * RECORD_BYTES), fingerprint) < 0) {
            record++;
        }
        return record;
    }

    /** How many whole records it got. */
    private static int read(FileChannel file, ByteBuffer window, int from, int to) throws IOException {
        window.clear().limit((to - from) * RECORD_BYTES);
        OpenStretch.readFully(file, window, StretchHeader.offset(from));
        return window.flip().remaining() / RECORD_BYTES;
    }

    /** Where among all fingerprints it stands, from 0 to 1. */
    private static double rank(long fingerprint) {
        return (fingerprint >>> 11) * 0x1.0p-53;
    }

    private static boolean isAsLongAs(FileChannel file, StretchHeader header) {
        try {
            return file.size() >= StretchHeader.offset(header.count());
        } catch (IOException e) {
            return false;
        }
    }
}
