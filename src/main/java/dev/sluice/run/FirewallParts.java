package dev.sluice.run;

import dev.sluice.capture.ContentKey;
import dev.sluice.scrub.EventScrubber;
import dev.sluice.scrub.Pseudonyms;
import dev.sluice.scrub.policy.Policies;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Makes the firewall, and the identity that an event without a uuid gets on arrival. */
@Singleton
final class FirewallParts {
    @Produces
    @Singleton
    Pseudonyms pseudonyms(PseudonymKey key) {
        var current = new dev.sluice.scrub.PseudonymKey(key.bytes());
        return key.previous()
                .map(before -> new Pseudonyms(current, new dev.sluice.scrub.PseudonymKey(before.bytes())))
                .orElseGet(() -> new Pseudonyms(current));
    }

    @Produces
    EventScrubber scrubber(Pseudonyms pseudonyms, Policies policies) {
        return new EventScrubber(pseudonyms, policies);
    }

    /** Derived from the pseudonym key: whoever shares the one must share the other. */
    @Produces
    @Singleton
    ContentKey contentKey(PseudonymKey key) {
        return new ContentKey(key.derive("uuid of an event without one"));
    }
}
