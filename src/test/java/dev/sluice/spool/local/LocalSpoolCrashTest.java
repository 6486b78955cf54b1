package dev.sluice.spool.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.spool.Frame;
import dev.sluice.spool.Frames;
import dev.sluice.spool.Spool.Recovered;
import dev.sluice.spool.StoredFrame;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;

/** Random lives of a spool, with clean stops, kills and power cuts, against what the callers were told. */
class LocalSpoolCrashTest {
    private static final Path DIRECTORY = Path.of("/data/spool");
    private static final LocalSpoolOptions SMALL =
            new LocalSpoolOptions(700, 1 << 20, 1000, 2000, 600, Duration.ZERO, Duration.ofSeconds(1));

    @Property(tries = 150, shrinking = ShrinkingMode.OFF)
    void what_was_acknowledged_and_not_done_is_read_again(@ForAll long seed) throws InterruptedException {
        Life life = new Life(new Random(seed));
        for (int i = 0; i < 60; i++) {
            life.step();
        }
        life.end();
    }

    private static final class Life {
        private final Random random;
        private final Map<Integer, Frame> submitted = new HashMap<>();
        private final Set<Integer> acknowledged = new HashSet<>();
        private final Set<Integer> done = new HashSet<>();
        private final Set<Integer> doneSinceStart = new HashSet<>();
        private final Map<Integer, Long> ordinals = new HashMap<>();
        private final List<StoredFrame> taken = new ArrayList<>();
        private MemoryFiles files = new MemoryFiles();
        private LocalSpool spool;
        private long previousOrdinal = -1;

        Life(Random random) {
            this.random = random;
            spool = open();
        }

        void step() throws InterruptedException {
            switch (random.nextInt(20)) {
                case 0, 1, 2, 3, 4, 5, 6, 7 -> append();
                case 8, 9, 10, 11, 12 -> take();
                case 13, 14, 15, 16 -> done();
                case 17 -> stop();
                case 18 -> crash();
                case 19 -> arm();
                default -> throw new AssertionError();
            }
        }

        void end() throws InterruptedException {
            crash();
            takeAll();
            Set<Integer> reread = new HashSet<>();
            taken.forEach(frame -> reread.add(Frames.number(frame)));
            assertThat(reread).containsAll(minus(acknowledged, done));
            spool.close();
        }

        private void append() {
            List<CompletableFuture<Void>> answers = new ArrayList<>();
            List<List<Frame>> requests = new ArrayList<>();
            for (int r = random.nextInt(3); r >= 0; r--) {
                List<Frame> request = new ArrayList<>();
                for (int f = random.nextInt(2); f >= 0; f--) {
                    int number = submitted.size();
                    Frame frame = Frames.frame(
                            number, random.nextBoolean() ? "shop" : "blog", 1 + random.nextInt(3), random.nextInt(200));
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
                    assertThat(files.isDead()).isTrue();
                }
            }
            restartIfDead();
        }

        private void take() throws InterruptedException {
            spool.next(Duration.ZERO).ifPresent(this::accept);
        }

        private void takeAll() throws InterruptedException {
            Frames.drain(spool).forEach(this::accept);
        }

        private void accept(StoredFrame stored) {
            int number = Frames.number(stored);
            Frame original = Objects.requireNonNull(submitted.get(number));
            assertThat(Frames.same(stored.frame(), original)).isTrue();
            assertThat(stored.ordinal()).isGreaterThan(previousOrdinal);
            previousOrdinal = stored.ordinal() + stored.events() - 1;
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
            spool.close();
            boolean wasClean = !files.isDead();
            Set<Integer> doneBefore = Set.copyOf(doneSinceStart);
            restart(files.afterKill());
            if (!wasClean) {
                return;
            }
            takeAll();
            for (StoredFrame stored : taken) {
                // A frame that comes again although it is done has one before it that is not.
                if (doneBefore.contains(Frames.number(stored))) {
                    assertThat(doneBefore).doesNotContain(Frames.number(taken.getFirst()));
                }
            }
        }

        private void crash() {
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
            doneSinceStart.clear();
            previousOrdinal = -1;
            spool = open();
            long booked = 0;
            long delivered = 0;
            for (Recovered project : spool.recovered().values()) {
                booked += project.totals().sum() + project.pending();
                delivered += project.totals().delivered();
            }
            assertThat(booked).isBetween(events(acknowledged), events(submitted.keySet()));
            assertThat(delivered).isLessThanOrEqualTo(events(done));
        }

        private LocalSpool open() {
            LocalSpool opened = new LocalSpool(DIRECTORY, true, 0, InstantSource.fixed(Instant.EPOCH), SMALL, files);
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
