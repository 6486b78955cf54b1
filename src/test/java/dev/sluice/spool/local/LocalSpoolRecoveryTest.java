package dev.sluice.spool.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.spool.Frame;
import dev.sluice.spool.FrameCodec;
import dev.sluice.spool.Frames;
import dev.sluice.spool.Spool.Outcomes;
import dev.sluice.spool.Spool.Recovered;
import dev.sluice.spool.StoredFrame;
import dev.sluice.trace.Origin;
import dev.sluice.trace.TraceContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a start makes of files that are short, torn, damaged, gone or old. */
class LocalSpoolRecoveryTest {
    private static final int FRAME_BYTES = FrameCodec.encodedLength(Frames.frame(0));

    @TempDir
    Path data;

    private Path directory = Path.of("");

    @BeforeEach
    void nameDirectory() {
        directory = data.resolve("spool");
    }

    @Test
    void a_last_frame_cut_at_any_byte_is_left_out_and_the_rest_is_read() throws Exception {
        store(0, 3);
        byte[] whole = Files.readAllBytes(onlySegment());
        Path segment = onlySegment();
        for (int cut = whole.length - FRAME_BYTES; cut < whole.length; cut++) {
            Files.write(segment, Arrays.copyOf(whole, cut));
            forgetCheckpoint();
            try (LocalSpool spool = open()) {
                assertThat(Frames.drain(spool)).extracting(Frames::number).containsExactly(0, 1);
                assertThat(spool.status().pendingEvents()).isEqualTo(2);
            }
            assertThat(Files.size(segment)).isEqualTo(whole.length - FRAME_BYTES);
        }
    }

    @Test
    void what_is_stored_after_a_cut_is_read_after_the_rest() throws Exception {
        store(0, 3);
        Path segment = onlySegment();
        Files.write(segment, Arrays.copyOf(Files.readAllBytes(segment), SegmentHeader.BYTES + FRAME_BYTES + 20));

        store(7, 8);

        try (LocalSpool spool = open()) {
            List<StoredFrame> read = Frames.drain(spool);
            assertThat(read).extracting(Frames::number).containsExactly(0, 7);
            assertThat(read).extracting(StoredFrame::ordinal).containsExactly(0L, 1L);
        }
    }

    @Test
    void what_is_stored_after_the_device_lost_the_end_of_the_log_is_not_taken_for_what_was_done_there()
            throws Exception {
        try (LocalSpool spool = open()) {
            for (int number = 0; number < 4; number++) {
                Frames.append(spool, Frames.frame(number, number < 2 ? "slow" : "shop", 1, 40));
            }
            for (StoredFrame stored : Frames.drain(spool)) {
                if (stored.frame().project().equals("shop")) {
                    spool.done(stored, Frames.delivered(stored));
                }
            }
        }
        Path segment = onlySegment();
        Files.write(segment, Arrays.copyOf(Files.readAllBytes(segment), SegmentHeader.BYTES + FRAME_BYTES));

        store(7, 10);

        try (LocalSpool spool = open()) {
            List<StoredFrame> read = Frames.drain(spool);
            assertThat(read).extracting(Frames::number).containsExactly(0, 7, 8, 9);
            assertThat(read).extracting(StoredFrame::ordinal).containsExactly(0L, 4L, 5L, 6L);
            assertThat(spool.recovered().get("shop")).isEqualTo(new Recovered(new Outcomes(2, 0, 0, 0), 3));
            assertThat(spool.recovered().get(Found.UNKNOWN_PROJECT))
                    .isEqualTo(new Recovered(new Outcomes(0, 0, 0, 1), 0));
        }
    }

    @Test
    void a_segment_cut_within_its_header_holds_nothing_and_is_in_nobodys_way() throws Exception {
        store(0, 3);
        Path segment = onlySegment();
        Files.write(segment, new byte[] {'S', 'L'});

        store(5, 6);

        try (LocalSpool spool = open()) {
            assertThat(Frames.drain(spool)).extracting(Frames::number).containsExactly(5);
        }
    }

