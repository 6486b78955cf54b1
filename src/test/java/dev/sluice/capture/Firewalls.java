package dev.sluice.capture;

import dev.sluice.scrub.EventScrubber;
import dev.sluice.scrub.PseudonymKey;
import dev.sluice.scrub.Pseudonyms;
import dev.sluice.scrub.ScrubLimits;
import dev.sluice.scrub.detect.IpAddress;
import dev.sluice.scrub.policy.IpPolicy;
import dev.sluice.scrub.policy.Policies;
import dev.sluice.scrub.policy.PolicySet;
import dev.sluice.scrub.policy.ProjectPolicy;
import java.util.Map;
import java.util.function.LongSupplier;

/** The real firewall with a key for tests. */
final class Firewalls {
    private static final Policies USUAL = new PolicySet(ProjectPolicy.usual(IpPolicy.TRUNCATE), Map.of());

    /** Somebody of whom no address is known. */
    static final Visitor NOBODY = new Visitor(null, USUAL);

    private Firewalls() {}

    static Visitor visitor(String address) {
        return new Visitor(IpAddress.parse(address, 0, address.length()), USUAL);
    }

    static EventScan of(IpPolicy ipPolicy) {
        return new EventScrubber(new Pseudonyms(new PseudonymKey(new byte[32])), ipPolicy)::scan;
    }

    /** One that may not cost more than this, by this clock. */
    static EventScrubber limited(ScrubLimits limits, LongSupplier nanoTime) {
        return new EventScrubber(new Pseudonyms(new PseudonymKey(new byte[32])), USUAL, limits, nanoTime);
    }

    static EventIds ids() {
        return new EventIds(new ContentKey(new byte[32]), 1);
    }
}
