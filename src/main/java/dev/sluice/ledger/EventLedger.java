package dev.sluice.ledger;

import dev.sluice.event.DeadReason;
import dev.sluice.event.SafeEvent;
import dev.sluice.ledger.Story.Fate;
import dev.sluice.spool.Frame;
import dev.sluice.spool.RareLog;
import dev.sluice.spool.StoredFrame;
import dev.sluice.spool.ThreadEnd;
import io.quarkus.logging.Log;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The ledger in files of the data directory; {@code docs/ledger.md} describes them. 22 bytes an event, in stretches of 65,536
 * events, each of them in memory while it is filled and a sorted file afterwards. What is told goes to a bounded inbox and is
 * written by a thread of the ledger's own a quarter of a second later: a crash of the process loses that much, and the
 * journey never waits for a disk here. Thread-safe.
 */
public final class EventLedger implements Ledger, AutoCloseable {
    /** How long an event can be asked for, at least. */
    public static final Duration KEPT = Duration.ofHours(24);

    /** The newest arrivals of one uuid that are told. */
    static final int MAX_STORIES = 100;

    private static final long TICK_MILLIS = 250;
    private static final int MAX_WAITING = 1 << 17;

    private final Pages pages;
    private final Names reasons;
    private final Fingerprint fingerprint;
    private final InstantSource clock;
    private final Origins origins = new Origins();
    private final Inbox inbox = new Inbox(MAX_WAITING);
    private final ReentrantLock lock = new ReentrantLock();
    private final RareLog rare = new RareLog();
    private final RequestNumbers requests;
    private final Thread thread;

    private EventLedger(Path directory, InstantSource clock, SecureRandom random) throws IOException {
        this.clock = clock;
        Files.createDirectories(directory);
        fingerprint = new Fingerprint(Pages.key(directory.resolve("key"), random));
        reasons = Names.open(directory.resolve("reasons"), Ending.MAX_DETAIL);
        pages = Pages.open(directory, origins, KEPT.toMillis(), clock.millis());
        requests = RequestNumbers.open(directory.resolve("requests"));
        thread = Thread.ofPlatform().name("sluice-ledger").daemon().unstarted(this::run);
    }

    /**
     * Continues the ledger of that directory.
     *
     * @throws UncheckedIOException if the directory cannot be used
     */
    public static EventLedger open(Path directory, InstantSource clock, SecureRandom random) {
        try {
            EventLedger ledger = new EventLedger(directory, clock, random);
            ledger.thread.start();
            return ledger;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot open the ledger in " + directory, e);
        }
    }

    @Override
    public void accepted(String project, long receivedAtMillis, List<SafeEvent> events) {
        String kinds = "";
        int origin = origins.of(project, kinds);
        for (SafeEvent event : events) {
            if (!event.kinds().equals(kinds)) {
                kinds = event.kinds();
                origin = origins.of(project, kinds);
            }
            long word = Message.of(Message.ARRIVAL, Ending.PENDING, 0, 0, origin);
            inbox.put(fingerprint.of(event.uuid()), receivedAtMillis, word, 0);
        }
    }

    @Override
    public void putAside(String project, long receivedAtMillis, UUID uuid, String reason) {
        boolean isWithheld = reason.equals(DeadReason.SCRUB_FAILED.label());
        int kind = isWithheld ? Ending.DEAD : Ending.REJECTED;
        long word = Message.of(Message.ARRIVAL, kind, numberOf(reason), 0, origins.unknownKinds(project));
        inbox.put(fingerprint.of(uuid), receivedAtMillis, word, 0);
    }

    @Override
    public void duplicate(StoredFrame frame, int index) {
        end(frame, index, Ending.DUPLICATE, 0, 0);
    }

    @Override
    public void delivered(StoredFrame frame, int index, long request, int status) {
        end(frame, index, Ending.DELIVERED, status, request);
    }

    @Override
    public void deadLettered(StoredFrame frame, int index, DeadReason reason) {
        end(frame, index, Ending.DEAD, numberOf(reason.label()), 0);
    }

    @Override
    public long nextRequest() {
        return requests.next();
    }

    /** Bytes of all its files. */
    long bytes() throws IOException {
        return pages.bytes();
    }

    /** How many things it was told that it could not take down since the start. */
    public long dropped() {
        return inbox.dropped();
    }

    /** Every arrival of that uuid, in any project, oldest first; the newest {@value #MAX_STORIES} if there are more. */
    List<Story> find(UUID uuid) throws IOException {
        long wanted = fingerprint.of(uuid);
        List<Story> stories = new ArrayList<>();
        List<SealedStretch> sealed;
        lock.lock();
        try {
            drain();
            // What a person was told, a crash does not take back.
            flush();
            for (RawEntry entry : pages.inCurrent(wanted)) {
                stories.add(story(entry, pages.currentNames()));
            }
            // Taken under the lock: a stretch is sealed before or after, and is in the one place or the other.
            sealed = pages.sealed();
        } finally {
            lock.unlock();
        }
        for (SealedStretch stretch : sealed) {
            collect(stretch, wanted, stories);
        }
        stories.sort(Comparator.comparing(Story::receivedAt));
        return List.copyOf(stories.subList(Math.max(0, stories.size() - MAX_STORIES), stories.size()));
    }