    @Test
    void a_damaged_payload_costs_its_frame_only_and_is_booked_with_its_project() throws Exception {
        store(0, 3);
        damage(onlySegment(), SegmentHeader.BYTES + 2 * FRAME_BYTES - 5);
        forgetCheckpoint();

        for (int start = 0; start < 2; start++) {
            try (LocalSpool spool = open()) {
                assertThat(spool.recovered())
                        .containsExactly(Map.entry("shop", new Recovered(new Outcomes(0, 0, 0, 1), 2)));
                assertThat(spool.status().pendingEvents()).isEqualTo(2);
                assertThat(Frames.drain(spool)).extracting(Frames::number).containsExactly(0, 2);
            }
        }
        assertThat(directory.resolve("damaged")).isDirectoryContaining("glob:**.bin");
        assertThat(Files.size(onlyFile(directory.resolve("damaged")))).isEqualTo(FRAME_BYTES);
    }

    @Test
    void damage_is_counted_once_when_delivery_has_passed_it() throws Exception {
        store(0, 3);
        damage(onlySegment(), SegmentHeader.BYTES + 2 * FRAME_BYTES - 5);
        forgetCheckpoint();
        try (LocalSpool spool = open()) {
            for (StoredFrame stored : Frames.drain(spool)) {
                spool.done(stored, Frames.delivered(stored));
            }
            assertThat(spool.status().pendingEvents()).isZero();
        }

        try (LocalSpool spool = open()) {
            assertThat(spool.recovered())
                    .containsExactly(Map.entry("shop", new Recovered(new Outcomes(2, 0, 0, 1), 0)));
        }
    }

    @Test
    void damage_in_a_segment_that_the_checkpoint_vouches_for_is_booked_when_it_is_read() throws Exception {
        store(0, 3);
        damage(onlySegment(), SegmentHeader.BYTES + 2 * FRAME_BYTES - 5);

        try (LocalSpool spool = open()) {
            Map<String, Long> losses = losses(spool);
            assertThat(spool.recovered()).containsExactly(Map.entry("shop", new Recovered(Outcomes.NONE, 3)));
            assertThat(readAll(spool)).extracting(Frames::number).containsExactly(0, 2);
            assertThat(losses).containsExactly(Map.entry("shop", 1L));
            assertThat(spool.status().pendingEvents()).isEqualTo(2);
        }
        try (LocalSpool spool = open()) {
            Map<String, Long> losses = losses(spool);
            assertThat(spool.recovered())
                    .containsExactly(Map.entry("shop", new Recovered(new Outcomes(0, 0, 0, 1), 2)));
            assertThat(readAll(spool)).extracting(Frames::number).containsExactly(0, 2);
            assertThat(losses).isEmpty();
        }
        assertThat(Files.size(onlyFile(directory.resolve("damaged")))).isEqualTo(FRAME_BYTES);
    }

    @Test
    void events_behind_a_damaged_header_are_booked_with_the_projects_that_miss_them() throws Exception {
        try (LocalSpool spool = open()) {
            Frames.append(spool, Frames.frame(0), Frames.frame(1, "blog", 4, 100), Frames.frame(2, "docs", 2, 100));
            Frames.append(spool, Frames.frame(3, "blog", 1, 100), Frames.frame(4));
            StoredFrame first = Frames.next(spool);
            spool.done(first, Frames.delivered(first));
        }
        int second = SegmentHeader.BYTES + FRAME_BYTES;
        damage(onlySegment(), second + 17);
        damage(onlySegment(), second + FrameCodec.encodedLength(Frames.frame(1, "blog", 4, 100)) + 17);

        try (LocalSpool spool = open()) {
            Map<String, Long> losses = losses(spool);
            assertThat(readAll(spool)).extracting(Frames::number).containsExactly(3, 4);
            assertThat(losses).isEqualTo(Map.of("blog", 4L, "docs", 2L));
            assertThat(spool.status().pendingEvents()).isEqualTo(2);
        }
    }

