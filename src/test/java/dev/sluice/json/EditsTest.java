package dev.sluice.json;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EditsTest {
    @ParameterizedTest
    @ValueSource(ints = {3, 64, 65, 5000})
    void edits_may_be_asked_for_in_any_order(int count) {
        byte[] source = "ab".repeat(count).getBytes(US_ASCII);
        List<Integer> places = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            places.add(i * 2);
        }
        Collections.shuffle(places, new Random(count));
        var edits = new Edits();

        for (int place : places) {
            edits.replace(place, place + 1, Integer.toString(place).getBytes(US_ASCII));
        }

        var expected = new StringBuilder();
        for (int i = 0; i < count; i++) {
            expected.append(i * 2).append('b');
        }
        assertThat(applied(edits, source)).isEqualTo(expected.toString());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 100})
    void insertions_at_one_place_keep_their_order(int before) {
        byte[] source = "x".repeat(before).getBytes(US_ASCII);
        var edits = new Edits();
        edits.insert(before, new byte[] {'1'});
        edits.insert(before, new byte[] {'2'});
        for (int i = before - 1; i >= 0; i--) {
            edits.replace(i, i + 1, new byte[] {'y'});
        }

        assertThat(applied(edits, source)).isEqualTo("y".repeat(before) + "12");
    }

    @Test
    void what_was_asked_for_can_be_repeated_until_it_was_put_in_order() {
        byte[] source = "a.b.a.b.".getBytes(US_ASCII);
        var edits = new Edits();
        edits.replace(2, 3, new byte[] {'B'});
        edits.replace(0, 1, new byte[] {'A'});

        edits.repeat(0, 2, 4);

        assertThat(applied(edits, source)).isEqualTo("A.B.A.B.");
        assertThatThrownBy(() -> edits.repeat(0, 1, 1)).isInstanceOf(IllegalStateException.class);
    }

    private static String applied(Edits edits, byte[] source) {
        var out = new ByteSink(source.length);
        edits.apply(source, 0, source.length, out);
        return new String(out.toByteArray(), US_ASCII);
    }
}
