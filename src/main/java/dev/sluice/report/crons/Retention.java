package dev.sluice.report.crons;

import dev.sluice.failure.Category;
import dev.sluice.failure.Failure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Deletes what is too old or too much also while nothing happens: dead letters in the data directory and in Postgres, and
 * stretches of the ledger. Segments of the spool go with the checkpoint, whenever one is done.
 */
public final class Retention implements Job {
    private final Deletion letters;
    private final Deletion stretches;

    /** Deletes what may go. */
    @FunctionalInterface
    public interface Deletion {
        void run() throws IOException;
    }

    /**
     * @param letters dead letters
     * @param stretches of the ledger
     */
    public Retention(Deletion letters, Deletion stretches) {
        this.letters = letters;
        this.stretches = stretches;
    }

    @Override
    public Monitor monitor() {
        return Monitor.RETENTION;
    }

    /** Each of the two, whatever becomes of the other. */
    @Override
    public Verdict run(Pause pause) {
        List<Failure> failures = new ArrayList<>();
        attempt(letters, "dead letters that are too old or too many could not be removed", failures);
        attempt(stretches, "old stretches of the ledger could not be removed", failures);
        return failures.isEmpty() ? Verdict.WELL : Verdict.failed(failures);
    }

    private static void attempt(Deletion deletion, String otherwise, List<Failure> failures) {
        try {
            deletion.run();
        } catch (IOException | UncheckedIOException e) {
            failures.add(Failure.of(Category.OTHER, otherwise).because(e));
        }
    }
}