    @Test
    void a_segment_that_goes_away_while_it_is_read_is_booked_with_its_projects() throws Exception {
        store(0, 2);
        store(2, 4);
        try (LocalSpool spool = open()) {
            Map<String, Long> losses = losses(spool);
            Files.delete(Segment.path(directory, 0));

            assertThat(readAll(spool)).extracting(Frames::number).containsExactly(2, 3);
            assertThat(losses).containsExactly(Map.entry("shop", 2L));
            assertThat(spool.status().pendingEvents()).isEqualTo(2);
        }
    }

    @Test
    void a_last_frame_that_rotted_is_kept_aside_before_it_is_cut_off() throws Exception {
        store(0, 3);
        damage(onlySegment(), SegmentHeader.BYTES + 3 * FRAME_BYTES - 5);
        forgetCheckpoint();

        try (LocalSpool spool = open()) {
            assertThat(Frames.drain(spool)).extracting(Frames::number).containsExactly(0, 1);
        }
        assertThat(Files.size(onlyFile(directory.resolve("damaged")))).isEqualTo(FRAME_BYTES);
    }

    @Test
    void a_damaged_frame_header_is_stepped_over_to_the_next_whole_frame() throws Exception {
        store(0, 4);
        damage(onlySegment(), SegmentHeader.BYTES + FRAME_BYTES + 17);
        forgetCheckpoint();

        try (LocalSpool spool = open()) {
            assertThat(Frames.drain(spool)).extracting(Frames::number).containsExactly(0, 2, 3);
            assertThat(spool.recovered())
                    .containsEntry(Found.UNKNOWN_PROJECT, new Recovered(new Outcomes(0, 0, 0, 1), 0))
                    .containsEntry("shop", new Recovered(Outcomes.NONE, 3));
        }
    }

    @Test
    void the_end_of_an_older_segment_that_is_damaged_is_damage_and_not_a_torn_write() throws Exception {
        store(0, 3);
        store(3, 5);
        Path first = Segment.path(directory, 0);
        Files.write(first, Arrays.copyOf(Files.readAllBytes(first), (int) Files.size(first) - 1));

        try (LocalSpool spool = open()) {
            assertThat(Frames.drain(spool)).extracting(Frames::number).containsExactly(0, 1, 3, 4);
            assertThat(spool.recovered().values())
                    .extracting(found -> found.totals().deadLettered())
                    .containsOnlyOnce(1L);
        }
    }

    @Test
    void a_segment_that_is_gone_is_counted_and_the_rest_is_read() throws Exception {
        store(0, 2);
        store(2, 4);
        store(4, 6);
        Files.delete(Segment.path(directory, 2));

        try (LocalSpool spool = open()) {
            List<StoredFrame> read = Frames.drain(spool);
            assertThat(read).extracting(Frames::number).containsExactly(0, 1, 4, 5);
            assertThat(read).extracting(StoredFrame::ordinal).containsExactly(0L, 1L, 4L, 5L);
        }
    }

    @Test
    void a_damaged_segment_header_hides_no_frame() throws Exception {
        store(0, 3);
        damage(onlySegment(), 2);

        try (LocalSpool spool = open()) {
            assertThat(Frames.drain(spool)).extracting(Frames::number).containsExactly(0, 1, 2);
        }
    }

    @Test
    void a_log_of_a_newer_version_is_not_touched() throws Exception {
        store(0, 3);
        Path segment = onlySegment();
        byte[] bytes = Files.readAllBytes(segment);
        CRC32C crc = new CRC32C();
        ByteBuffer.wrap(bytes).putInt(8, 3);
        crc.update(bytes, 0, SegmentHeader.BYTES - 4);
        ByteBuffer.wrap(bytes).putInt(SegmentHeader.BYTES - 4, (int) crc.getValue());
        Files.write(segment, bytes);

        assertThatThrownBy(this::open)
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("format version 3");
        assertThat(Files.readAllBytes(segment)).isEqualTo(bytes);
    }

