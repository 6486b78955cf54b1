package dev.sluice.delivery;

import dev.sluice.spool.Frame;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;

/** Events of one frame that go into one batch. Immutable. */
final class Part {
    private final FrameProgress progress;
    private final int[] indexes;

    private Part(FrameProgress progress, int[] indexes) {
        this.progress = progress;
        this.indexes = indexes;
    }

    /** The events of a frame that are not in {@code dropped}. */
    static Part without(FrameProgress progress, BitSet dropped) {
        return new Part(
                progress,
                IntStream.range(0, progress.events())
                        .filter(i -> !dropped.get(i))
                        .toArray());
    }

    FrameProgress progress() {
        return progress;
    }

    int events() {
        return indexes.length;
    }

    /** The place of the {@code i}-th event of this part in its frame; they rise. */
    int index(int i) {
        return indexes[i];
    }

    boolean isWhole() {
        return indexes.length == progress.events();
    }

    /** Bytes of the events with their commas, uncompressed. */
    long rawBytes() {
        List<Frame.Entry> entries = progress.frame().entries();
        return Arrays.stream(indexes)
                .mapToLong(i -> entries.get(i).length() + 1L)
                .sum();
    }

    /** The first {@code n} events, and the others. */
    List<Part> splitAt(int n) {
        return List.of(
                new Part(progress, Arrays.copyOf(indexes, n)),
                new Part(progress, Arrays.copyOfRange(indexes, n, indexes.length)));
    }

    /** Two halves of a list of parts, by number of events. */
    static List<List<Part>> halves(List<Part> parts) {
        int rest = parts.stream().mapToInt(Part::events).sum() / 2;
        List<Part> first = new ArrayList<>();
        List<Part> second = new ArrayList<>();
        for (Part part : parts) {
            if (part.events() <= rest) {
                first.add(part);
                rest -= part.events();
            } else if (rest > 0) {
                List<Part> cut = part.splitAt(rest);
                first.add(cut.getFirst());
                second.add(cut.getLast());
                rest = 0;
            } else {
                second.add(part);
            }
        }
        return List.of(first, second);
    }
}
