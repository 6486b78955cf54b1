package dev.sluice.scrub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.scrub.text.Words;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KnownKeyTest {
    private static final String ROOM = "                                ";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a",
                "seven77",
                "eight888",
                "$session_id",
                "exactly_twenty_four_byte",
                "one_more_than_twenty_four",
                "ключ"
            })
    void a_key_is_expected_after_the_one_it_followed(String name) {
        KnownKey before = key("before");
        KnownKey key = key(name);
        before.isFollowedBy(key);

        assertThat(following(before, name + "\":1")).isSameAs(key);
        assertThat(following(before, name + "x\":1")).isNull();
        assertThat(following(before, "x" + name + "\":1")).isNull();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 7, 8, 15, 16, 23, 24, 30})
    void one_other_byte_makes_it_another_key(int other) {
        String name = "a_key_that_is_longer_than_three_words";
        KnownKey before = key("before");
        before.isFollowedBy(key(name));

        assertThat(following(before, name.substring(0, other) + '~' + name.substring(other + 1) + "\":1"))
                .isNull();
    }

    @Test
    void two_keys_that_take_turns_are_both_expected() {
        KnownKey before = key("before");
        KnownKey one = key("one");
        KnownKey two = key("two");
        before.isFollowedBy(one);
        before.isFollowedBy(two);

        for (int i = 0; i < 3; i++) {
            assertThat(following(before, "one\":")).isSameAs(one);
            assertThat(following(before, "two\":")).isSameAs(two);
        }
    }

    @Test
    void a_key_that_ends_with_the_text_is_not_there() {
        KnownKey before = key("before");
        before.isFollowedBy(key("one"));
        byte[] text = ("one\":1" + ROOM).getBytes(StandardCharsets.UTF_8);

        assertThat(before.following(text, 0, 3)).isNull();
        assertThat(before.following(text, 0, 4)).isNotNull();
    }

    @Test
    void a_forgotten_key_expects_nothing_and_is_not_expected_anew() {
        KnownKey before = key("before");
        KnownKey forgotten = key("one");
        forgotten.isFollowedBy(before);
        forgotten.forget();
        forgotten.isFollowedBy(before);
        before.isFollowedBy(forgotten);

        assertThat(following(forgotten, "before\":")).isNull();
        assertThat(following(before, "one\":")).isNull();
    }

    private static KnownKey key(String name) {
        byte[] b = name.getBytes(StandardCharsets.UTF_8);
        return new KnownKey(b, 0, b.length, Words.hash(b, 0, b.length), KeyRules.of(name));
    }

    private static @Nullable KnownKey following(KnownKey before, String text) {
        byte[] b = (text + ROOM).getBytes(StandardCharsets.UTF_8);
        return before.following(b, 0, b.length);
    }
}
