package dev.sluice.deadletter;

import static dev.sluice.deadletter.Letters.NOON;
import static dev.sluice.deadletter.Letters.id;
import static dev.sluice.deadletter.Letters.letter;
import static dev.sluice.deadletter.Letters.withheld;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every place promises to people who work with its letters. */
abstract class DeadLetterOfficeContract extends DeadLettersContract {
    private static final Instant LATER = NOON.plusSeconds(3_600);

    /** The same place. */
    abstract DeadLetterOffice office();

    @Test
    void a_letter_is_found_by_its_id_as_nobody_has_touched_it() {
        letters().add(letter(1));

        FiledLetter filed = office().letter(id(1)).orElseThrow();
        assertThat(filed.letter()).isEqualTo(letter(1));
        assertThat(filed.state()).isEqualTo(LetterState.UNTOUCHED);
        assertThat(filed.name()).hasValue("paid");
        assertThat(filed.host()).isEqualTo(HostName.own()).isNotEmpty();
        assertThat(office().letter(id(2))).isEmpty();
    }

    @Test
    void pages_show_every_letter_once_whatever_is_added_between_them() {
        // Twenty at one time each, with ids on both sides of where signed and unsigned numbers part.
        IntStream.range(0, 60).forEach(n -> letters().add(at(new UUID(n % 2 == 0 ? n : -n, n), n / 20)));

        List<UUID> seen = new ArrayList<>();
        LetterPage page = office().find(LetterFilter.ALL, Optional.empty(), 7);
        while (true) {
            page.letters().forEach(filed -> seen.add(filed.letter().id()));
            if (page.next().isEmpty()) {
                break;
            }
            letters().add(letter(1_000 + seen.size()));
            page = office().find(LetterFilter.ALL, page.next(), 7);
        }

        assertThat(seen).hasSize(60).doesNotHaveDuplicates();
        assertThat(page.isComplete()).isTrue();
    }

    @Test
    void a_filter_leaves_the_others_out() {
        letters().add(letter(1));
        letters().add(letter(2, "{\"properties\":{\"event\":\"paid\"},\"event\":\"left\"}"));
        letters().add(withheld(3));

        assertThat(ids(new Wanted().reason("refused"))).containsExactly(id(2), id(1));
        assertThat(ids(new Wanted().project("shop"))).hasSize(3);
        assertThat(ids(new Wanted().project("other"))).isEmpty();
        assertThat(ids(new Wanted().name("left"))).containsExactly(id(2));
        assertThat(ids(new Wanted().name("paid' or 'a' = 'a"))).isEmpty();
        assertThat(ids(new Wanted().uuid(new UUID(7, 1)))).containsExactly(id(1));
        assertThat(ids(new Wanted().from(NOON.plusSeconds(2)))).containsExactly(id(3), id(2));
        assertThat(ids(new Wanted().to(NOON.plusSeconds(2)))).containsExactly(id(1));
    }

    @Test
    void a_letter_names_the_request_that_brought_its_event_and_is_found_by_it() {
        letters().add(letter(1).broughtBy("a3f1c2d4e5b60718"));
        letters().add(letter(2).broughtBy("ffffffffffffffff"));
        letters().add(letter(3));

        assertThat(ids(new Wanted().request("a3f1c2d4e5b60718"))).containsExactly(id(1));
        assertThat(office().letter(id(1)).orElseThrow().letter().requestId()).isEqualTo("a3f1c2d4e5b60718");
        assertThat(office().letter(id(3)).orElseThrow().letter().requestId()).isEmpty();
    }

    @Test
    void an_edited_event_takes_the_place_of_the_first_and_is_found_by_its_new_name() {
        letters().add(letter(1));

        assertThat(office().edit(id(1), "{\"event\":\"mended\"}", LATER)).isTrue();

        FiledLetter filed = office().letter(id(1)).orElseThrow();
        assertThat(filed.event()).hasValue("{\"event\":\"mended\"}");
        assertThat(filed.letter().event()).isEqualTo(letter(1).event());
        assertThat(filed.state().edits()).isEqualTo(1);
        assertThat(filed.state().editedAt()).hasValue(LATER);
        assertThat(ids(new Wanted().name("mended"))).containsExactly(id(1));
        assertThat(ids(new Wanted().name("paid"))).isEmpty();
    }

