package dev.sluice.capture;

import dev.sluice.scrub.EventScrubber;
import dev.sluice.scrub.PseudonymKey;
import dev.sluice.scrub.Pseudonyms;
import dev.sluice.scrub.ScrubLimits;
import dev.sluice.scrub.policy.IpPolicy;
import java.util.function.LongSupplier;

/** The real firewall with a key for tests. */
final class Firewalls {
    private Firewalls() {}

    static EventScan of(IpPolicy ipPolicy) {
        return new EventScrubber(new Pseudonyms(new PseudonymKey(new byte[32])), ipPolicy)::scan;
    }

    /** One that may not cost more than this, by this clock. */
    static EventScrubber limited(ScrubLimits limits, LongSupplier nanoTime) {
        return new EventScrubber(new Pseudonyms(new PseudonymKey(new byte[32])), IpPolicy.TRUNCATE, limits, nanoTime);
    }

    static EventIds ids() {
        return new EventIds(new ContentKey(new byte[32]), 1);
    }
}
