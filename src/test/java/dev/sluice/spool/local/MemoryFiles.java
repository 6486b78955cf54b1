package dev.sluice.spool.local;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/**
 * A file system in memory that can fail, fill up, and lose what was not forced. It forgets as a disk may: a directory entry
 * that was not forced, a rename too, is there or not; the length of a file is the old one, the new one or one in between; and
 * of the sectors that were not forced any may have their new content, in any order. A force that failed leaves what it was to
 * write for ever undone, though a later one succeeds, as the page cache of Linux does.
 */
final class MemoryFiles implements SpoolFiles {
    private static final int SECTOR_BYTES = 512;
    /** Files in tests are small: smaller sectors tear them in more ways. */
    private static final int SMALL_SECTOR_BYTES = 32;

    private final Map<Path, Node> entries = new HashMap<>();
    private final Map<Path, Node> forcedEntries = new HashMap<>();
    private final Set<Path> locked = new HashSet<>();
    private long capacity = Long.MAX_VALUE;
    private long bytesUntilDeath = Long.MAX_VALUE;
    private int forcesUntilDeath = Integer.MAX_VALUE;
    private int forcesUntilFailure = Integer.MAX_VALUE;
    private int writesUntilFailure = Integer.MAX_VALUE;
    private int mostPerWrite = Integer.MAX_VALUE;
    private @Nullable IOException writeFailure;
    private @Nullable IOException forceFailure;
    private int forces;
    private boolean dead;
    private volatile CountDownLatch gate = new CountDownLatch(0);

    synchronized void setCapacity(long bytes) {
        capacity = bytes;
    }

    synchronized void failWrites(@Nullable IOException failure) {
        writeFailure = failure;
    }

    synchronized void failForces(@Nullable IOException failure) {
        forceFailure = failure;
    }

    synchronized void writeAtMost(int bytesPerCall) {
        mostPerWrite = bytesPerCall;
    }

    /** The process dies in the middle of a write. */
    synchronized void dieAfterBytes(long bytes) {
        bytesUntilDeath = bytes;
    }

    /** The process dies in a force, before it takes effect. */
    synchronized void dieAtForce(int count) {
        forcesUntilDeath = count;
    }

    /** One force fails, with what it was to write; the next succeed. */
    synchronized void failOneForce(int count) {
        forcesUntilFailure = count;
    }

    /** One write fails after some of its bytes; the next succeed. */
    synchronized void failOneWrite(int count) {
        writesUntilFailure = count;
    }

    /** Forces do not return before the latch is open. */
    void holdForces(CountDownLatch latch) {
        gate = latch;
    }

    synchronized int forces() {
        return forces;
    }

    synchronized long usedBytes() {
        return entries.values().stream().mapToLong(node -> node.length).sum();
    }

    synchronized boolean isDead() {
        return dead;
    }

    synchronized List<Path> paths() {
        return entries.keySet().stream().sorted().toList();
    }

    synchronized byte[] content(Path file) throws IOException {
        Node node = node(file);
        return Arrays.copyOf(node.bytes, node.length);
    }

    synchronized void deleteEverything() {
        entries.clear();
        locked.clear();
    }

    /** The process is gone; the operating system and everything that was written are not. */
    synchronized MemoryFiles afterKill() {
        dead = true;
        MemoryFiles next = new MemoryFiles();
        Map<Node, Node> copies = new HashMap<>();
        entries.forEach((path, node) -> next.entries.put(path, copies.computeIfAbsent(node, Node::copy)));
        forcedEntries.forEach((path, node) -> next.forcedEntries.put(path, copies.computeIfAbsent(node, Node::copy)));
        return next;
    }

    synchronized MemoryFiles afterPowerCut(Random random) {
        dead = true;
        MemoryFiles next = new MemoryFiles();
        Set<Path> paths = new HashSet<>(entries.keySet());
        paths.addAll(forcedEntries.keySet());
        Map<Node, Node> copies = new HashMap<>();
        for (Path path : paths) {
            Node node = random.nextBoolean() ? entries.get(path) : forcedEntries.get(path);
            if (node != null) {
                Node left = copies.computeIfAbsent(node, n -> n.afterPowerCut(random));
                next.entries.put(path, left);
                next.forcedEntries.put(path, left);
            }
        }
        return next;
    }

    @Override
    public void createDirectories(Path directory) {}

    @Override
    public synchronized SegmentFile create(Path file) throws IOException {
        checkAlive();
        Node node = new Node();
        entries.put(file, node);
        return new Handle(node);
    }

    @Override
    public synchronized SegmentFile open(Path file) throws IOException {
        checkAlive();
        return new Handle(node(file));
    }

    @Override
    public synchronized List<Path> list(Path directory) {
        return paths().stream()
                .filter(path -> directory.equals(path.getParent()))
                .toList();
    }

    @Override
    public synchronized boolean exists(Path file) {
        return entries.containsKey(file);
    }

    @Override
    public synchronized void deleteIfExists(Path file) throws IOException {
        checkAlive();
        entries.remove(file);
    }

    @Override
    public synchronized void replace(Path source, Path target) throws IOException {
        checkAlive();
        entries.put(target, node(source));
        entries.remove(source);
    }