    @Test
    void a_checkpoint_of_a_newer_version_is_not_touched() throws Exception {
        store(0, 3);
        Path checkpoint = directory.resolve("checkpoint.prev");
        byte[] bytes = Files.readAllBytes(checkpoint);
        bytes[6]++;
        Files.write(checkpoint, bytes);

        assertThatThrownBy(this::open)
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("format version 3")
                .hasMessageContaining("start the version that wrote it");
        assertThat(Files.readAllBytes(checkpoint)).isEqualTo(bytes);
    }

    @Test
    void without_a_readable_checkpoint_everything_is_delivered_again() throws Exception {
        store(0, 3);
        try (LocalSpool spool = open()) {
            StoredFrame first = Frames.next(spool);
            spool.done(first, Frames.delivered(first));
        }
        Files.write(directory.resolve("checkpoint.prev"), new byte[100]);
        Files.deleteIfExists(directory.resolve("checkpoint"));

        try (LocalSpool spool = open()) {
            assertThat(Frames.drain(spool)).extracting(Frames::number).containsExactly(0, 1, 2);
        }
    }

    @Test
    void a_torn_checkpoint_falls_back_to_the_one_before() throws Exception {
        store(0, 3);
        try (LocalSpool spool = open()) {
            StoredFrame first = Frames.next(spool);
            spool.done(first, Frames.delivered(first));
        }
        Files.write(directory.resolve("checkpoint"), new byte[] {1, 2, 3});

        try (LocalSpool spool = open()) {
            assertThat(Frames.drain(spool)).extracting(Frames::number).containsExactly(1, 2);
            assertThat(spool.recovered()).containsEntry("shop", new Recovered(new Outcomes(1, 0, 0, 0), 2));
        }
    }

    @Test
    void ordinals_go_on_when_segments_are_gone() throws Exception {
        store(0, 3);
        try (LocalSpool spool = open()) {
            for (StoredFrame stored : Frames.drain(spool)) {
                spool.done(stored, Frames.delivered(stored));
            }
        }

        store(3, 4);

        try (LocalSpool spool = open()) {
            assertThat(Frames.next(spool).ordinal()).isEqualTo(3);
        }
    }

    @Test
    void a_segment_written_by_the_first_version_is_still_readable() throws Exception {
        Files.createDirectories(directory);
        try (InputStream sample = Objects.requireNonNull(getClass().getResourceAsStream("segment-v1.seg"))) {
            Files.copy(sample, Segment.path(directory, 0));
        }

        try (LocalSpool spool = open()) {
            List<StoredFrame> read = Frames.drain(spool);
            assertThat(read).extracting(StoredFrame::ordinal).containsExactly(0L, 1L, 4L);
            assertThat(Frames.same(read.get(0).frame(), Frames.frame(0))).isTrue();
            assertThat(Frames.same(read.get(1).frame(), Frames.frame(1, "blog", 3, 120)))
                    .isTrue();
            assertThat(Frames.same(read.get(2).frame(), Frames.frame(2, "shop", 1, 60)))
                    .isTrue();
        }
    }

    @Test
    void a_segment_written_by_the_second_version_is_still_readable() throws Exception {
        Files.createDirectories(directory);
        try (InputStream sample = Objects.requireNonNull(getClass().getResourceAsStream("segment-v2.seg"))) {
            Files.copy(sample, Segment.path(directory, 0));
        }

        try (LocalSpool spool = open()) {
            List<Frame> expected = framesOfTheSecondVersion();
            List<StoredFrame> read = Frames.drain(spool);
            assertThat(read).extracting(StoredFrame::ordinal).containsExactly(0L, 1L, 4L);
            for (int i = 0; i < expected.size(); i++) {
                assertThat(Frames.same(read.get(i).frame(), expected.get(i))).isTrue();
            }
        }
    }

