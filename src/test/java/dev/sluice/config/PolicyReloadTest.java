package dev.sluice.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.failure.Category;
import dev.sluice.failure.Failure;
import dev.sluice.scrub.policy.IpPolicy;
import dev.sluice.scrub.policy.LivePolicies;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PolicyReloadTest {
    private static final String FIRST = "scrub: {ip: forward}\n";

    private final Path path;
    private final LivePolicies live;
    private final List<Failure> failures = new ArrayList<>();
    private final PolicyReload reload;

    PolicyReloadTest(@TempDir Path folder) throws IOException {
        path = folder.resolve("sluice.yaml");
        Files.writeString(path, FIRST);
        SluiceFile file = SluiceFile.read(path);
        live = new LivePolicies(FilePolicies.of(Optional.of(file), IpPolicy.TRUNCATE));
        reload = new PolicyReload(file, IpPolicy.TRUNCATE, live, PolicyReloadTest::check, failures::add);
    }

    private static void check(SluiceFile file) {
        file.root().ifPresent(root -> root.allowOnly(Set.of("scrub", "projects")));
    }

    @Test
    void a_changed_file_is_in_force_once_it_has_stood_still() throws IOException {
        Files.writeString(path, "scrub: {ip: drop}\n");

        reload.look();
        assertThat(live.of("shop").ip()).isEqualTo(IpPolicy.FORWARD);
        reload.look();

        assertThat(live.of("shop").ip()).isEqualTo(IpPolicy.DROP);
        assertThat(reload.applied()).isEqualTo(1);
        assertThat(reload.isCurrent()).isTrue();
    }

    @Test
    void each_look_is_counted_whatever_it_finds() throws IOException {
        reload.look();
        Files.delete(path);
        reload.look();

        assertThat(reload.looks()).isEqualTo(2);
    }

    @Test
    void a_wrong_file_leaves_everything_as_it_was_and_is_told_once() throws IOException {
        var before = live.current();
        Files.writeString(path, "scrub: {ip: drop, actions: {email: nothing}}\n");

        lookOften();

        assertThat(live.current()).isSameAs(before);
        assertThat(reload.rejected()).isEqualTo(1);
        assertThat(reload.applied()).isZero();
        assertThat(reload.isCurrent()).isFalse();
        assertThat(failures).singleElement().satisfies(failure -> {
            assertThat(failure.category()).isEqualTo(Category.CONFIG);
            assertThat(failure.cause()).isInstanceOf(ConfigurationException.class);
            assertThat(failure.what()).doesNotContain("email");
        });
    }

    @Test
    void a_file_that_is_wrong_elsewhere_is_not_taken_either() throws IOException {
        Files.writeString(path, "scrub: {ip: drop}\nprojekts: []\n");

        lookOften();

        assertThat(live.of("shop").ip()).isEqualTo(IpPolicy.FORWARD);
        assertThat(reload.rejected()).isEqualTo(1);
    }

    @Test
    void a_file_that_is_still_being_written_is_waited_for() throws IOException {
        String whole = "scrub:\n  actions: {email: keep}\n  ip: drop\n";
        for (int length = 1; length <= whole.length(); length += 7) {
            Files.writeString(path, whole.substring(0, length));
            reload.look();
            assertThat(live.of("shop").ip()).isEqualTo(IpPolicy.FORWARD);
        }
        Files.writeString(path, whole);

        lookOften();

        assertThat(live.of("shop").ip()).isEqualTo(IpPolicy.DROP);
        assertThat(reload.rejected()).isZero();
    }

    @Test
    void a_file_that_goes_away_leaves_the_last_policy_and_counts_when_it_is_back() throws IOException {
        Files.delete(path);
        lookOften();
        assertThat(live.of("shop").ip()).isEqualTo(IpPolicy.FORWARD);
        assertThat(reload.isCurrent()).isFalse();

        Files.writeString(path, FIRST);
        lookOften();

        assertThat(reload.isCurrent()).isTrue();
        assertThat(reload.rejected()).isEqualTo(1);
    }

    @Test
    void a_file_that_is_put_right_again_counts() throws IOException {
        Files.writeString(path, "scrub: {ip: drop");
        lookOften();
        Files.writeString(path, "scrub: {ip: drop}");
        lookOften();

        assertThat(live.of("shop").ip()).isEqualTo(IpPolicy.DROP);
        assertThat(reload.isCurrent()).isTrue();
    }

    private void lookOften() {
        for (int i = 0; i < 4; i++) {
            reload.look();
        }
    }
}
