package dev.sluice.passthrough;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * Answers that are the same for everyone: from memory while they are fresh, else from PostHog, asked once for all who wait.
 * While PostHog is away or answers 5xx, a copy is served for up to a day after it went stale. Thread-safe.
 */
final class SharedAnswers {
    private static final Duration LONGEST_STALE = Duration.ofHours(24);

    private final AnswerCache cache;
    private final InstantSource clock;
    private final ConcurrentHashMap<String, Future<Copy>> underway = new ConcurrentHashMap<>();

    SharedAnswers(AnswerCache cache, InstantSource clock) {
        this.cache = cache;
        this.clock = clock;
    }

    /**
     * The answer under that key, at once if it is fresh.
     *
     * @param key names the answer: project, path, query and encoding
     * @param otherwise how long it stays fresh if it does not say so itself
     * @param ask asks PostHog, with the validator of the copy at hand, if there is one
     * @return fails with what {@code ask} failed with when there is no copy to serve instead
     */
    Future<Copy> get(String key, Duration otherwise, Function<Optional<String>, Future<Answer>> ask) {
        Optional<AnswerCache.Entry> held = cache.get(key);
        Instant now = clock.instant();
        if (held.isPresent() && held.get().isFresh(now)) {
            return Future.succeededFuture(copy(held.get()));
        }
        Promise<Copy> promise = Promise.promise();
        Future<Copy> earlier = underway.putIfAbsent(key, promise.future());
        if (earlier != null) {
            return earlier;
        }
        Future<Answer> asked;
        try {
            asked = ask.apply(held.flatMap(entry -> entry.answer().header("etag")));
        } catch (RuntimeException e) {
            asked = Future.failedFuture(e);
        }
        asked.map(answer -> settle(key, held, answer, otherwise))
                .recover(failure -> stale(held).map(Future::succeededFuture).orElse(Future.failedFuture(failure)))
                .onComplete(result -> {
                    underway.remove(key, promise.future());
                    promise.handle(result);
                });
        return promise.future();
    }

    private Copy settle(String key, Optional<AnswerCache.Entry> held, Answer answer, Duration otherwise) {
        Instant now = clock.instant();
        if (answer.status() == 304 && held.isPresent()) {
            Answer kept = held.get().answer();
            Freshness freshness =
                    Freshness.of(answer.header("cache-control").or(() -> kept.header("cache-control")), otherwise);
            AnswerCache.Entry renewed = new AnswerCache.Entry(kept, now, now.plus(freshness.lifetime()));
            cache.put(key, renewed);
            return copy(renewed);
        }
        if (answer.isServerError()) {
            return stale(held).orElse(new Copy(answer, Duration.ZERO));
        }
        if (answer.status() == 200) {
            Freshness freshness = Freshness.of(answer.header("cache-control"), otherwise);
            if (freshness.mayStore()) {
                cache.put(key, new AnswerCache.Entry(answer, now, now.plus(freshness.lifetime())));
            } else {
                cache.remove(key);
            }
        }
        return new Copy(answer, Duration.ZERO);
    }

    private Optional<Copy> stale(Optional<AnswerCache.Entry> held) {
        Instant now = clock.instant();
        return held.filter(entry -> now.isBefore(entry.freshUntil().plus(LONGEST_STALE)))
                .map(this::copy);
    }

    private Copy copy(AnswerCache.Entry entry) {
        return new Copy(entry.answer(), Duration.between(entry.validatedAt(), clock.instant()));
    }

    /**
     * @param age since PostHog last confirmed the answer
     */
    record Copy(Answer answer, Duration age) {}
}
