package dev.sluice.capture;

import dev.sluice.scrub.EventScrubber;
import dev.sluice.scrub.PseudonymKey;
import dev.sluice.scrub.Pseudonyms;
import dev.sluice.scrub.policy.IpPolicy;

/** The real firewall with a key for tests. */
final class Firewalls {
    private Firewalls() {}

    static EventScan of(IpPolicy ipPolicy) {
        return new EventScrubber(new Pseudonyms(new PseudonymKey(new byte[32])), ipPolicy)::scan;
    }

    static EventIds ids() {
        return new EventIds(new ContentKey(new byte[32]), 1);
    }
}
