package dev.sluice.deadletter;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Gathers the letters of one file into groups of bounded size for a receiver, and counts what it saw. */
final class Handover {
    private static final int MAX_LETTERS = 100;
    private static final int MAX_BYTES = 4 << 20;

    private final Consumer<List<FiledLetter>> receiver;
    private final List<FiledLetter> group = new ArrayList<>();
    private int groupBytes;
    private int lines;
    private int damaged;

    Handover(Consumer<List<FiledLetter>> receiver) {
        this.receiver = receiver;
    }

    /** @param letter empty for a damaged line */
    void take(Optional<FiledLetter> letter, int lineBytes) {
        lines++;
        if (letter.isEmpty()) {
            damaged++;
            return;
        }
        group.add(letter.get());
        groupBytes += lineBytes;
        if (group.size() >= MAX_LETTERS || groupBytes >= MAX_BYTES) {
            flush();
        }
    }

    void flush() {
        if (!group.isEmpty()) {
            receiver.accept(List.copyOf(group));
            group.clear();
            groupBytes = 0;
        }
    }

    int lines() {
        return lines;
    }

    int damaged() {
        return damaged;
    }
}
