package dev.sluice.spool.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.spool.Spool.Outcomes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class CommitNoteTest {
    @Test
    void a_note_is_read_as_it_was_written() {
        CommitNote note = new CommitNote(new Outcomes(1, 20, 300, Long.MAX_VALUE), 7);

        assertThat(CommitNote.parse(note.text())).isEqualTo(note);
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "1", "1 ", "1 2 3", "1 a b c d e", "2 1 1 1 1 1", "moved by hand"})
    void what_is_not_a_note_counts_as_none(String text) {
        assertThat(CommitNote.parse(text)).isEqualTo(CommitNote.NONE);
    }
}
