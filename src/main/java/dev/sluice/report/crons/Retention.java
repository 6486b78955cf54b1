package dev.sluice.report.crons;

import dev.sluice.deadletter.LetterRetention;
import dev.sluice.failure.Category;
import dev.sluice.failure.Failure;
import dev.sluice.ledger.EventLedger;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Deletes what is too old or too much also while nothing happens: dead letters in the data directory and in Postgres, and
 * stretches of the ledger. Segments of the spool go with the checkpoint, whenever one is done.
 */
public final class Retention implements Job {
    private final LetterRetention letters;
    private final Optional<EventLedger> ledger;

    public Retention(LetterRetention letters, Optional<EventLedger> ledger) {
        this.letters = letters;
        this.ledger = ledger;
    }

    @Override
    public Monitor monitor() {
        return Monitor.RETENTION;
    }

    @Override
    public Verdict run(Pause pause) {
        List<Failure> failures = new ArrayList<>();
        try {
            letters.enforce();
        } catch (UncheckedIOException e) {
            failures.add(Failure.of(Category.OTHER, "Dead letters that are too old or too many could not be removed")
                    .because(e));
        }
        if (ledger.isPresent()) {
            try {
                ledger.get().forgetOld();
            } catch (IOException e) {
                failures.add(Failure.of(Category.OTHER, "Old stretches of the ledger could not be removed")
                        .because(e));
            }
        }
        return failures.isEmpty() ? Verdict.WELL : Verdict.failed(failures);
    }
}
