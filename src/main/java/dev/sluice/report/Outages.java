package dev.sluice.report;

import dev.sluice.failure.Crumb;
import dev.sluice.failure.Crumbs;
import io.quarkus.logging.Log;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Since when what is not well, and whether that was told. For a handful of names; used by one thread. */
final class Outages {
    private static final int REMEMBERED = 20;

    private final InstantSource clock;
    private final Map<String, Outage> underWay = new HashMap<>();
    private final Crumbs changes = new Crumbs(REMEMBERED);

    private static final class Outage {
        private final Instant since;
        private boolean told;

        private Outage(Instant since) {
            this.since = since;
        }
    }

    Outages(InstantSource clock) {
        this.clock = clock;
    }

    /** Takes note of how it is now; true from when an outage has lasted for the grace until it is {@link #told}. */
    boolean isToBeTold(String name, boolean isBad, Duration grace) {
        Instant now = clock.instant();
        Outage outage = underWay.get(name);
        if (!isBad) {
            if (outage != null) {
                end(name, outage, now);
            }
            return false;
        }
        if (outage == null) {
            outage = new Outage(now);
            underWay.put(name, outage);
            changes.add(new Crumb(now, "does not work any more", Map.of("what", name)));
        }
        return !outage.told && !now.isBefore(outage.since.plus(grace));
    }

    /** The outage of that name that is under way was told. */
    void told(String name) {
        Outage outage = underWay.get(name);
        if (outage != null) {
            outage.told = true;
        }
    }

    /** What began and ended of late, oldest first. */
    List<Crumb> changes() {
        return changes.all();
    }

    private void end(String name, Outage outage, Instant now) {
        underWay.remove(name);
        long seconds = Duration.between(outage.since, now).toSeconds();
        changes.add(new Crumb(now, "works again", Map.of("what", name, "after_seconds", Long.toString(seconds))));
        if (outage.told) {
            Log.infof("%s works again, after %d seconds", name, seconds);
        }
    }
}