    /** Deletes stretches that are too old, as its own thread does all the time; throws where that cannot be done. */
    public void forgetOld() throws IOException {
        lock.lock();
        try {
            pages.flush(clock.millis());
        } finally {
            lock.unlock();
        }
    }

    /** Writes down what was told. */
    @Override
    public void close() {
        inbox.close();
        ThreadEnd.await(thread);
    }

    private void end(StoredFrame stored, int index, int kind, int detail, long request) {
        Frame frame = stored.frame();
        long seconds = (clock.millis() - frame.receivedAtMillis()) / 1000;
        long word = Message.of(Message.ENDING, kind, detail, seconds, origins.unknownKinds(frame.project()));
        inbox.put(fingerprint.of(frame.entries().get(index).uuid()), frame.receivedAtMillis(), word, request);
    }

    private int numberOf(String reason) {
        synchronized (reasons) {
            return Math.max(0, reasons.numberOf(reason));
        }
    }

    private void run() {
        boolean goesOn = true;
        while (goesOn) {
            try {
                goesOn = inbox.await(TICK_MILLIS);
                lock.lock();
                try {
                    drain();
                    flush();
                } finally {
                    lock.unlock();
                }
            } catch (InterruptedException e) {
                goesOn = false;
            } catch (RuntimeException | Error e) {
                // The rim of this thread: without it nothing is ever told again.
                Log.error("ledger: unexpected failure; it goes on", e);
            }
        }
        try {
            pages.close();
        } catch (IOException e) {
            complain(e);
        }
    }

    private void drain() {
        long[] messages = inbox.take();
        for (int at = 0; at < messages.length; at += Inbox.LONGS) {
            try {
                take(messages[at], messages[at + 1], messages[at + 2], messages[at + 3]);
            } catch (IOException e) {
                inbox.lost((messages.length - at) / Inbox.LONGS);
                complain(e);
                return;
            }
        }
    }

    private void take(long key, long receivedAtMillis, long word, long request) throws IOException {
        int kind = Message.kind(word);
        Shelf.Endings ending =
                header -> Ending.of(kind, Message.detail(word), Message.seconds(word), header.relativeRequest(request));
        if (Message.tag(word) == Message.ENDING && pages.end(key, receivedAtMillis, kind, ending)) {
            return;
        }
        // An ending without an arrival is kept too: another replica took the event in, or a crash took the arrival.
        pages.makeRoom(receivedAtMillis, clock.millis(), requests.last());
        pages.add(key, receivedAtMillis, Message.origin(word), ending);
    }

    private void flush() {
        try {
            requests.reserve();
            synchronized (reasons) {
                reasons.flush();
            }
            pages.flush(clock.millis());
        } catch (IOException e) {
            complain(e);
        }
    }

    private void collect(SealedStretch stretch, long wanted, List<Story> into) throws IOException {
        try (FileChannel file = stretch.open()) {
            List<RawEntry> found = stretch.all(file, wanted);
            if (!found.isEmpty()) {
                List<String> names = Pages.namesOf(stretch);
                for (RawEntry entry : found) {
                    into.add(story(entry, names));
                }
            }
        } catch (NoSuchFileException e) {
            // It grew too old since the list was taken.
            Log.debugf("ledger: %s is gone", stretch.path().getFileName());
        }
    }

    private Story story(RawEntry entry, List<String> names) {
        // A crash may have taken the line of a name, or damage the number.
        String origin = entry.origin() < names.size() ? names.get(entry.origin()) : "";
        Instant received = Instant.ofEpochMilli(entry.receivedAtMillis());
        return new Story(Origins.project(origin), received, Origins.kinds(origin), fate(entry, received));
    }

    private Fate fate(RawEntry entry, Instant received) {
        long packed = entry.ending();
        Instant at = received.plusSeconds(Ending.seconds(packed));
        return switch (Ending.kind(packed)) {
            case Ending.DELIVERED ->
                new Fate.Delivered(entry.header().request(Ending.request(packed)), Ending.detail(packed), at);
            case Ending.DUPLICATE -> new Fate.Duplicate(at);
            case Ending.DEAD -> new Fate.DeadLettered(reason(Ending.detail(packed)), at);
            case Ending.REJECTED -> new Fate.Rejected(reason(Ending.detail(packed)), at);
            default -> new Fate.Pending();
        };
    }

    private String reason(int number) {
        synchronized (reasons) {
            return reasons.text(number);
        }
    }

    private void complain(IOException cause) {
        if (rare.permits()) {
            Log.warnf(
                    "ledger: writing failed (%s); what became of some events will not be told. Events are not affected",
                    cause.getClass().getSimpleName());
        }
    }
}
