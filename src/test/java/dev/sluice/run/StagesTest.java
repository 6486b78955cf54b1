package dev.sluice.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class StagesTest {
    private final List<String> log = new ArrayList<>();

    @Test
    void stages_stop_in_the_opposite_order_and_once() {
        Stages stages = new Stages(List.of(stage("a"), stage("b"), stage("c")));

        stages.start();
        stages.stop();
        stages.stop();

        assertThat(log).containsExactly("+a", "+b", "+c", "-c", "-b", "-a");
    }

    @Test
    void a_stage_that_fails_to_start_undoes_those_before_it_and_only_those() {
        Stages stages = new Stages(List.of(
                stage("a"),
                Stage.onStart("broken", () -> {
                    throw new IllegalStateException("no");
                }),
                stage("c")));

        assertThatThrownBy(stages::start).isInstanceOf(IllegalStateException.class);
        assertThat(log).containsExactly("+a", "-a");
    }

    @Test
    void a_stage_that_fails_to_stop_does_not_keep_the_others_from_it() {
        Stages stages = new Stages(List.of(
                stage("a"),
                new Stage("broken", () -> log.add("+b"), () -> {
                    throw new IllegalStateException("no");
                }),
                stage("c")));

        stages.start();
        stages.stop();

        assertThat(log).containsExactly("+a", "+b", "+c", "-c", "-a");
    }

    private Stage stage(String name) {
        return new Stage(name, () -> log.add("+" + name), () -> log.add("-" + name));
    }
}
