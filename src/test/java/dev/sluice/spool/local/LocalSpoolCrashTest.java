package dev.sluice.spool.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.spool.Frame;
import dev.sluice.spool.Frames;
import dev.sluice.spool.Spool.Recovered;
import dev.sluice.spool.StoredFrame;
import dev.sluice.testsupport.Seeds;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicLong;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;

/**
 * Random lives of a spool, with failing writes and forces, clean stops, kills and power cuts, against what the callers were
 * told. {@code -Dcrash.lives=10000} makes a campaign of it.
 */
class LocalSpoolCrashTest {
    private static final Path DIRECTORY = Path.of("/data/spool");
    private static final LocalSpoolOptions SMALL =
            new LocalSpoolOptions(700, 1 << 20, 1000, 2000, 600, Duration.ZERO, Duration.ofSeconds(1));

    private static final int LIVES = Integer.getInteger("crash.lives", 10);
    private static final List<String> PROJECTS = List.of("shop", "blog", "docs");

    @Property(seed = Seeds.SUITE, tries = 20, shrinking = ShrinkingMode.OFF)
    void what_was_acknowledged_and_not_done_is_read_again(@ForAll long seed) throws InterruptedException {
        Random random = new Random(seed);
        for (int i = 0; i < LIVES; i++) {
            live(random.nextLong());
        }
    }

    private static void live(long seed) throws InterruptedException {
        Life life = new Life(new Random(seed));
        try {
            for (int i = 0; i < 60; i++) {
                life.step();
            }
            life.end();
        } catch (AssertionError | RuntimeException e) {
            throw new AssertionError("in the life of seed " + seed, e);
        }
    }

    private static final class Life {
        private final Random random;
        private final Map<Integer, Frame> submitted = new HashMap<>();
        private final Set<Integer> acknowledged = new HashSet<>();
        private final Set<Integer> done = new HashSet<>();
        private final Set<Integer> doneSinceStart = new HashSet<>();
        private final Map<Integer, Long> ordinals = new HashMap<>();
        private final Set<Integer> takenSinceStart = new HashSet<>();
        private final List<StoredFrame> taken = new ArrayList<>();
        private final AtomicLong now = new AtomicLong();
        private MemoryFiles files = new MemoryFiles();
        private LocalSpool spool;
        private boolean hasCrashed;
        /** Whether a failure is armed, and may meet anything that is written. */
        private boolean isFailing;

        Life(Random random) {
            this.random = random;
            spool = open();
        }

        void step() throws InterruptedException {
            switch (random.nextInt(24)) {
                case 0, 1, 2, 3, 4, 5, 6, 7 -> append();
                case 8, 9, 10, 11, 12, 13 -> take(without());
                case 14, 15, 16, 17, 18 -> done();
                case 19 -> stop();
                case 20 -> crash();
                case 21 -> arm();
                case 22, 23 -> fail();
                default -> throw new AssertionError();
            }
        }

        void end() throws InterruptedException {
            crash();
            takeAll();
            for (var more = spool.next(Duration.ZERO); more.isPresent(); more = spool.next(Duration.ZERO)) {
                accept(more.get());
            }
            taken.forEach(stored -> spool.done(stored, Frames.delivered(stored)));
            assertThat(spool.status().pendingEvents()).isZero();
            spool.close();
        }

        private void append() {
            now.addAndGet(2000);
            boolean mayFail = files.isDead() || isFailing;
            List<CompletableFuture<Void>> answers = new ArrayList<>();
            List<List<Frame>> requests = new ArrayList<>();
            for (int r = random.nextInt(3); r >= 0; r--) {
                List<Frame> request = new ArrayList<>();
                for (int f = random.nextInt(2); f >= 0; f--) {
                    int number = submitted.size();
                    Frame frame = Frames.frame(
                            number, PROJECTS.get(random.nextInt(3)), 1 + random.nextInt(3), random.nextInt(200));
                    submitted.put(number, frame);
                    request.add(frame);
                }
                requests.add(request);
                answers.add(spool.append(request).toCompletableFuture());
            }
            for (int i = 0; i < answers.size(); i++) {
                try {
                    answers.get(i).join();
                    requests.get(i).forEach(frame -> acknowledged.add(number(frame)));
                } catch (CompletionException e) {
                    assertThat(files.isDead() || mayFail).isTrue();
                }
            }
            restartIfDead();
        }

        private Set<String> without() {
            Set<String> without = new HashSet<>(PROJECTS);
            without.removeIf(project -> random.nextInt(3) > 0);
            return without;
        }

