package dev.sluice.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class HeldMemoryTest {
    private static final long MOST = 64_000;

    private final HeldMemory memory = new HeldMemory(MOST);

    @Test
    void a_project_that_is_alone_may_hold_half() {
        fill("shop", false);

        assertThat(memory.held()).isBetween(MOST / 2, MOST / 2 + 1000);
    }

    @Test
    void a_project_that_is_not_well_leaves_a_quarter_on_top_for_the_others() {
        fill("gone", true);
        fill("shop", false);

        assertThat(memory.held()).isBetween(MOST * 5 / 8, MOST * 3 / 4);
    }

    @Test
    void however_many_are_held_up_there_is_room_for_the_next_one_and_never_more_than_all() {
        Set<String> gone = new HashSet<>();
        for (int i = 0; i < 400; i++) {
            gone.add("gone-" + i);
            fill("gone-" + i, true);
        }

        assertThat(memory.held()).isLessThanOrEqualTo(MOST * 3 / 4 + 1000);
        assertThat(memory.withoutRoom(() -> gone)).doesNotContain("shop");
        memory.hold("shop", 1000);
        assertThat(memory.withoutRoom(() -> gone)).doesNotContain("shop");
    }

    @Test
    void what_is_released_can_be_held_again_and_nothing_is_left_over() {
        Random random = new Random(1);
        long[] held = new long[10];
        for (int i = 0; i < 10_000; i++) {
            int project = random.nextInt(held.length);
            if (held[project] > 0 && random.nextBoolean()) {
                memory.release("p" + project, held[project]);
                held[project] = 0;
            } else {
                memory.hold("p" + project, 10);
                held[project] += 10;
            }
        }
        for (int project = 0; project < held.length; project++) {
            if (held[project] > 0) {
                memory.release("p" + project, held[project]);
            }
        }

        assertThat(memory.held()).isZero();
        assertThat(memory.withoutRoom(Set::of)).isEmpty();
    }

    private void fill(String project, boolean heldUp) {
        while (!memory.isFull()
                && !memory.withoutRoom(() -> heldUp ? Set.of(project) : Set.of())
                        .contains(project)) {
            memory.hold(project, 100);
        }
    }
}
