package dev.sluice.delivery;

import static dev.sluice.delivery.SampleFrames.deflated;
import static dev.sluice.delivery.SampleFrames.events;
import static dev.sluice.delivery.SampleFrames.range;
import static dev.sluice.delivery.SampleFrames.raw;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.deadletter.DeadLetter;
import dev.sluice.event.Lane;
import dev.sluice.failure.Category;
import dev.sluice.failure.Failure;
import dev.sluice.failure.Severity;
import dev.sluice.spool.Frame;
import dev.sluice.spool.Spool.Outcomes;
import dev.sluice.testsupport.RecordingPostHog.Answer;
import dev.sluice.testsupport.RecordingPostHog.Received;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeliveryLoopTest {
    private final DeliveryRig rig = new DeliveryRig();

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void a_lone_event_arrives_with_headers_of_our_own_only() {
        rig.start();
        rig.append(raw("shop", 1));

        rig.awaitAllDone();
        Received request = rig.posthog.requests().getFirst();
        assertThat(request.path()).isEqualTo("/batch/");
        assertThat(request.json().path("api_key").asText()).isEqualTo("phc_shop");
        assertThat(request.json().has("sent_at")).isFalse();
        assertThat(request.headers().names().stream().map(String::toLowerCase))
                .containsExactlyInAnyOrder("host", "user-agent", "content-type", "content-encoding", "content-length");
        assertThat(request.headers().get("User-Agent")).isEqualTo("sluice/test");
        assertThat(rig.status().posthog()).isEqualTo(PostHogState.OK);
    }

    @Test
    void a_backlog_goes_out_in_few_batches() {
        for (int i = 0; i < 1000; i += 10) {
            rig.append(i % 20 == 0 ? deflated("shop", range(i, i + 10)) : raw("shop", range(i, i + 10)));
        }

        rig.start();

        rig.awaitAllDone();
        assertThat(rig.uuids()).containsExactlyInAnyOrderElementsOf(DeliveryRig.uuidsOf(range(0, 1000)));
        assertThat(rig.posthog.requests()).hasSizeLessThanOrEqualTo(4);
        assertThat(rig.outcomes("shop")).isEqualTo(new Outcomes(1000, 0, 0, 0));
    }

    @Test
    void with_a_shared_spool_copies_that_are_under_way_together_arrive_once() {
        rig.shareSpool();
        AtomicInteger failures = new AtomicInteger(3);
        rig.posthog.answer(request -> failures.getAndDecrement() > 0 ? Answer.status(503) : Answer.ok());
        rig.append(raw("shop", 1, 2), raw("shop", 2, 1), raw("shop", 3, 3), raw("shop", 1));

        rig.start();
        rig.awaitAllDone();
        rig.append(raw("shop", 2));
        rig.awaitAllDone();

        assertThat(rig.uuids()).containsExactlyInAnyOrderElementsOf(DeliveryRig.uuidsOf(range(1, 4)));
        assertThat(rig.outcomes("shop")).isEqualTo(new Outcomes(3, 5, 0, 0));
    }

    @Test
    void with_a_shared_spool_a_copy_of_an_event_that_dies_is_a_duplicate_too() {
        rig.shareSpool();
        rig.posthog.answer(request -> Answer.status(400));
        rig.append(raw("shop", 1), raw("shop", 1));

        rig.start();
        rig.awaitAllDone();

        assertThat(rig.outcomes("shop")).isEqualTo(new Outcomes(0, 1, 0, 1));
    }

    @Test
    void the_same_bytes_are_sent_again_until_posthog_has_them() {
        AtomicInteger failures = new AtomicInteger(7);
        rig.posthog.answer(request -> failures.getAndDecrement() > 0 ? Answer.status(503) : Answer.ok());
        rig.append(deflated("shop", range(0, 20)));

        rig.start();

        rig.awaitAllDone();
        assertThat(rig.posthog.requests()).hasSize(8);
        assertThat(rig.posthog.requests())
                .allSatisfy(request -> assertThat(request.wire())
                        .isEqualTo(rig.posthog.requests().getFirst().wire()));
        assertThat(rig.posthog.ingested()).hasSize(20);
        assertThat(rig.status().circuitOpen()).isFalse();
    }

    @Test
    void a_batch_that_memory_does_not_suffice_for_is_tried_again_later() {
        Frame good = deflated("shop", 1, 2);
        // Cutting the duplicate out takes an array that no Java machine makes.
        Frame huge = new Frame(
                good.project(),
                good.lane(),
                good.session(),
                good.receivedAtMillis(),
                good.entries(),
                true,
                good.payload(),
                Integer.MAX_VALUE,
                good.rawCrc());
        rig.append(raw("shop", 1));
        rig.append(huge);

        rig.start();

        await().atMost(Duration.ofSeconds(30)).until(() -> rig.status().posthog() == PostHogState.ERROR);
        assertThat(rig.spool.pendingOrdinals()).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"hang", "cut", "cut after ingesting", "cut inside answer", "redirect", "quota"})
    void no_fault_of_one_request_loses_an_event(String fault) {
        Function<String, Answer> answers = name -> switch (name) {
            case "hang" -> Answer.hang();
            case "cut" -> Answer.cut();
            case "cut after ingesting" -> Answer.cutAfterIngesting();
            case "cut inside answer" -> Answer.cutInsideAnswer();
            case "redirect" -> Answer.status(302).header("Location", rig.posthog.uri() + "/elsewhere");
            default -> Answer.status(402);
        };
        AtomicBoolean first = new AtomicBoolean(true);
        rig.posthog.answer(request -> first.getAndSet(false) ? answers.apply(fault) : Answer.ok());
        rig.append(raw("shop", 1, 2, 3));

        rig.start();

        rig.awaitAllDone();
        assertThat(rig.posthog.folded()).hasSize(3);
        assertThat(rig.posthog.requests())
                .hasSize(2)
                .allMatch(request -> request.path().equals("/batch/"));
        assertThat(rig.outcomes("shop")).isEqualTo(new Outcomes(3, 0, 0, 0));
    }

    @Test
    void retry_after_is_waited_for() {
        List<Long> times = new CopyOnWriteArrayList<>();
        rig.posthog.answer(request -> {
            times.add(System.nanoTime());
            return times.size() == 1 ? Answer.status(429).header("Retry-After", "1") : Answer.ok();
        });
        rig.append(raw("shop", 1));

        rig.start();

        rig.awaitAllDone();
        assertThat(times.get(1) - times.get(0)).isGreaterThanOrEqualTo(1_000_000_000L);
    }

    @Test
    void a_batch_that_is_too_large_is_halved() {
        rig.posthog.answer(request -> request.events().size() > 100 ? Answer.status(413) : Answer.ok());
        rig.append(deflated("shop", range(0, 499)));

        rig.start();

        rig.awaitAllDone();
        assertThat(rig.uuids()).containsExactlyInAnyOrderElementsOf(DeliveryRig.uuidsOf(range(0, 499)));
    }

    @Test
    void an_event_that_is_too_large_alone_becomes_a_dead_letter() {
        rig.posthog.answer(request -> contains(request, 2) ? Answer.status(413) : Answer.ok());
        rig.append(raw("shop", 1, 2, 3));

        rig.start();

        rig.awaitAllDone();
        assertThat(rig.deadLetters.newest(9)).extracting(DeadLetter::reason).containsExactly("too_large_upstream");
        assertThat(rig.outcomes("shop")).isEqualTo(new Outcomes(2, 0, 0, 1));
    }

    @Test
    void one_bad_event_of_a_thousand_is_the_only_one_put_aside() {
        rig.posthog.answer(
                request -> contains(request, 637) ? Answer.status(400, "distinct_id secret@example.com") : Answer.ok());
        rig.append(deflated("shop", range(0, 1000)));

        rig.start();

        rig.awaitAllDone();
        assertThat(rig.uuids())
                .hasSize(999)
                .doesNotContain(SampleFrames.uuid(637).toString());
        DeadLetter letter = rig.deadLetters.newest(9).getFirst();
        assertThat(rig.deadLetters.count()).isEqualTo(1);
        assertThat(letter.event()).contains(SampleFrames.event(637));
        assertThat(letter.uuid()).contains(SampleFrames.uuid(637));
        assertThat(letter.detail()).isEqualTo("PostHog answered 400 to this event alone");
        assertThat(rig.outcomes("shop")).isEqualTo(new Outcomes(999, 0, 0, 1));
        assertThat(rig.failures).singleElement().satisfies(failure -> {
            assertThat(failure.what()).isEqualTo("PostHog refused an event for good; it is a dead letter");
            assertThat(failure.project()).isEqualTo("shop");
            assertThat(failure.severity()).isEqualTo(Severity.WARNING);
        });
    }

    @Test
    void an_event_whose_dead_letter_cannot_be_kept_stays_pending_until_it_can() {
        rig.deadLetters.failNext(3);
        rig.posthog.answer(request -> Answer.status(400));
        rig.append(raw("shop", 1));

        rig.start();

        rig.awaitAllDone();
        assertThat(rig.deadLetters.count()).isEqualTo(1);
        assertThat(rig.outcomes("shop")).isEqualTo(new Outcomes(0, 0, 0, 1));
        assertThat(rig.failures)
                .extracting(Failure::what)
                .contains("a dead letter cannot be kept; its event stays pending");
    }

    @Test
    void a_damaged_frame_is_put_aside_without_its_text_and_its_neighbours_arrive() {
        Frame good = deflated("shop", range(10, 20));
        byte[] broken = good.payload().clone();
        broken[0] = (byte) 0xff;
        Frame damaged = new Frame(
                good.project(), good.lane(), 0, 1, deflated("shop", 1, 2).entries(), true, broken, good.rawLength(), 0);
        rig.append(raw("shop", 30), damaged, raw("shop", 31));

        rig.start();

        rig.awaitAllDone();
        assertThat(rig.uuids()).containsExactlyInAnyOrderElementsOf(DeliveryRig.uuidsOf(30, 31));
        assertThat(rig.deadLetters.newest(9)).hasSize(2).allSatisfy(letter -> {
            assertThat(letter.reason()).isEqualTo("damaged");
            assertThat(letter.event()).isEmpty();
        });
        assertThat(rig.failures).extracting(Failure::category).containsOnly(Category.SPOOL);
    }

    @Test
    void sessions_of_replay_are_never_mixed() {
        for (int i = 0; i < 60; i += 2) {
            rig.append(SampleFrames.frame("shop", Lane.REPLAY, i % 6, i % 4 == 0, events(i, i + 1), i, i + 1));
        }

        rig.start();

        rig.awaitAllDone();
        assertThat(rig.posthog.requests()).allSatisfy(request -> {
            assertThat(request.path()).isEqualTo("/s/");
            Set<Integer> sessions = request.events().stream()
                    .map(event -> number(event) / 2 * 2 % 6)
                    .collect(Collectors.toSet());
            assertThat(sessions).hasSize(1);
        });
        assertThat(rig.posthog.ingested()).hasSize(60);
    }

    @Test
    void historical_events_travel_apart_from_the_others() {
        rig.append(raw("shop", 1), SampleFrames.frame("shop", Lane.HISTORICAL, 0, false, events(2), 2), raw("shop", 3));

        rig.start();

        rig.awaitAllDone();
        for (Received request : rig.posthog.requests()) {
            boolean historical = request.json().path("historical_migration").asBoolean();
            assertThat(request.events()).allMatch(event -> (number(event) == 2) == historical);
        }
        assertThat(rig.posthog.ingested()).hasSize(3);
    }

    @Test
    void copies_inside_a_frame_and_across_frames_arrive_once() {
        rig.append(deflated("shop", 1, 2, 1, 3), raw("shop", 3), raw("shop", 2, 4), deflated("shop", 4, 4));

        rig.start();

        rig.awaitAllDone();
        assertThat(rig.uuids()).containsExactlyInAnyOrderElementsOf(DeliveryRig.uuidsOf(1, 2, 3, 4));
        assertThat(rig.outcomes("shop")).isEqualTo(new Outcomes(4, 5, 0, 0));
    }

    @Test
    void events_that_were_checked_but_not_delivered_before_a_crash_are_delivered_after_it() {
        rig.posthog.answer(request -> Answer.status(500));
        rig.append(deflated("shop", range(0, 100)), raw("shop", 1, 2, 200));
        rig.start();
        await().until(() -> rig.posthog.requests().size() > 2);

        rig.crashAndStart();
        rig.posthog.answer(request -> Answer.ok());

        rig.awaitAllDone();
        assertThat(rig.uuids())
                .hasSize(101)
                .containsAll(DeliveryRig.uuidsOf(range(0, 100)))
                .containsAll(DeliveryRig.uuidsOf(200));
    }

    @Test
    void a_stop_leaves_what_is_not_done_for_the_next_start() {
        rig.posthog.answer(request -> Answer.hang());
        rig.append(raw("shop", 1));
        rig.start();
        await().until(() -> rig.posthog.requests().size() == 1);
        rig.append(raw("shop", 2));

        rig.crashAndStart();
        rig.posthog.answer(request -> Answer.ok());

        rig.awaitAllDone();
        assertThat(rig.uuids()).containsExactlyInAnyOrderElementsOf(DeliveryRig.uuidsOf(1, 2));
    }

    @Test
    void while_posthog_is_down_one_request_at_a_time_probes_it() {
        AtomicInteger under = new AtomicInteger();
        Set<Integer> concurrent = ConcurrentHashMap.newKeySet();
        AtomicBoolean down = new AtomicBoolean(true);
        rig.posthog.answer(request -> {
            concurrent.add(rig.status().circuitOpen() ? rig.status().requestsInFlight() : 0);
            under.incrementAndGet();
            return down.get() ? Answer.status(500) : Answer.ok();
        });
        rig.append(raw("shop", 9000));
        rig.start();
        await().until(() -> rig.status().circuitOpen());
        concurrent.clear();

        for (int i = 0; i < 3000; i += 100) {
            rig.append(raw("shop", range(i, i + 100)));
        }
        int before = under.get();
        await().until(() -> under.get() > before + 5);

        assertThat(concurrent).isSubsetOf(0, 1).contains(1);
        assertThat(rig.status().posthog()).isEqualTo(PostHogState.ERROR);
        down.set(false);
        rig.awaitAllDone();
        assertThat(rig.uuids()).hasSize(3001);
        assertThat(rig.status().circuitOpen()).isFalse();
        assertThat(rig.status().posthog()).isEqualTo(PostHogState.OK);
    }

    @Test
    void a_project_that_left_the_configuration_waits_and_keeps_no_other_back() {
        rig.configure("shop");
        rig.append(raw("gone", range(0, 600)), raw("gone", 601), raw("shop", 1000));

        rig.start();

        await().until(() -> rig.uuids().size() == 1);
        assertThat(rig.outcomes("gone")).isEqualTo(Outcomes.NONE);
        rig.configure("shop", "gone");
        rig.awaitAllDone();
        assertThat(rig.outcomes("gone")).isEqualTo(new Outcomes(601, 0, 0, 0));
    }

    @Test
    void a_project_whose_token_is_refused_keeps_no_other_back() {
        rig.posthog.answer(request ->
                request.json().path("api_key").asText().equals("phc_gone") ? Answer.status(401) : Answer.ok());
        for (int i = 0; i < 20; i++) {
            rig.append(raw("gone", range(1000 * i, 1000 * i + 500)), raw("shop", 100_000 + i));
        }

        rig.start();

        await().until(() -> rig.outcomes("shop").delivered() == 20);
        assertThat(rig.outcomes("gone")).isEqualTo(Outcomes.NONE);
        assertThat(rig.status().posthog()).isEqualTo(PostHogState.ERROR);
        assertThat(rig.deadLetters.count()).isZero();
    }

    @Test
    void nothing_more_is_read_when_what_is_not_done_fills_its_memory() {
        rig.holdAtMost(100_000);
        rig.posthog.answer(request -> Answer.status(500));
        for (int i = 0; i < 100; i++) {
            rig.append(raw("shop", range(100 * i, 100 * i + 100)));
        }

        rig.start();
        await().until(() -> rig.status().heldBytes() >= 37_500);
        await().during(Duration.ofMillis(200))
                .until(() -> rig.status().heldBytes() < 100_000 && rig.spool.unreadFrames() > 90);

        rig.posthog.answer(request -> Answer.ok());
        rig.awaitAllDone();
        assertThat(rig.uuids()).hasSize(10_000);
        assertThat(rig.status().heldBytes()).isZero();
    }

    @Test
    void projects_that_cannot_be_delivered_keep_no_other_back_however_much_of_theirs_waits() {
        rig.holdAtMost(300_000);
        rig.configure("shop", "gone", "lost", "down");
        rig.posthog.answer(request -> switch (request.json().path("api_key").asText()) {
            case "phc_shop" -> Answer.ok();
            case "phc_gone" -> Answer.status(401);
            case "phc_lost" -> Answer.status(429).header("Retry-After", "60");
            default -> Answer.status(503);
        });
        int next = 0;
        for (int i = 0; i < 100; i++) {
            for (String project : List.of("gone", "lost", "down", "unknown")) {
                rig.append(raw(project, range(next, next + 100)));
                next += 100;
            }
            rig.append(raw("shop", 1_000_000 + i));
        }

        rig.start();

        await().atMost(Duration.ofSeconds(30)).until(() -> rig.outcomes("shop").delivered() == 100);
        assertThat(rig.status().heldBytes()).isLessThan(300_000);
        assertThat(rig.spool.unreadFrames()).isPositive();
        assertThat(rig.deadLetters.count()).isZero();
    }

    @Test
    void what_waited_goes_out_oldest_first() {
        AtomicBoolean down = new AtomicBoolean(true);
        rig.posthog.answer(request -> down.get() ? Answer.status(503) : Answer.ok());
        for (int i = 0; i < 20_000; i += 100) {
            rig.append(deflated("shop", range(i, i + 100)));
        }
        rig.start();
        await().until(() -> rig.status().circuitOpen() && rig.spool.unreadFrames() == 0);

        down.set(false);
        rig.awaitAllDone();

        List<Integer> order =
                rig.posthog.ingested().stream().map(DeliveryLoopTest::number).toList();
        assertThat(order).hasSize(20_000);
        for (int i = 0; i < order.size(); i++) {
            // As many batches as are under way at a time may overtake each other.
            assertThat(order.get(i)).isBetween(i - 40 * 500, i + 40 * 500);
        }
        assertThat(order.subList(0, 500)).allMatch(number -> number < 5_000);
    }

    @Test
    void a_host_that_refuses_everything_costs_a_handful_of_dead_letters_and_no_event_when_it_is_put_right() {
        AtomicBoolean wrong = new AtomicBoolean(true);
        rig.posthog.answer(request -> wrong.get() ? Answer.status(400) : Answer.ok());
        for (int i = 0; i < 2_000; i++) {
            rig.append(raw("shop", i));
        }

        rig.start();
        await().atMost(Duration.ofSeconds(30))
                .until(() -> rig.deadLetters.count() >= RefusalWatch.EVENTS - 1
                        && rig.status().posthog() == PostHogState.ERROR);
        int requests = rig.posthog.requests().size();
        await().atMost(Duration.ofSeconds(30))
                .until(() -> rig.posthog.requests().size() > requests + 3);
        long letters = rig.deadLetters.count();
        assertThat(letters).isLessThan(RefusalWatch.EVENTS);
        wrong.set(false);

        await().atMost(Duration.ofSeconds(60))
                .until(() -> rig.spool.pendingOrdinals().isEmpty());
        assertThat(rig.outcomes("shop")).isEqualTo(new Outcomes(2_000 - letters, 0, 0, letters));
        assertThat(rig.status().posthog()).isEqualTo(PostHogState.OK);
    }

    @Test
    void a_request_full_of_bad_events_becomes_dead_letters_all_of_it() {
        rig.posthog.answer(request ->
                request.events().stream().anyMatch(event -> number(event) < 300) ? Answer.status(400) : Answer.ok());
        rig.append(deflated("shop", range(0, 300)));

        rig.start();

        rig.awaitAllDone();
        assertThat(rig.outcomes("shop")).isEqualTo(new Outcomes(0, 0, 0, 300));
    }

    @Test
    void many_bad_events_among_good_ones_become_dead_letters_and_the_good_ones_arrive() {
        rig.posthog.answer(request ->
                request.events().stream().anyMatch(event -> number(event) % 2 == 1) ? Answer.status(400) : Answer.ok());
        for (int i = 0; i < 400; i++) {
            rig.append(raw("shop", i));
        }

        rig.start();

        rig.awaitAllDone();
        assertThat(rig.outcomes("shop")).isEqualTo(new Outcomes(200, 0, 0, 200));
    }

    @Test
    void a_burst_of_bad_events_of_many_senders_ends_as_dead_letters_once_a_good_one_passes() {
        rig.posthog.answer(request ->
                request.events().stream().anyMatch(event -> number(event) < 100) ? Answer.status(400) : Answer.ok());
        for (int i = 0; i < 700; i++) {
            rig.append(raw("shop", i));
        }

        rig.start();

        await().atMost(Duration.ofSeconds(60))
                .until(() -> rig.spool.pendingOrdinals().isEmpty());
        assertThat(rig.outcomes("shop")).isEqualTo(new Outcomes(600, 0, 0, 100));
    }

    private static boolean contains(Received request, int event) {
        return request.events().stream().anyMatch(found -> number(found) == event);
    }

    private static int number(JsonNode event) {
        return Integer.parseInt(event.path("event").asText().substring(1));
    }
}
