package dev.sluice.ledger;

import static dev.sluice.ledger.StretchHeader.ENDING_AT;
import static dev.sluice.ledger.StretchHeader.MILLIS_AT;
import static dev.sluice.ledger.StretchHeader.ORIGIN_AT;
import static dev.sluice.ledger.StretchHeader.RECORD_BYTES;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The stretch that is being filled: its records in memory in the order of arrival, with a hash index, and the same bytes in
 * a file as far as they were flushed. Not thread-safe.
 */
final class OpenStretch implements Closeable {
    static final int MAX_RECORDS = 1 << 16;
    /** Copies of one uuid that are looked at; the oldest beyond it are out of reach, however often a sender repeats. */
    static final int MAX_COPIES = 256;

    private static final int FIRST_RECORDS = 256;
    private static final int NONE = -1;
    private static final int BUCKET_BITS = 15;
    private static final int BUCKETS = 1 << BUCKET_BITS;

    private final StretchHeader header;
    private final FileChannel file;
    private ByteBuffer records = ByteBuffer.allocate(FIRST_RECORDS * RECORD_BYTES);
    private int[] heads = empty(FIRST_RECORDS * 2);
    private int[] before = new int[FIRST_RECORDS];
    private int count;
    private int firstDirty;

    private OpenStretch(StretchHeader header, FileChannel file) {
        this.header = header;
        this.file = file;
    }

    static OpenStretch create(Path path, StretchHeader header) throws IOException {
        FileChannel file = FileChannel.open(
                path,
                StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE);
        try {
            writeFully(file, header.encode(), 0);
            return new OpenStretch(header, file);
        } catch (IOException e) {
            file.close();
            throw e;
        }
    }

