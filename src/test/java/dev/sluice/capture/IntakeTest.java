package dev.sluice.capture;

import static dev.sluice.capture.Bodies.gzip;
import static dev.sluice.capture.Bodies.utf8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.config.SluiceConfig.SpoolKind;
import dev.sluice.deadletter.DeadLetter;
import dev.sluice.event.Lane;
import dev.sluice.ledger.Balance;
import dev.sluice.limit.LimitSet;
import dev.sluice.limit.Limits;
import dev.sluice.limit.RateLimits;
import dev.sluice.scrub.EventScrubber;
import dev.sluice.scrub.ScrubFailedException;
import dev.sluice.scrub.ScrubLimits;
import dev.sluice.scrub.policy.IpPolicy;
import dev.sluice.spool.Frame;
import dev.sluice.spool.FramePacker;
import dev.sluice.spool.Spool.Outcomes;
import dev.sluice.spool.SpoolUnavailableException;
import dev.sluice.testsupport.RecordedSpans;
import dev.sluice.trace.Origin;
import dev.sluice.trace.Span;
import dev.sluice.trace.TraceContext;
import dev.sluice.trace.TraceHeaders;
import dev.sluice.trace.Tracing;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class IntakeTest {
    private static final Instant NOW = Instant.parse("2026-11-22T16:36:50.714Z");
    private static final String REQUEST = "a3f1c2d4e5b60718";
    private static final String GOOD = "{\"event\":\"a\",\"distinct_id\":\"u\",\"timestamp\":\"2026-11-22T16:00:00Z\"}";
    private static final String NAMELESS = "{\"distinct_id\":\"secret-person\"}";

    private final RecordingSpool spool = new RecordingSpool();
    private final RecordingLetters letters = new RecordingLetters();
    private final Balance balance = new Balance();
    private final RateLimits limits = new RateLimits(LimitSet.NONE);
    private final FramePacker packer = new FramePacker();
    private final ThreadLocal<EventScan> real = ThreadLocal.withInitial(() -> Firewalls.of(IpPolicy.TRUNCATE));
    private volatile EventScan firewall =
            (document, from, to, project, into) -> real.get().scan(document, from, to, project, into);
    private final Intake intake = intake(new IntakeSpans(Tracing.OFF, SpoolKind.LOCAL));

    private Intake intake(IntakeSpans spans) {
        return new Intake(
                spool,
                letters,
                balance,
                List.of(),
                limits,
                packer::pack,
                () -> new RequestReader(
                        OneProject.withToken("phc_a"),
                        (document, from, to, project, into) -> firewall.scan(document, from, to, project, into),
                        Firewalls.ids()),
                spans);
    }

    @AfterEach
    void close() {
        intake.close();
        packer.close();
    }

    @Test
    void what_is_stored_names_the_request_and_goes_on_in_its_trace() throws Exception {
        TraceContext page = new TraceContext(1, 2, 3, false);

        taken(batch(GOOD));
        accept(new Arrival(
                        CapturePath.BATCH,
                        wire(utf8(batch(GOOD)), null),
                        Firewalls.NOBODY,
                        NOW.toEpochMilli(),
                        REQUEST,
                        new Span.Passing(page),
                        page))
                .get(30, TimeUnit.SECONDS);

        assertThat(spool.frames)
                .extracting(Frame::origin)
                .containsExactly(new Origin(REQUEST, null), new Origin(REQUEST, page));
        assertThat(new String(spool.frames.getLast().payload(), StandardCharsets.UTF_8))
                .contains("\"$sentry_trace_id\":\"00000000000000010000000000000002\"");
    }

    @Test
    void the_steps_of_a_request_are_spans_of_its_trace() throws Exception {
        try (RecordedSpans spans = new RecordedSpans()) {
            Tracing tracing = spans.tracing(1);
            Span request = tracing.receive(new TraceHeaders(new TraceContext(1, 2, 3, true), 0), System.nanoTime());
            try (Intake traced = intake(new IntakeSpans(tracing, SpoolKind.LOCAL))) {
                traced.accept(new Arrival(
                                CapturePath.BATCH,
                                wire(utf8(batch(GOOD, NAMELESS)), null),
                                Firewalls.NOBODY,
                                NOW.toEpochMilli(),
                                REQUEST,
                                request,
                                null))
                        .toCompletableFuture()
                        .get(30, TimeUnit.SECONDS);
            }
            request.end();

            assertThat(spans.ended())
                    .extracting(SpanData::getName)
                    .containsExactly("sluice.scrub", "sluice.spool.commit", "request");
            SpanData commit = spans.ended().get(1);
            assertThat(commit.getAttributes().asMap())
                    .containsEntry(AttributeKey.stringKey("sentry.op"), "queue.publish")
                    .containsEntry(AttributeKey.stringKey("messaging.system"), "sluice")
                    .containsEntry(AttributeKey.stringKey("messaging.destination.name"), "shop")
                    .containsEntry(AttributeKey.stringKey("messaging.message.id"), REQUEST)
                    .containsKey(AttributeKey.longKey("messaging.message.body.size"));
            assertThat(spool.frames).singleElement().satisfies(frame -> {
                TraceContext stored = Objects.requireNonNull(frame.origin().trace());
                assertThat(stored.spanId()).isEqualTo(commit.getSpanId());
                assertThat(stored.sampled()).isTrue();
            });
            assertThat(spans.ended().get(2).getAttributes().asMap())
                    .containsEntry(AttributeKey.longKey("sluice.events"), 1L)
                    .containsEntry(AttributeKey.longKey("sluice.rejected"), 1L);
        }
    }

    @Test
    void a_commit_that_fails_is_a_span_that_says_so() {
        spool.isFull();
        try (RecordedSpans spans = new RecordedSpans();
                Intake traced = intake(new IntakeSpans(spans.tracing(1), SpoolKind.LOCAL))) {
            TraceContext page = new TraceContext(1, 2, 3, true);
            var receipt = traced.accept(new Arrival(
                    CapturePath.BATCH,
                    wire(utf8(batch(GOOD)), null),
                    Firewalls.NOBODY,
                    NOW.toEpochMilli(),
                    REQUEST,
                    new Span.Passing(page),
                    page));

            assertThat(receipt.toCompletableFuture()).isCompletedExceptionally();
            assertThat(spans.ended().getLast().getAttributes().get(AttributeKey.stringKey("error.type")))
                    .isEqualTo("SpoolUnavailableException");
        }
    }

    @Test
    void good_events_are_stored_and_booked() throws Exception {
        Receipt receipt = taken(batch(GOOD, GOOD.replace("\"a\"", "\"b\"")));

        assertThat(receipt).isEqualTo(new Receipt(2, 0));
        Frame frame = spool.frames.getFirst();
        assertThat(frame.project()).isEqualTo("shop");
        assertThat(frame.lane()).isEqualTo(Lane.EVENTS);
        assertThat(frame.receivedAtMillis()).isEqualTo(NOW.toEpochMilli());
        assertThat(frame.entries()).hasSize(2);
        assertThat(received()).isEqualTo(2);
        assertThat(spool.ended).isEmpty();
    }

    @Test
    void beyond_a_limit_a_request_is_refused_whole_and_leaves_no_trace() throws Exception {
        limits.replace(Limits.of("limits: {events_per_second: 0.01, burst: 2}"));
        assertThat(taken(batch(GOOD, NAMELESS))).isEqualTo(new Receipt(1, 1));
        int letter = letters.letters.size();

        CompletableFuture<Receipt> second = accept(batch(GOOD, NAMELESS));

        assertThatThrownBy(second::get).cause().isInstanceOfSatisfying(CaptureException.class, refused -> {
            assertThat(refused.refusal()).isEqualTo(Refusal.RATE_LIMITED);
            assertThat(refused.retryAfterSeconds()).isBetween(90, 100);
        });
        assertThat(spool.frames).hasSize(1);
        assertThat(letters.letters).hasSize(letter);
        assertThat(received()).isEqualTo(2);
    }

    @Test
    void a_request_has_a_sender_only_if_all_its_events_are_of_one_person() throws Exception {
        limits.replace(Limits.of("limits: {per_sender: {events_per_second: 0.01, burst: 1}}"));
        String other = GOOD.replace("\"u\"", "\"v\"");
        assertThat(taken(batch(GOOD))).isEqualTo(new Receipt(1, 0));
        assertThat(taken(batch(other))).isEqualTo(new Receipt(1, 0));

        assertThat(taken(batch(GOOD, other))).isEqualTo(new Receipt(2, 0));
        CompletableFuture<Receipt> alone = accept(batch(GOOD, GOOD));
        assertThatThrownBy(alone::get).hasRootCauseInstanceOf(CaptureException.class);
    }

    @Test
    void nothing_is_answered_or_booked_before_it_is_durable() {
        spool.durable = new CompletableFuture<>();
        CompletableFuture<Receipt> receipt = accept(batch(GOOD));

        assertThat(receipt).isNotDone();
        assertThat(balance.snapshot()).isEmpty();

        spool.durable.complete(null);
        assertThat(receipt).isCompletedWithValue(new Receipt(1, 0));
        assertThat(received()).isEqualTo(1);
    }

    @Test
    void a_full_spool_is_passed_on_and_nothing_booked() {
        spool.isFull();

        assertThat(failure(batch(GOOD, NAMELESS))).isInstanceOf(SpoolUnavailableException.class);
        assertThat(balance.snapshot()).isEmpty();
        assertThat(spool.ended).isEmpty();
    }

    @Test
    void bad_events_are_put_aside_and_good_ones_kept() throws Exception {
        Receipt receipt = taken(batch(GOOD, NAMELESS, "7", GOOD));

        assertThat(receipt).isEqualTo(new Receipt(2, 2));
        assertThat(letters.letters)
                .extracting(DeadLetter::reason)
                .containsExactly("missing_event_name", "not_an_object");
        assertThat(letters.letters).extracting(DeadLetter::requestId).containsOnly(REQUEST);
        assertThat(letters.threads).allMatch(name -> name.startsWith("capture-"));
        assertThat(spool.ended).containsExactly(new Outcomes(0, 0, 2, 0));
        assertThat(received()).isEqualTo(4);
    }

    @Test
    void a_letter_of_an_unscrubbed_event_holds_its_shape_only() throws Exception {
        taken(batch(GOOD, NAMELESS));

        DeadLetter letter = letters.letters.getFirst();
        assertThat(letter.event()).isEmpty();
        assertThat(letter.shape()).isEqualTo("object 31 with string 15 (bytes)");
        assertThat(letter.toString()).doesNotContain("secret-person");
    }

    @Test
    void the_same_bad_event_makes_the_same_letter() throws Exception {
        taken(batch(GOOD, NAMELESS));
        taken(batch(NAMELESS, GOOD));

        assertThat(letters.letters.getFirst().id())
                .isEqualTo(letters.letters.getLast().id());
    }

    @Test
    void letters_of_one_request_are_bounded_and_all_counted() throws Exception {
        String many = IntStream.range(0, 250)
                .mapToObj(i -> "{\"distinct_id\":" + i + "}")
                .collect(Collectors.joining(","));

        Receipt receipt = taken(batch(GOOD, many));

        assertThat(receipt.rejected()).isEqualTo(250);
        assertThat(letters.letters).hasSize(RequestReader.MAX_LETTERS);
        assertThat(received()).isEqualTo(251);
    }

    @Test
    void a_request_of_bad_events_alone_is_refused_with_the_reasons() {
        Throwable failure = failure(batch(NAMELESS, NAMELESS, "7"));

        assertThat(failure).isInstanceOfSatisfying(CaptureException.class, refused -> {
            assertThat(refused.refusal()).isEqualTo(Refusal.ALL_EVENTS_REJECTED);
            assertThat(refused.sentence()).contains("missing_event_name (2)").contains("not_an_object (1)");
        });
        assertThat(spool.frames).isEmpty();
        assertThat(spool.ended).containsExactly(new Outcomes(0, 0, 3, 0));
        assertThat(received()).isEqualTo(3);
    }

    @Test
    void where_letters_cannot_be_kept_the_sender_keeps_the_events() {
        letters.isFull = true;

        assertThat(failure(batch(GOOD, NAMELESS)))
                .isInstanceOfSatisfying(
                        CaptureException.class,
                        refused -> assertThat(refused.refusal()).isEqualTo(Refusal.STORAGE_UNAVAILABLE));
        assertThat(spool.frames).isEmpty();
        assertThat(balance.snapshot()).isEmpty();
    }

    @Test
    void a_withheld_event_is_a_dead_letter_and_no_fault_of_the_sender() throws Exception {
        firewall = (document, from, to, project, into) -> {
            throw new ScrubFailedException("planned");
        };

        Receipt receipt = taken(batch(GOOD));

        assertThat(receipt.stored() + receipt.rejected()).isZero();
        assertThat(receipt.unfinished()).extracting(WithheldEvents::because).isInstanceOf(ScrubFailedException.class);
        assertThat(letters.letters).extracting(DeadLetter::reason).containsExactly("scrub_failed");
        assertThat(spool.ended).containsExactly(new Outcomes(0, 0, 0, 1));
        assertThat(spool.frames).isEmpty();
    }

    @Test
    void an_event_that_breaks_the_firewall_is_withheld_and_its_neighbours_are_not() throws Exception {
        AtomicLong clock = new AtomicLong();
        AtomicInteger mistakes = new AtomicInteger();
        EventScrubber limited = Firewalls.limited(new ScrubLimits(400_000, 1_000), () -> {
            if (mistakes.getAndDecrement() == 1) {
                throw new IllegalStateException("secret-person");
            }
            return clock.addAndGet(400);
        });
        firewall = (document, from, to, project, into) -> {
            mistakes.set(contains(document, from, to, "a mistake of ours") ? 1 : 0);
            limited.scan(document, from, to, project, into);
        };

        Receipt receipt = taken(
                batch(GOOD, GOOD.replace("\"u\"", "\"a mistake of ours\""), wide(300_000), GOOD, wide(500_000), GOOD));

        assertThat(receipt.stored()).isEqualTo(3);
        assertThat(receipt.unfinished()).satisfies(unfinished -> {
            assertThat(unfinished.events()).isEqualTo(3);
            assertThat(unfinished.because()).hasCauseInstanceOf(IllegalStateException.class);
        });
        assertThat(letters.letters).hasSize(3).allSatisfy(letter -> {
            assertThat(letter.reason()).isEqualTo("scrub_failed");
            assertThat(letter.event()).isEmpty();
            assertThat(letter.shape()).startsWith("object ");
            assertThat(letter.toString()).doesNotContain("secret-person");
        });
        assertThat(spool.frames.getFirst().entries()).hasSize(3);
        assertThat(received()).isEqualTo(6);
    }

    @Test
    void an_event_that_takes_the_whole_stack_is_withheld_alone() throws Exception {
        firewall = (document, from, to, project, into) -> {
            if (contains(document, from, to, "deep")) {
                throw new StackOverflowError("secret-person");
            }
            real.get().scan(document, from, to, project, into);
        };

        Receipt receipt = taken(batch(GOOD, GOOD.replace("\"u\"", "\"deep\"")));

        assertThat(receipt.stored()).isEqualTo(1);
        assertThat(receipt.unfinished()).satisfies(unfinished -> {
            assertThat(unfinished.events()).isEqualTo(1);
            assertThat(unfinished.because()).isInstanceOf(StackOverflowError.class);
        });
        assertThat(letters.letters)
                .singleElement()
                .satisfies(letter -> assertThat(letter.event()).isEmpty());
    }

    @Test
    void where_memory_runs_out_nothing_of_the_request_goes_on_and_the_worker_does() throws Exception {
        EventScan works = firewall;
        firewall = (document, from, to, project, into) -> {
            throw new OutOfMemoryError("planned");
        };
        String large = batch(GOOD, wide(300_000));

        assertThatThrownBy(() -> taken(large)).hasStackTraceContaining("OutOfMemoryError");
        assertThat(spool.frames).isEmpty();
        assertThat(letters.letters).isEmpty();

        firewall = works;
        assertThat(taken(large)).isEqualTo(new Receipt(2, 0));
    }

    /** An event with so many bytes of strings. */
    private static String wide(int bytes) {
        String list = "\"secret-person\",".repeat(bytes / 16);
        return "{\"event\":\"a\",\"distinct_id\":\"u\",\"properties\":{\"list\":[" + list + "0]}}";
    }

    private static boolean contains(byte[] document, int from, int to, String text) {
        return new String(document, from, to - from, StandardCharsets.UTF_8).contains(text);
    }

    @Test
    void dropped_events_are_not_counted() throws Exception {
        assertThat(taken(batch("{\"event\":\"$performance_event\"}"))).isEqualTo(new Receipt(0, 0));
        assertThat(balance.snapshot()).isEmpty();
    }

    @Test
    void an_unknown_token_is_refused() {
        assertThat(failure(batch(GOOD).replace("phc_a", "phc_b")))
                .isInstanceOfSatisfying(
                        CaptureException.class,
                        refused -> assertThat(refused.refusal()).isEqualTo(Refusal.UNKNOWN_TOKEN));
    }

    @Test
    void the_time_of_sending_may_stand_in_the_query() throws Exception {
        String event =
                "{\"event\":\"a\",\"token\":\"phc_a\",\"distinct_id\":\"u\",\"timestamp\":\"2026-11-22T17:00:00Z\"}";
        long sentAt = NOW.toEpochMilli() + 3_600_000;

        accept(new Arrival(
                        CapturePath.EVENTS,
                        wire(utf8(event), "_=" + sentAt),
                        Firewalls.NOBODY,
                        NOW.toEpochMilli(),
                        REQUEST))
                .join();

        assertThat(new String(spool.frames.getFirst().payload(), StandardCharsets.UTF_8))
                .contains("\"timestamp\":\"2026-11-22T16:00:00.000Z\"")
                .contains("\"$geoip_disable\":true");
    }

    @Test
    void large_requests_wait_in_a_bounded_queue() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        firewall = (document, from, to, project, into) -> {
            try {
                go.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            real.get().scan(document, from, to, project, into);
        };
        String large = batch(GOOD.replace("\"u\"", "\"" + "x".repeat(20_000) + "\""));

        List<CompletableFuture<Receipt>> receipts =
                IntStream.range(0, 70).mapToObj(i -> accept(large)).toList();
        long refused = receipts.stream()
                .filter(receipt -> receipt.isCompletedExceptionally()
                        && receipt.exceptionNow() instanceof CaptureException full
                        && full.refusal() == Refusal.OVERLOADED)
                .count();
        go.countDown();
        long stored = 0;
        for (CompletableFuture<Receipt> receipt : receipts) {
            stored += receipt.handle((r, failure) -> r == null ? 0 : r.stored()).get(30, TimeUnit.SECONDS);
        }

        assertThat(refused).isEqualTo(4);
        assertThat(stored).isEqualTo(66);
    }

    @Test
    void a_small_body_that_inflates_to_much_is_not_read_on_the_callers_thread() throws Exception {
        Thread caller = Thread.currentThread();
        List<Boolean> onCaller = new CopyOnWriteArrayList<>();
        firewall = (document, from, to, project, into) -> {
            onCaller.add(Thread.currentThread() == caller);
            real.get().scan(document, from, to, project, into);
        };
        byte[] zipped = gzip(utf8(batch(GOOD.replace("\"u\"", "\"" + "x".repeat(500_000) + "\""))));

        accept(new Arrival(CapturePath.BATCH, wire(zipped, null), Firewalls.NOBODY, NOW.toEpochMilli(), REQUEST))
                .get(30, TimeUnit.SECONDS);
        accept(batch(GOOD)).get(30, TimeUnit.SECONDS);

        assertThat(zipped.length).isLessThan(16_384);
        assertThat(onCaller).containsExactly(false, true);
    }

    private long received() {
        return Objects.requireNonNull(balance.snapshot().get("shop")).received();
    }

    private static String batch(String... events) {
        return "{\"api_key\":\"phc_a\",\"batch\":[" + String.join(",", events) + "]}";
    }

    private static WireBody wire(byte[] body, @Nullable String query) {
        return new WireBody(body, "application/json", null, query, false);
    }

    private CompletableFuture<Receipt> accept(String json) {
        return accept(
                new Arrival(CapturePath.BATCH, wire(utf8(json), null), Firewalls.NOBODY, NOW.toEpochMilli(), REQUEST));
    }

    private CompletableFuture<Receipt> accept(Arrival arrival) {
        return intake.accept(arrival).toCompletableFuture();
    }

    private Receipt taken(String json) throws Exception {
        return accept(json).get(30, TimeUnit.SECONDS);
    }

    private Throwable failure(String json) {
        try {
            throw new AssertionError("taken: " + taken(json));
        } catch (ExecutionException e) {
            Throwable cause = Objects.requireNonNull(e.getCause());
            return cause instanceof CompletionException && cause.getCause() != null ? cause.getCause() : cause;
        } catch (Exception e) {
            return e;
        }
    }
}
