package dev.sluice.deadletter;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * The file that letters are appended to now. Not thread-safe but for {@link #force}, which may run while others append.
 * A failed write leaves no half line behind: the file is cut back to where it was whole.
 */
final class LetterLog implements AutoCloseable {
    private final Path directory;
    private final long maxFileBytes;
    private @Nullable FileChannel channel;
    private long length;
    private long nextNumber;
    private boolean broken;

    LetterLog(Path directory, long maxFileBytes, long nextNumber) {
        this.directory = directory;
        this.maxFileBytes = maxFileBytes;
        this.nextNumber = nextNumber;
    }

    /** Goes on with a file of an earlier run, cutting off what follows its last whole line. */
    void resume(LetterFile last, long wholeBytes) throws IOException {
        FileChannel resumed = FileChannel.open(last.path(), StandardOpenOption.WRITE);
        if (resumed.size() > wholeBytes) {
            resumed.truncate(wholeBytes);
            resumed.force(true);
        }
        channel = resumed;
        length = wholeBytes;
    }

    boolean isFull() {
        return length >= maxFileBytes;
    }

    long length() {
        return length;
    }

    /** Writes a line, in a new file if there is none; not yet durable. */
    void append(byte[] line) throws IOException {
        if (broken) {
            throw new IOException("the file of dead letters ends in a half line that could not be cut off");
        }
        FileChannel open = channel == null ? start() : channel;
        try {
            var buffer = ByteBuffer.wrap(line);
            long at = length;
            while (buffer.hasRemaining()) {
                at += open.write(buffer, at);
            }
            length = at;
        } catch (IOException e) {
            cutBack(length);
            throw e;
        }
    }

    private FileChannel start() throws IOException {
        LetterFile next = LetterFile.of(directory, nextNumber);
        FileChannel open = FileChannel.open(next.path(), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        nextNumber++;
        try (FileChannel folder = FileChannel.open(directory, StandardOpenOption.READ)) {
            // The file's name must survive a power cut as well as its content.
            folder.force(true);
        } catch (IOException e) {
            open.close();
            throw e;
        }
        channel = open;
        length = 0;
        return open;
    }

    /** Makes durable what was appended before the call. */
    void force() throws IOException {
        FileChannel open = channel;
        if (broken || open == null) {
            throw new IOException("there is no whole file to make durable");
        }
        open.force(false);
    }

    /** Whether only {@link #abandonAfter} helps. */
    boolean isBroken() {
        return broken;
    }

    /** Takes back everything after {@code wholeBytes} and starts a new file next: this one may no longer be trusted. */
    void abandonAfter(long wholeBytes) {
        cutBack(wholeBytes);
        close();
    }

    private void cutBack(long wholeBytes) {
        FileChannel open = channel;
        if (open == null) {
            return;
        }
        try {
            open.truncate(wholeBytes);
            length = wholeBytes;
        } catch (IOException e) {
            // Nothing may follow half a line; at the end of a file every reader ignores it.
            broken = true;
        }
    }

    /** Ends the current file; the next letter starts another. Closing does not make anything durable. */
    @Override
    public void close() {
        FileChannel open = channel;
        channel = null;
        broken = false;
        length = 0;
        if (open != null) {
            try {
                open.close();
            } catch (IOException e) {
                // Nothing is lost: what was promised has been forced before.
                return;
            }
        }
    }
}
