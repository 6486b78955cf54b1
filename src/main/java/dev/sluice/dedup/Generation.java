package dev.sluice.dedup;

import org.jspecify.annotations.Nullable;

/** The claims of one stretch of time: in memory, and in a journal unless none could be opened. */
final class Generation {
    private final SeenTable table;
    private final @Nullable SeenJournal journal;
    private final int startSecond;

    Generation(SeenTable table, @Nullable SeenJournal journal, int startSecond) {
        this.table = table;
        this.journal = journal;
        this.startSecond = startSecond;
    }

    SeenTable table() {
        return table;
    }

    @Nullable
    SeenJournal journal() {
        return journal;
    }

    int startSecond() {
        return startSecond;
    }

    void close() {
        if (journal != null) {
            journal.close();
        }
    }

    void delete() {
        if (journal != null) {
            journal.delete();
        }
    }
}