    @Override
    public synchronized void forceDirectory(Path directory) throws IOException {
        checkAlive();
        forcedEntries.keySet().removeIf(path -> directory.equals(path.getParent()));
        entries.forEach((path, node) -> {
            if (directory.equals(path.getParent())) {
                forcedEntries.put(path, node);
            }
        });
    }

    @Override
    public synchronized Closeable lock(Path file) throws IOException {
        checkAlive();
        if (!locked.add(file)) {
            throw new IOException("in use by another Sluice");
        }
        return () -> {
            synchronized (this) {
                locked.remove(file);
            }
        };
    }

    private Node node(Path file) throws IOException {
        Node node = entries.get(file);
        if (node == null) {
            throw new NoSuchFileException(file.toString());
        }
        return node;
    }

    private void awaitGate() throws IOException {
        try {
            gate.await();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    private void checkAlive() throws IOException {
        if (dead) {
            throw new IOException("the process is gone");
        }
    }

    private static final class Node {
        private byte[] bytes = new byte[0];
        private int length;
        private byte[] forced = new byte[0];
        /** Bytes whose force failed, and that were not written again. */
        private final BitSet dropped = new BitSet();

        Node copy() {
            Node copy = new Node();
            copy.bytes = Arrays.copyOf(bytes, length);
            copy.length = length;
            copy.forced = forced;
            copy.dropped.or(dropped);
            return copy;
        }

        void force() {
            byte[] before = forced;
            forced = Arrays.copyOf(bytes, length);
            dropped.stream().filter(at -> at < length).forEach(at -> forced[at] = at < before.length ? before[at] : 0);
        }

        /** The page cache takes the pages for clean from now on, but they never came to the disk. */
        void forceFails() {
            for (int at = 0; at < length; at++) {
                if (at >= forced.length || forced[at] != bytes[at]) {
                    dropped.set(at);
                }
            }
        }

        Node afterPowerCut(Random random) {
            int lengthLeft = switch (random.nextInt(3)) {
                case 0 -> forced.length;
                case 1 -> length;
                default -> Math.min(forced.length, length) + random.nextInt(Math.abs(forced.length - length) + 1);
            };
            byte[] left = Arrays.copyOf(forced, lengthLeft);
            int sector = random.nextBoolean() ? SECTOR_BYTES : SMALL_SECTOR_BYTES;
            int ofFour = random.nextInt(5);
            for (int from = 0; from < lengthLeft; from += sector) {
                if (random.nextInt(4) < ofFour) {
                    for (int at = from; at < Math.min(Math.min(lengthLeft, length), from + sector); at++) {
                        left[at] = dropped.get(at) ? left[at] : bytes[at];
                    }
                }
            }
            Node node = new Node();
            node.bytes = left.clone();
            node.length = left.length;
            node.forced = left.clone();
            return node;
        }
    }

    private final class Handle implements SegmentFile {
        private final Node node;
        private int position;

        Handle(Node node) {
            this.node = node;
        }

        @Override
        public int write(ByteBuffer source) throws IOException {
            synchronized (MemoryFiles.this) {
                checkAlive();
                if (writeFailure != null) {
                    throw writeFailure;
                }
                int count = Math.min(source.remaining(), mostPerWrite);
                long growth = Math.max(0, position + count - node.length);
                long room = capacity - usedBytes();
                if (growth > room) {
                    count -= (int) Math.min(count, growth - Math.max(0, room));
                    if (count == 0) {
                        throw new IOException("No space left on device");
                    }
                }
                if (--writesUntilFailure == 0) {
                    put(new byte[count / 2]);
                    throw new IOException("Input/output error");
                }
                int survives = (int) Math.min(count, bytesUntilDeath);
                byte[] chunk = new byte[survives];
                source.get(chunk);
                put(chunk);
                bytesUntilDeath -= survives;
                if (survives < count) {
                    dead = true;
                    throw new IOException("the process died while writing");
                }
                return count;
            }
        }

        @Override
        public int read(ByteBuffer target, long from) throws IOException {
            synchronized (MemoryFiles.this) {
                checkAlive();
                if (from >= node.length) {
                    return -1;
                }
                int count = (int) Math.min(target.remaining(), node.length - from);
                target.put(node.bytes, (int) from, count);
                return count;
            }
        }

        @Override
        public long size() {
            synchronized (MemoryFiles.this) {
                return node.length;
            }
        }

        @Override
        public void truncate(long length) throws IOException {
            synchronized (MemoryFiles.this) {
                checkAlive();
                node.length = (int) Math.min(node.length, length);
                position = Math.min(position, node.length);
            }
        }

        @Override
        public void force() throws IOException {
            awaitGate();
            synchronized (MemoryFiles.this) {
                checkAlive();
                forces++;
                if (--forcesUntilDeath <= 0) {
                    dead = true;
                    throw new IOException("the process died while forcing");
                }
                if (forceFailure != null || --forcesUntilFailure == 0) {
                    node.forceFails();
                    throw forceFailure != null ? forceFailure : new IOException("Input/output error");
                }
                node.force();
            }
        }

        @Override
        public void close() {}

        private void put(byte[] chunk) {
            int end = position + chunk.length;
            if (end > node.bytes.length) {
                node.bytes = Arrays.copyOf(node.bytes, Math.max(end, node.bytes.length * 2));
            }
            System.arraycopy(chunk, 0, node.bytes, position, chunk.length);
            node.dropped.clear(position, end);
            position = end;
            node.length = Math.max(node.length, end);
        }
    }
}