        /** The oldest that may be taken. It may be an older one still, which was never acknowledged or whose end was forgotten. */
        private void take(Set<String> without) throws InterruptedException {
            Optional<Integer> due = minus(minus(acknowledged, done), takenSinceStart).stream()
                    .filter(number -> !without.contains(project(number)))
                    .min(Integer::compare);
            Optional<StoredFrame> next = spool.next(due.isPresent() ? Frames.SOON : Duration.ZERO, without);
            if (next.isEmpty() && files.isDead()) {
                crash(); // in a checkpoint, since the last step
                return;
            }
            due.ifPresent(number -> assertThat(next)
                    .hasValueSatisfying(
                            stored -> assertThat(Frames.number(stored)).isLessThanOrEqualTo(number)));
            next.ifPresent(this::accept);
        }

        private void takeAll() throws InterruptedException {
            while (!takenSinceStart.containsAll(minus(acknowledged, done))) {
                take(Set.of());
            }
            spool.next(Duration.ZERO).ifPresent(this::accept);
        }

        private String project(int number) {
            return Objects.requireNonNull(submitted.get(number)).project();
        }

        private void accept(StoredFrame stored) {
            int number = Frames.number(stored);
            Frame original = Objects.requireNonNull(submitted.get(number));
            assertThat(Frames.same(stored.frame(), original)).isTrue();
            assertThat(takenSinceStart.add(number)).as("once since the start").isTrue();
            if (acknowledged.contains(number)) {
                assertThat(ordinals.computeIfAbsent(number, n -> stored.ordinal()))
                        .isEqualTo(stored.ordinal());
            }
            taken.add(stored);
        }

        private void done() {
            if (!taken.isEmpty()) {
                StoredFrame stored = taken.remove(random.nextInt(Math.min(3, taken.size())));
                spool.done(stored, Frames.delivered(stored));
                done.add(Frames.number(stored));
                doneSinceStart.add(Frames.number(stored));
            }
            restartIfDead();
        }

        private void stop() throws InterruptedException {
            boolean wasWhole = !isFailing;
            spool.close();
            boolean wasClean = wasWhole && !files.isDead();
            Set<Integer> doneBefore = Set.copyOf(doneSinceStart);
            hasCrashed |= !wasClean;
            restart(files.afterKill());
            if (!wasClean) {
                return;
            }
            takeAll();
            assertThat(takenSinceStart).noneMatch(doneBefore::contains);
        }

        private void fail() {
            if (random.nextBoolean()) {
                files.failOneForce(1 + random.nextInt(4));
            } else {
                files.failOneWrite(1 + random.nextInt(6));
            }
            isFailing = true;
        }

        private void crash() {
            hasCrashed = true;
            MemoryFiles left = random.nextBoolean() ? files.afterKill() : files.afterPowerCut(random);
            spool.close();
            restart(left);
        }

        private void arm() {
            if (random.nextBoolean()) {
                files.dieAfterBytes(random.nextInt(600));
            } else {
                files.dieAtForce(1 + random.nextInt(4));
            }
        }

        private void restartIfDead() {
            if (files.isDead()) {
                crash();
            }
        }

        private void restart(MemoryFiles left) {
            files = left;
            taken.clear();
            takenSinceStart.clear();
            doneSinceStart.clear();
            isFailing = false;
            spool = open();
            long booked = 0;
            long delivered = 0;
            for (Recovered project : spool.recovered().values()) {
                booked += project.totals().sum() + project.pending();
                delivered += project.totals().delivered();
            }
            assertThat(booked).isBetween(events(acknowledged), events(submitted.keySet()));
            assertThat(delivered).isLessThanOrEqualTo(events(done));
            if (!hasCrashed) {
                assertThat(delivered).isEqualTo(events(done));
            }
        }

        private LocalSpool open() {
            LocalSpool opened = new LocalSpool(DIRECTORY, true, 0, () -> Instant.ofEpochMilli(now.get()), SMALL, files);
            opened.start();
            return opened;
        }

        private long events(Set<Integer> numbers) {
            return numbers.stream()
                    .mapToLong(number -> submitted
                            .getOrDefault(number, Frames.frame(0))
                            .entries()
                            .size())
                    .sum();
        }

        private static int number(Frame frame) {
            return (int) frame.entries().getFirst().uuid().getMostSignificantBits();
        }

        private static Set<Integer> minus(Set<Integer> all, Set<Integer> without) {
            Set<Integer> rest = new HashSet<>(all);
            rest.removeAll(without);
            return rest;
        }
    }
}
