package dev.sluice.spool.kafka;

import dev.sluice.spool.Spool.Outcomes;
import org.jspecify.annotations.Nullable;

/**
 * What is kept with the committed offset of a partition, in the same step: the outcomes of everything below it, so that the
 * books survive a restart and move with the partition.
 *
 * @param bookedFrom records below this offset were accepted by processes that are gone; whoever delivers them books them as
 *     received, too
 */
record CommitNote(Outcomes totals, long bookedFrom) {
    static final CommitNote NONE = new CommitNote(Outcomes.NONE, 0);

    private static final String VERSION = "1";
    private static final int NUMBERS = 5;

    String text() {
        return VERSION
                + " " + totals.delivered()
                + " " + totals.duplicate()
                + " " + totals.rejected()
                + " " + totals.deadLettered()
                + " " + bookedFrom;
    }

    /** Nothing, where the text is not ours: an operator may have moved the offsets by hand. */
    static CommitNote parse(@Nullable String text) {
        if (text == null || !text.startsWith(VERSION + " ")) {
            return NONE;
        }
        long[] numbers = new long[NUMBERS];
        int at = VERSION.length();
        try {
            for (int i = 0; i < NUMBERS; i++) {
                int end = text.indexOf(' ', at + 1);
                numbers[i] = Long.parseLong(text, at + 1, end < 0 ? text.length() : end, 10);
                at = end < 0 ? text.length() : end;
            }
        } catch (NumberFormatException | IndexOutOfBoundsException e) {
            return NONE;
        }
        return new CommitNote(new Outcomes(numbers[0], numbers[1], numbers[2], numbers[3]), numbers[4]);
    }
}