    private static List<Frame> framesOfTheSecondVersion() {
        var sampled = new TraceContext(0x0af7651916cd43ddL, 0x8448eb211c80319cL, 0xb7ad6b7169203331L, true);
        return List.of(
                Frames.frame(0).from(new Origin("018f4e3c-7b2a-7c4d-9e1f-0123456789ab", sampled)),
                Frames.frame(1, "blog", 3, 120)
                        .from(new Origin("4bf92f3577b34da6a3ce929d0e0e4736", sampled.asSampled(false))),
                Frames.frame(2, "shop", 1, 60).from(new Origin("4bf92f3577b34da6a3ce929d0e0e4736", null)));
    }

    @Test
    void a_directory_of_the_first_version_goes_on_where_it_was() throws Exception {
        Files.createDirectories(directory);
        for (String name :
                List.of("0000000000000000016.seg", "0000000000000000033.seg", "checkpoint", "checkpoint.prev")) {
            try (InputStream sample =
                    Objects.requireNonNull(getClass().getResourceAsStream("spool-v1/" + name), name)) {
                Files.copy(sample, directory.resolve(name));
            }
        }

        for (int start = 0; start < 2; start++) {
            try (LocalSpool spool = open()) {
                assertThat(spool.recovered())
                        .isEqualTo(Map.of(
                                "blog", new Recovered(new Outcomes(8, 0, 0, 0), 10),
                                "shop", new Recovered(new Outcomes(12, 0, 3, 1), 20)));
                List<StoredFrame> read = Frames.drain(spool);
                assertThat(read)
                        .extracting(Frames::number)
                        .containsExactly(8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19);
                for (StoredFrame stored : read) {
                    int i = Frames.number(stored);
                    Frame original = Frames.frame(i, i % 3 == 0 ? "blog" : "shop", 1 + i % 4, 60 + i);
                    assertThat(Frames.same(stored.frame(), original)).isTrue();
                }
            }
        }
    }

    private static Map<String, Long> losses(LocalSpool spool) {
        Map<String, Long> losses = new HashMap<>();
        spool.onLoss((project, events) -> losses.merge(project, events, Long::sum));
        return losses;
    }

    private static List<StoredFrame> readAll(LocalSpool spool) throws InterruptedException {
        List<StoredFrame> read = new ArrayList<>();
        for (var next = spool.next(Duration.ZERO); next.isPresent(); next = spool.next(Duration.ZERO)) {
            read.add(next.get());
        }
        return read;
    }

    /** The next start has nothing but the segments. */
    private void forgetCheckpoint() throws IOException {
        Files.deleteIfExists(directory.resolve("checkpoint"));
        Files.deleteIfExists(directory.resolve("checkpoint.prev"));
    }

    private void store(int from, int to) throws IOException {
        try (LocalSpool spool = open()) {
            for (int i = from; i < to; i++) {
                Frames.append(spool, Frames.frame(i));
            }
        }
    }

    private LocalSpool open() {
        LocalSpool opened =
                new LocalSpool(directory, true, 0, InstantSource.fixed(Instant.EPOCH), LocalSpoolOptions.DEFAULTS);
        opened.start();
        return opened;
    }

    private Path onlySegment() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            List<Path> segments =
                    files.filter(file -> Segment.ordinalOf(file).isPresent()).toList();
            assertThat(segments).hasSize(1);
            return segments.getFirst();
        }
    }

    private static Path onlyFile(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            List<Path> all = files.toList();
            assertThat(all).hasSize(1);
            return all.getFirst();
        }
    }

    private static void damage(Path file, int at) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        bytes[at] ^= 0x10;
        Files.write(file, bytes);
    }
}