    /** What a former process left, or null if that cannot be read. */
    static @Nullable OpenStretch resume(Path path) throws IOException {
        FileChannel file = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE);
        OpenStretch resumed = null;
        try {
            ByteBuffer head = ByteBuffer.allocate(StretchHeader.BYTES);
            readFully(file, head, 0);
            StretchHeader header = StretchHeader.decode(head.flip()).orElse(null);
            if (header == null || header.isSorted()) {
                return null;
            }
            OpenStretch stretch = new OpenStretch(header, file);
            long stored = (file.size() - StretchHeader.BYTES) / RECORD_BYTES;
            stretch.load((int) Math.min(MAX_RECORDS, stored));
            resumed = stretch;
            return resumed;
        } finally {
            if (resumed == null) {
                file.close();
            }
        }
    }

    StretchHeader header() {
        return header;
    }

    int count() {
        return count;
    }

    boolean isFull() {
        return count == MAX_RECORDS;
    }

    /** Whether a record can hold that time. */
    boolean takes(long receivedAtMillis) {
        long relative = receivedAtMillis - header.baseMillis();
        return relative == (int) relative;
    }

    /** The caller has asked {@link #isFull} and {@link #takes}. */
    void add(long fingerprint, long receivedAtMillis, int origin, long ending) {
        if (count == before.length) {
            grow();
        }
        int at = count * RECORD_BYTES;
        records.putLong(at, fingerprint);
        records.putInt(at + MILLIS_AT, (int) (receivedAtMillis - header.baseMillis()));
        records.putShort(at + ORIGIN_AT, (short) origin);
        records.putLong(at + ENDING_AT, ending);
        index(count);
        count++;
    }

    /**
     * The record of that arrival, or -1: one without an ending if there is, else one that ended in the same way, else any.
     * Two copies that came in one request are told apart no further.
     */
    int find(long fingerprint, long receivedAtMillis, int kind) {
        int millis = (int) (receivedAtMillis - header.baseMillis());
        int best = NONE;
        int left = MAX_COPIES;
        for (int at = heads[slot(fingerprint)]; at != NONE && left > 0; at = before[at]) {
            if (records.getLong(at * RECORD_BYTES) != fingerprint) {
                continue;
            }
            left--;
            if (records.getInt(at * RECORD_BYTES + MILLIS_AT) != millis) {
                continue;
            }
            int known = Ending.kind(ending(at));
            if (known == Ending.PENDING) {
                return at;
            }
            if (best == NONE || known == kind) {
                best = at;
            }
        }
        return best;
    }

    boolean hasEnded(int record) {
        return Ending.kind(ending(record)) != Ending.PENDING;
    }

    int origin(int record) {
        return records.getShort(record * RECORD_BYTES + ORIGIN_AT) & 0xffff;
    }

    void end(int record, long ending) {
        records.putLong(record * RECORD_BYTES + ENDING_AT, ending);
        firstDirty = Math.min(firstDirty, record);
    }

    void originate(int record, int origin) {
        records.putShort(record * RECORD_BYTES + ORIGIN_AT, (short) origin);
        firstDirty = Math.min(firstDirty, record);
    }

    List<RawEntry> all(long fingerprint) {
        List<RawEntry> found = new ArrayList<>();
        for (int at = heads[slot(fingerprint)]; at != NONE && found.size() < MAX_COPIES; at = before[at]) {
            if (records.getLong(at * RECORD_BYTES) == fingerprint) {
                long received = header.baseMillis() + records.getInt(at * RECORD_BYTES + MILLIS_AT);
                found.add(new RawEntry(received, origin(at), ending(at), header));
            }
        }
        return found;
    }

    /** Writes what changed since the last time; all of it again after a failure. */
    void flush() throws IOException {
        if (firstDirty < count) {
            int from = firstDirty * RECORD_BYTES;
            writeFully(file, records.slice(from, count * RECORD_BYTES - from), StretchHeader.offset(firstDirty));
            firstDirty = count;
        }
    }

    /** The records in the order of their fingerprints, equal ones in that of their arrival. */
    ByteBuffer sorted() {
        // Fingerprints are spread evenly: after one pass by their first bits hardly two are left to compare.
        int[] starts = new int[BUCKETS + 1];
        for (int i = 0; i < count; i++) {
            starts[bucket(i) + 1]++;
        }
        for (int i = 1; i < starts.length; i++) {
            starts[i] += starts[i - 1];
        }
        int[] filled = new int[BUCKETS];
        int[] order = new int[count];
        for (int i = 0; i < count; i++) {
            int bucket = bucket(i);
            int place = starts[bucket] + filled[bucket]++;
            while (place > starts[bucket] && Long.compareUnsigned(fingerprint(order[place - 1]), fingerprint(i)) > 0) {
                order[place] = order[place - 1];
                place--;
            }
            order[place] = i;
        }
        ByteBuffer out = ByteBuffer.allocate(count * RECORD_BYTES);
        for (int i : order) {
            out.put(records.slice(i * RECORD_BYTES, RECORD_BYTES));
        }
        return out.flip();
    }

    /** The header of the sorted file. */
    StretchHeader sealed(long atMillis) {
        int min = Integer.MAX_VALUE;
        int max = Integer.MIN_VALUE;
        for (int i = 0; i < count; i++) {
            int millis = records.getInt(i * RECORD_BYTES + MILLIS_AT);
            min = Math.min(min, millis);
            max = Math.max(max, millis);
        }
        return new StretchHeader(true, count, header.baseMillis(), header.requestBase(), min, max, atMillis);
    }

    @Override
    public void close() throws IOException {
        file.close();
    }

    static void writeFully(FileChannel file, ByteBuffer bytes, long at) throws IOException {
        long offset = at;
        while (bytes.hasRemaining()) {
            offset += file.write(bytes, offset);
        }
    }

    /** Reads until the buffer is full or the file ends. */
    static void readFully(FileChannel file, ByteBuffer into, long at) throws IOException {
        long offset = at;
        while (into.hasRemaining()) {
            int read = file.read(into, offset);
            if (read <= 0) {
                return;
            }
            offset += read;
        }
    }

    private void load(int stored) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(stored * RECORD_BYTES);
        readFully(file, bytes, StretchHeader.BYTES);
        int whole = bytes.flip().remaining() / RECORD_BYTES;
        while (before.length < whole) {
            grow();
        }
        records.put(0, bytes, 0, whole * RECORD_BYTES);
        for (count = 0; count < whole; count++) {
            index(count);
        }
        firstDirty = count;
    }

    private void grow() {
        int room = before.length * 2;
        records = ByteBuffer.allocate(room * RECORD_BYTES).put(0, records, 0, count * RECORD_BYTES);
        before = Arrays.copyOf(before, room);
        heads = empty(room * 2);
        for (int i = 0; i < count; i++) {
            index(i);
        }
    }

    private void index(int record) {
        int slot = slot(fingerprint(record));
        before[record] = heads[slot];
        heads[slot] = record;
    }

    private int slot(long fingerprint) {
        return (int) fingerprint & heads.length - 1;
    }

    private int bucket(int record) {
        return (int) (fingerprint(record) >>> Long.SIZE - BUCKET_BITS);
    }

    private long fingerprint(int record) {
        return records.getLong(record * RECORD_BYTES);
    }

    private long ending(int record) {
        return records.getLong(record * RECORD_BYTES + ENDING_AT);
    }

    private static int[] empty(int length) {
        int[] heads = new int[length];
        Arrays.fill(heads, NONE);
        return heads;
    }
}
