package dev.sluice.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.event.Lane;
import dev.sluice.testsupport.Seeds;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.zip.CRC32;
import java.util.zip.GZIPInputStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class GzipBodyTest {

    @Property(seed = Seeds.SUITE, tries = 200)
    void combined_checksums_are_those_of_the_whole(@ForAll byte[] first, @ForAll byte[] second) {
        byte[] whole = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, whole, first.length, second.length);

        assertThat(Crc32Combination.of(crc(first), crc(second), second.length)).isEqualTo(crc(whole));
    }

    @Test
    void combined_checksums_hold_for_megabytes() {
        byte[] first = noise(3_000_001, 1);
        byte[] second = noise(5_000_003, 2);
        byte[] whole = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, whole, first.length, second.length);

        assertThat(Crc32Combination.of(crc(first), crc(second), second.length)).isEqualTo(crc(whole));
    }

    @Property(seed = Seeds.SUITE, tries = 150)
    void any_mix_of_frames_with_any_events_dropped_becomes_the_expected_json(@ForAll @IntRange(min = 1) int seed)
            throws Exception {
        Random random = new Random(seed);
        List<Part> parts = new ArrayList<>();
        List<String> expected = new ArrayList<>();
        int frames = 1 + random.nextInt(6);
        for (int i = 0; i < frames; i++) {
            int events = 1 + random.nextInt(5);
            List<String> texts = new ArrayList<>();
            for (int e = 0; e < events; e++) {
                texts.add(randomEvent(random));
            }
            BitSet dropped = new BitSet();
            for (int e = 0; e < events; e++) {
                if (random.nextInt(4) == 0) {
                    dropped.set(e);
                } else {
                    expected.add(texts.get(e));
                }
            }
            Part part = Part.without(
                    progress(SampleFrames.frame(
                            "p", Lane.EVENTS, 0, random.nextBoolean(), texts, SampleFrames.range(0, events))),
                    dropped);
            if (part.events() > 0) {
                parts.add(part);
            }
        }
        try (BatchBody bodies = new BatchBody()) {
            String first = gunzip(bodies.render(new Batch("p", Lane.EVENTS, parts), "phc_t"));
            byte[] again = bodies.render(new Batch("p", Lane.EVENTS, parts), "phc_t");

            assertThat(first).isEqualTo("{\"api_key\":\"phc_t\",\"batch\":[" + String.join(",", expected) + "]}");
            assertThat(gunzip(again)).isEqualTo(first);
        }
    }

    @Test
    void the_historical_lane_carries_its_flag() throws Exception {
        Part part = whole(SampleFrames.frame("p", Lane.HISTORICAL, 0, false, SampleFrames.events(1), 1));
        try (BatchBody bodies = new BatchBody()) {
            assertThat(gunzip(bodies.render(new Batch("p", Lane.HISTORICAL, List.of(part)), "phc_t")))
                    .isEqualTo("{\"api_key\":\"phc_t\",\"historical_migration\":true,\"batch\":["
                            + SampleFrames.event(1) + "]}");
        }
    }

    @Test
    void the_replay_lane_is_a_bare_array() throws Exception {
        Part part = whole(SampleFrames.frame("p", Lane.REPLAY, 7, true, SampleFrames.events(1, 2), 1, 2));
        try (BatchBody bodies = new BatchBody()) {
            assertThat(gunzip(bodies.render(new Batch("p", Lane.REPLAY, List.of(part)), "phc_t")))
                    .isEqualTo("[" + SampleFrames.event(1) + "," + SampleFrames.event(2) + "]");
        }
    }

    @Test
    void a_whole_deflated_frame_is_spliced_as_it_stands() throws Exception {
        Part part = whole(SampleFrames.deflated("p", SampleFrames.range(0, 50)));
        try (BatchBody bodies = new BatchBody()) {
            byte[] body = bodies.render(new Batch("p", Lane.EVENTS, List.of(part)), "phc_t");

            assertThat(hex(body)).contains(hex(part.progress().frame().payload()));
        }
    }

    @Test
    void halves_share_the_events_of_a_frame_out_once_each() {
        Batch batch = new Batch(
                "p",
                Lane.EVENTS,
                List.of(
                        whole(SampleFrames.raw("p", 1, 2, 3)),
                        whole(SampleFrames.raw("p", 4)),
                        whole(SampleFrames.raw("p", 5, 6, 7))));

        List<Batch> halves = batch.halves();

        assertThat(halves).extracting(Batch::events).containsExactly(3, 4);
        assertThat(halves.stream()
                        .flatMap(half -> half.halves().stream())
                        .mapToInt(Batch::events)
                        .sum())
                .isEqualTo(7);
    }

    private static String randomEvent(Random random) {
        String filler = random.ints(random.nextInt(300), 'a', 'z' + 1)
                .mapToObj(c -> String.valueOf((char) c))
                .collect(Collectors.joining());
        return "{\"event\":\"é" + random.nextInt() + "\",\"x\":\"" + filler.repeat(1 + random.nextInt(20)) + "\"}";
    }

    private static FrameProgress progress(dev.sluice.spool.Frame frame) {
        return new FrameProgress(new dev.sluice.spool.StoredFrame(0, frame), new MemorySpool(), bytes -> {});
    }

    private static Part whole(dev.sluice.spool.Frame frame) {
        return Part.without(progress(frame), new BitSet());
    }

    private static String gunzip(byte[] body) throws IOException {
        return new String(new GZIPInputStream(new ByteArrayInputStream(body)).readAllBytes(), StandardCharsets.UTF_8);
    }

    private static byte[] noise(int length, long seed) {
        byte[] bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    private static int crc(byte[] bytes) {
        CRC32 crc = new CRC32();
        crc.update(bytes);
        return (int) crc.getValue();
    }

    private static String hex(byte[] bytes) {
        return java.util.HexFormat.of().formatHex(bytes);
    }
}
