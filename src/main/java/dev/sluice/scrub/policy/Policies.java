package dev.sluice.scrub.policy;

/** Which policy each project has at the moment. Thread-safe; a caller asks once for each event and keeps to the answer. */
@FunctionalInterface
public interface Policies {
    /** @param project configured name; one that is not configured has the policy that holds for all */
    ProjectPolicy of(String project);
}
