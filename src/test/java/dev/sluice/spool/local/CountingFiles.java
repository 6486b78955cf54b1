package dev.sluice.spool.local;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** The real files, counting what is read. */
final class CountingFiles implements SpoolFiles {
    private final DiskFiles disk = new DiskFiles();
    private final AtomicLong read = new AtomicLong();

    long bytesRead() {
        return read.get();
    }

    @Override
    public void createDirectories(Path directory) throws IOException {
        disk.createDirectories(directory);
    }

    @Override
    public SegmentFile create(Path file) throws IOException {
        return disk.create(file);
    }

    @Override
    public SegmentFile open(Path file) throws IOException {
        return new Counted(disk.open(file));
    }

    @Override
    public List<Path> list(Path directory) throws IOException {
        return disk.list(directory);
    }

    @Override
    public boolean exists(Path file) {
        return disk.exists(file);
    }

    @Override
    public void deleteIfExists(Path file) throws IOException {
        disk.deleteIfExists(file);
    }

    @Override
    public void replace(Path source, Path target) throws IOException {
        disk.replace(source, target);
    }

    @Override
    public void forceDirectory(Path directory) throws IOException {
        disk.forceDirectory(directory);
    }

    @Override
    public Closeable lock(Path file) throws IOException {
        return disk.lock(file);
    }

    private final class Counted implements SegmentFile {
        private final SegmentFile file;

        Counted(SegmentFile file) {
            this.file = file;
        }

        @Override
        public int write(ByteBuffer source) throws IOException {
            return file.write(source);
        }

        @Override
        public int read(ByteBuffer target, long position) throws IOException {
            int count = file.read(target, position);
            read.addAndGet(Math.max(0, count));
            return count;
        }

        @Override
        public long size() throws IOException {
            return file.size();
        }

        @Override
        public void truncate(long length) throws IOException {
            file.truncate(length);
        }

        @Override
        public void force() throws IOException {
            file.force();
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }
}
