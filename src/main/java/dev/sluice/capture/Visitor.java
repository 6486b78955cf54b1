package dev.sluice.capture;

import dev.sluice.scrub.detect.IpAddress;
import dev.sluice.scrub.policy.IpPolicy;
import dev.sluice.scrub.policy.Policies;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where one request came from. The whole address never leaves this class unless a project's policy says so. */
final class Visitor {
    private final @Nullable IpAddress address;
    private final Policies policies;

    /** @param address null where it is not known */
    Visitor(@Nullable IpAddress address, Policies policies) {
        this.address = address;
        this.policies = policies;
    }

    /** The address as the project's policy lets it be seen; empty where it is dropped, or not known. */
    Optional<String> seenBy(String project) {
        return seenBy(policies.of(project).ip());
    }

    Optional<String> seenBy(IpPolicy policy) {
        if (address == null || policy == IpPolicy.DROP) {
            return Optional.empty();
        }
        return Optional.of((policy == IpPolicy.TRUNCATE ? address.truncated() : address).text());
    }
}
