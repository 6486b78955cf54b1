package dev.sluice.dedup;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;

/**
 * The claims of one generation on disk, one 32-byte record each: identity (16), owner (8), second of the claim (4), CRC-32C
 * of the 28 bytes before (4), all big-endian. The first record is a header: magic (8), version (4), second of the start (4),
 * zeros (12), CRC-32C (4). Records are written, not forced: they survive the death of the process. A power cut may take
 * the newest ones; their events are then sent twice rather than dropped. Not thread-safe.
 */
final class SeenJournal implements AutoCloseable {
    static final int RECORD_BYTES = 32;

    private static final int CRC_AT = 28;
    private static final long MAGIC = 0x534C554943454944L; // "SLUICEID"
    private static final int VERSION = 1;

    private final Path file;
    private final FileChannel channel;
    private final int startSecond;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(512 * RECORD_BYTES);
    private final byte[] scratch = new byte[RECORD_BYTES];
    private final CRC32C crc = new CRC32C();
    private long length;

    private SeenJournal(Path file, FileChannel channel, int startSecond, long length) {
        this.file = file;
        this.channel = channel;
        this.startSecond = startSecond;
        this.length = length;
    }

    static SeenJournal create(Path file, int startSecond) throws IOException {
        FileChannel channel = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE);
        SeenJournal journal = new SeenJournal(file, channel, startSecond, 0);
        try {
            journal.add(MAGIC, (long) VERSION << 32 | Integer.toUnsignedLong(startSecond), 0, 0);
            journal.write();
        } catch (IOException e) {
            channel.close();
            throw e;
        }
        return journal;
    }

    /**
     * Opens a journal of an earlier run and puts its claims into the table. Records that do not check out, such as a torn
     * tail, are passed over.
     *
     * @throws IOException if it cannot be read, or is not a journal of this version
     */
    static SeenJournal load(Path file, SeenTable into) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
        try {
            SeenJournal journal = new SeenJournal(file, channel, readHeader(channel), RECORD_BYTES);
            journal.readInto(into);
            return journal;
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    int startSecond() {
        return startSecond;
    }

    /** Puts a claim into the buffer; it is in the file after {@link #write}. */
    void add(long high, long low, long owner, int second) throws IOException {
        if (!buffer.hasRemaining()) {
            write();
        }
        int at = buffer.position();
        buffer.putLong(high).putLong(low).putLong(owner).putInt(second);
        buffer.get(at, scratch, 0, CRC_AT);
        buffer.putInt(checksum(crc, scratch));
    }

    /**
     * Writes what was added. After a failure the claims of the buffer are forgotten here, and the next write overwrites what
     * may have been written of them, so records stay aligned.
     */
    void write() throws IOException {
        buffer.flip();
        try {
            long at = length;
            while (buffer.hasRemaining()) {
                at += channel.write(buffer, at);
            }
            length = at;
        } finally {
            buffer.clear();
        }
    }

    void delete() {
        close();
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int readHeader(FileChannel channel) throws IOException {
        ByteBuffer header = ByteBuffer.allocate(RECORD_BYTES);
        while (header.hasRemaining()) {
            if (channel.read(header, header.position()) < 0) {
                throw new IOException("the file ends inside its header");
            }
        }
        if (header.getInt(CRC_AT) != checksum(new CRC32C(), header.array())
                || header.getLong(0) != MAGIC
                || header.getInt(8) != VERSION) {
            throw new IOException("the header is not that of a journal of version " + VERSION);
        }
        return header.getInt(12);
    }

    private void readInto(SeenTable table) throws IOException {
        ByteBuffer in = ByteBuffer.allocate(8192 * RECORD_BYTES);
        int records;
        do {
            in.clear();
            while (in.hasRemaining() && channel.read(in, length + in.position()) >= 0) {
                // Until the buffer is full or the file ends.
            }
            in.flip();
            records = in.remaining() / RECORD_BYTES;
            for (int i = 0; i < records; i++) {
                in.get(scratch);
                ByteBuffer claim = ByteBuffer.wrap(scratch);
                if (claim.getInt(CRC_AT) == checksum(crc, scratch) && claim.getLong(16) >= 0) {
                    table.put(claim.getLong(0), claim.getLong(8), claim.getLong(16), claim.getInt(24));
                }
            }
            length += (long) records * RECORD_BYTES;
        } while (records > 0);
    }

    private static int checksum(CRC32C crc, byte[] record) {
        crc.reset();
        crc.update(record, 0, CRC_AT);
        return (int) crc.getValue();
    }
}