    @Test
    void a_letter_that_was_sent_again_is_closed_until_it_is_edited() {
        letters().add(letter(1));
        letters().add(letter(2));

        assertThat(office().markReplayed(id(1), LATER)).isTrue();

        assertThat(office().letter(id(1)).orElseThrow().state().replayedAt()).hasValue(LATER);
        assertThat(ids(new Wanted().open(true))).containsExactly(id(2));
        assertThat(ids(new Wanted().open(false))).containsExactly(id(1));
        assertThat(office().counts()).containsExactly(new LetterCount("shop", "refused", 1, 1));
        office().edit(id(1), "{\"event\":\"mended\"}", LATER);
        assertThat(ids(new Wanted().open(true))).containsExactly(id(2), id(1));
        assertThat(office().letter(id(1)).orElseThrow().state().replays()).isEqualTo(1);
    }

    @Test
    void a_letter_that_is_not_there_cannot_be_changed() {
        assertThat(office().edit(id(1), "{}", LATER)).isFalse();
        assertThat(office().markReplayed(id(1), LATER)).isFalse();
        assertThat(office().delete(List.of(id(1)))).isZero();
    }

    @Test
    void deleted_letters_are_gone_and_may_come_again() {
        IntStream.rangeClosed(1, 30).forEach(n -> letters().add(letter(n)));
        office().markReplayed(id(7), LATER);

        assertThat(office().delete(List.of(id(7), id(8), id(99)))).isEqualTo(2);

        assertThat(letters().count()).isEqualTo(28);
        assertThat(office().letter(id(7))).isEmpty();
        letters().add(letter(7));
        assertThat(office().letter(id(7)).orElseThrow().state()).isEqualTo(LetterState.UNTOUCHED);
        assertThat(letters().count()).isEqualTo(29);
    }

    @Test
    void letters_are_counted_by_project_and_reason() {
        letters().add(letter(1));
        letters().add(withheld(2));
        letters().add(withheld(3));

        assertThat(office().counts())
                .containsExactly(
                        new LetterCount("shop", "refused", 1, 0), new LetterCount("shop", "scrub_failed", 2, 0));
    }

    private List<UUID> ids(Wanted wanted) {
        return office().find(wanted.filter, Optional.empty(), 100).letters().stream()
                .map(filed -> filed.letter().id())
                .toList();
    }

    private static DeadLetter at(UUID id, int seconds) {
        DeadLetter like = letter(1);
        return new DeadLetter(id, "shop", Optional.empty(), "refused", NOON.plusSeconds(seconds), "", like.event(), "");
    }

    /** One condition at a time. */
    private static final class Wanted {
        private LetterFilter filter = LetterFilter.ALL;

        Wanted project(String name) {
            return set(
                    Optional.of(name),
                    filter.reason(),
                    filter.name(),
                    filter.uuid(),
                    filter.from(),
                    filter.to(),
                    filter.request(),
                    filter.open());
        }

        Wanted reason(String label) {
            return set(
                    filter.project(),
                    Optional.of(label),
                    filter.name(),
                    filter.uuid(),
                    filter.from(),
                    filter.to(),
                    filter.request(),
                    filter.open());
        }

        Wanted name(String name) {
            return set(
                    filter.project(),
                    filter.reason(),
                    Optional.of(name),
                    filter.uuid(),
                    filter.from(),
                    filter.to(),
                    filter.request(),
                    filter.open());
        }

        Wanted uuid(UUID uuid) {
            return set(
                    filter.project(),
                    filter.reason(),
                    filter.name(),
                    Optional.of(uuid),
                    filter.from(),
                    filter.to(),
                    filter.request(),
                    filter.open());
        }

        Wanted from(Instant from) {
            return set(
                    filter.project(),
                    filter.reason(),
                    filter.name(),
                    filter.uuid(),
                    Optional.of(from),
                    filter.to(),
                    filter.request(),
                    filter.open());
        }

        Wanted to(Instant to) {
            return set(
                    filter.project(),
                    filter.reason(),
                    filter.name(),
                    filter.uuid(),
                    filter.from(),
                    Optional.of(to),
                    filter.request(),
                    filter.open());
        }

        Wanted open(boolean open) {
            return set(
                    filter.project(),
                    filter.reason(),
                    filter.name(),
                    filter.uuid(),
                    filter.from(),
                    filter.to(),
                    filter.request(),
                    Optional.of(open));
        }

        Wanted request(String id) {
            return set(
                    filter.project(),
                    filter.reason(),
                    filter.name(),
                    filter.uuid(),
                    filter.from(),
                    filter.to(),
                    Optional.of(id),
                    filter.open());
        }

        private Wanted set(
                Optional<String> project,
                Optional<String> reason,
                Optional<String> name,
                Optional<UUID> uuid,
                Optional<Instant> from,
                Optional<Instant> to,
                Optional<String> request,
                Optional<Boolean> open) {
            filter = new LetterFilter(project, reason, name, uuid, from, to, request, open);
            return this;
        }
    }
}
