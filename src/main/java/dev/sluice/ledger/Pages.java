package dev.sluice.ledger;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The stretch that is being filled and those on the shelf, as one. Not thread-safe, but for {@link #sealed}. */
final class Pages implements Closeable {
    /** A stretch of a quiet gateway ends by the hour, so that it can be forgotten in time. */
    private static final long MAX_AGE_MILLIS = 3_600_000;

    /** Sets of kinds in one stretch; further ones are not kept. About one byte an event at worst. */
    private static final int MAX_NAMES = 1024;

    /** Requests may have been numbered before the stretch in which their events are told began. */
    private static final long EARLIER_REQUESTS = 1_000_000;

    private final Origins origins;
    private final Shelf shelf;
    private final int[] numbers = new int[Message.MAX_ORIGINS];
    private @Nullable OpenStretch current;
    private @Nullable Names names;
    private long number;

    private Pages(Shelf shelf, Origins origins) {
        this.shelf = shelf;
        this.origins = origins;
    }

    /** Continues what a former process left in the directory. */
    static Pages open(Path directory, Origins origins, long keptMillis, long nowMillis) throws IOException {
        Pages pages = new Pages(new Shelf(directory, keptMillis), origins);
        List<Long> left = pages.shelf.load();
        pages.number = pages.shelf.nextNumber();
        for (Long number : left) {
            OpenStretch stretch = OpenStretch.resume(pages.shelf.open(number));
            if (stretch == null) {
                pages.shelf.giveUp(pages.shelf.open(number));
            } else {
                try (stretch) {
                    // It is not filled further: what comes is told in a stretch of its own, and finds this one as well.
                    pages.shelf.seal(number, stretch, nowMillis);
                }
            }
        }
        pages.shelf.forget(nowMillis);
        return pages;
    }

    long bytes() throws IOException {
        return shelf.bytes();
    }

    List<SealedStretch> sealed() {
        return shelf.all();
    }

    /** Room for an arrival of that time, in a new stretch if need be. */
    void makeRoom(long receivedAtMillis, long nowMillis, long nextRequest) throws IOException {
        OpenStretch stretch = current;
        if (stretch != null && (stretch.isFull() || !stretch.takes(receivedAtMillis))) {
            seal(stretch, nowMillis);
            stretch = null;
        }
        if (stretch == null) {
            StretchHeader header =
                    new StretchHeader(false, 0, receivedAtMillis, nextRequest - EARLIER_REQUESTS, 0, 0, nowMillis);
            names = Names.open(shelf.names(number), MAX_NAMES);
            current = OpenStretch.create(shelf.open(number), header);
            Arrays.fill(numbers, -1);
        }
    }

    /** After {@link #makeRoom}. */
    void add(long fingerprint, long receivedAtMillis, int origin, Shelf.Endings endings) {
        OpenStretch stretch = opened();
        int early = stretch.find(fingerprint, receivedAtMillis, Ending.PENDING);
        if (early >= 0 && stretch.hasEnded(early) && isWithoutKinds(stretch.origin(early))) {
            stretch.originate(early, numberOf(origin));
            return;
        }
        stretch.add(fingerprint, receivedAtMillis, numberOf(origin), endings.in(stretch.header()));
    }

    /** False if its arrival is nowhere. */
    boolean end(long fingerprint, long receivedAtMillis, int kind, Shelf.Endings endings) throws IOException {
        OpenStretch stretch = current;
        int at = stretch == null ? -1 : stretch.find(fingerprint, receivedAtMillis, kind);
        if (stretch != null && at >= 0) {
            stretch.end(at, endings.in(stretch.header()));
            return true;
        }
        return shelf.end(fingerprint, receivedAtMillis, endings);
    }

    /** Writes what is new, and lets go of what is old. */
    void flush(long nowMillis) throws IOException {
        OpenStretch stretch = current;
        if (stretch != null && names != null) {
            names.flush();
            stretch.flush();
            if (stretch.count() > 0 && nowMillis - stretch.header().madeAtMillis() >= MAX_AGE_MILLIS) {
                seal(stretch, nowMillis);
            }
        }
        shelf.forget(nowMillis);
        shelf.closeChannels();
    }

    /** What the stretch that is being filled has of it. */
    List<RawEntry> inCurrent(long fingerprint) {
        return current == null ? List.of() : current.all(fingerprint);
    }

    /** The texts of the stretch that is being filled. */
    List<String> currentNames() {
        return names == null ? List.of() : names.texts();
    }

    @Override
    public void close() throws IOException {
        shelf.closeChannels();
        if (current != null) {
            current.close();
            current = null;
        }
    }

    private void seal(OpenStretch stretch, long nowMillis) throws IOException {
        if (names != null) {
            names.flush();
        }
        shelf.seal(number, stretch, nowMillis);
        number++;
        current = null;
        names = null;
        stretch.close();
    }

    private OpenStretch opened() {
        if (current == null) {
            throw new IllegalStateException("makeRoom comes first");
        }
        return current;
    }

    private boolean isWithoutKinds(int stretchOrigin) {
        return names != null && Origins.kinds(names.text(stretchOrigin)).isEmpty();
    }

    private int numberOf(int origin) {
        if (numbers[origin] < 0 && names != null) {
            String text = origins.text(origin);
            int known = names.numberOf(text);
            numbers[origin] = known >= 0 ? known : names.numberBeyond(Origins.project(text));
        }
        return numbers[origin];
    }

    /** The secret of the directory, made where there is none. */
    static byte[] key(Path file, SecureRandom random) {
        try {
            if (Files.exists(file)) {
                byte[] key = Files.readAllBytes(file);
                if (key.length == Fingerprint.KEY_BYTES) {
                    return key;
                }
            }
            byte[] key = new byte[Fingerprint.KEY_BYTES];
            random.nextBytes(key);
            Files.write(
                    file,
                    key,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.TRUNCATE_EXISTING,
                    StandardOpenOption.WRITE);
            return key;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<String> namesOf(SealedStretch stretch) throws IOException {
        return new ArrayList<>(Names.read(Shelf.names(stretch)));
    }
}
