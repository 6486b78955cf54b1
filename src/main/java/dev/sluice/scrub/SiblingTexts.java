package dev.sluice.scrub;

import java.util.Arrays;

/**
 * The texts that one paragraph of a recorded page is made of: {@code <b>j</b>ane@…} reads as one. What begins in one of them
 * and ends in another is found in all of them together. Belongs to one thread.
 */
final class SiblingTexts {
    private static final int KEPT = 4096;

    private final Target target;
    private final StringScrubber strings;
    private final TextView joined = TextView.scratch();
    private final StringTriggers triggers = new StringTriggers();
    private final Claims claims = new Claims();

    private int[] starts = new int[16];
    private int[] ends = new int[16];
    private int size;

    SiblingTexts(Target target, StringScrubber strings) {
        this.target = target;
        this.strings = strings;
    }

    void trim() {
        joined.trim();
        if (starts.length > KEPT) {
            starts = new int[KEPT];
            ends = new int[KEPT];
        }
    }

    void begin() {
        size = 0;
    }

    /** Notes the next text, a string without its quotes. All belong to the same view. */
    void add(int from, int to) {
        if (from == to) {
            return;
        }
        if (size == starts.length) {
            starts = Arrays.copyOf(starts, size * 2);
            ends = Arrays.copyOf(ends, size * 2);
        }
        starts[size] = from;
        ends[size++] = to;
    }

    int size() {
        return size;
    }

    int start(int i) {
        return starts[i];
    }

    int end(int i) {
        return ends[i];
    }

    /**
     * Looks for what reaches from one text into another, and asks for its replacement: a marker where it begins, nothing in
     * place of the rest. Everything else in those texts is asked for as well; {@link #size} then says which texts are left.
     */
    void join(TextView v) {
        if (size < 2) {
            return;
        }
        int length = 0;
        for (int i = 0; i < size; i++) {
            length += ends[i] - starts[i];
        }
        joined.reset(length);
        for (int i = 0; i < size; i++) {
            Unfold.append(v, starts[i], ends[i], joined);
        }
        joined.end(v.origin(ends[size - 1]));
        triggers.of(joined.bytes, joined.from, joined.to);
        if (triggers.callForDetectors(joined.to - joined.from)) {
            claims.clear();
            strings.find(joined, triggers, claims);
            claims.settle(target.document);
            if (!claims.isEmpty()) {
                split(v);
            }
            claims.clear();
        }
    }

    private void split(TextView v) {
        int kept = 0;
        int i = 0;
        while (i < size) {
            int last = i;
            while (last + 1 < size && reachesNext(v, last)) {
                last++;
            }
            if (last == i) {
                starts[kept] = starts[i];
                ends[kept++] = ends[i++];
                continue;
            }
            for (; i <= last; i++) {
                claims.requestWithin(v.origin(starts[i]), v.origin(ends[i]), target.edits, target.findings);
            }
        }
        size = kept;
    }

    private boolean reachesNext(TextView v, int i) {
        return claims.reach(v.origin(ends[i]), v.origin(starts[i + 1]));
    }
}
