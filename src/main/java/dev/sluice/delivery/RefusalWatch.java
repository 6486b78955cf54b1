package dev.sluice.delivery;

import dev.sluice.delivery.Delivery.Delivered;
import dev.sluice.delivery.Delivery.Refused;
import dev.sluice.delivery.Delivery.TooLarge;
import dev.sluice.delivery.Delivery.Trouble;
import dev.sluice.delivery.Delivery.TryLater;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Tells events that deserve their refusal from an upstream that refuses everything, such as a proxy in between. The rule:
 * when at least {@value #EVENTS} events in a row were refused one by one, out of at least {@value #FRAMES} different requests
 * of senders, and nothing was accepted in between, the upstream is in doubt. From then on no refusal makes a dead letter: events wait, and
 * batches are tried in turn, further and further apart, until one is accepted. So a request full of bad events becomes dead
 * letters however many they are, bad events among good ones do too, and a wrong address costs a handful of dead letters
 * instead of all events. Not thread-safe.
 */
final class RefusalWatch {
    static final int EVENTS = 20;
    static final int FRAMES = 5;

    private static final int TRIED_AT_ONCE = 4;

    private final RetrySchedule apart;
    private final Set<Long> frames = new HashSet<>();
    private int events;
    private int refusedInDoubt;

    /** @param probes of an upstream that is down; what is in doubt is tried six times more slowly in the end */
    RefusalWatch(RetrySchedule probes) {
        this.apart = new RetrySchedule(probes.base(), probes.cap().multipliedBy(6));
    }

    /** What an answer means for the upstream: empty unless it is in doubt, else when to try again. */
    Optional<TryLater> judge(Batch batch, Delivery answer) {
        return switch (answer) {
            case Delivered _ -> {
                frames.clear();
                events = 0;
                refusedInDoubt = 0;
                yield Optional.empty();
            }
            case Refused _, TooLarge _ -> refused(batch);
            case TryLater _, Delivery.Dropped _ -> Optional.empty();
        };
    }

    private Optional<TryLater> refused(Batch batch) {
        if (!isInDoubt() && batch.events() == 1) {
            events++;
            if (frames.size() < FRAMES) {
                frames.add(batch.parts().getFirst().progress().ordinal());
            }
        }
        if (!isInDoubt()) {
            return Optional.empty();
        }
        refusedInDoubt++;
        return Optional.of(new TryLater(
                pause(),
                Trouble.PROJECT,
                "PostHog refused the last " + EVENTS
                        + " events one by one and took none in between: check the host of the project"));
    }

    boolean isInDoubt() {
        return events >= EVENTS && frames.size() >= FRAMES;
    }

    /** Until the next try. The first are made at once: where good events wait beside bad ones, the doubt is over soon. */
    private Duration pause() {
        return refusedInDoubt <= TRIED_AT_ONCE ? Duration.ZERO : apart.delay(refusedInDoubt - TRIED_AT_ONCE, 0.999);
    }
}
