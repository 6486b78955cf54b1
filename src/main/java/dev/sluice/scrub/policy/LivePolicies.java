package dev.sluice.scrub.policy;

/** The policies in force, which a reload replaces all at once. Thread-safe. */
public final class LivePolicies implements Policies {
    private volatile PolicySet current;

    public LivePolicies(PolicySet first) {
        current = first;
    }

    @Override
    public ProjectPolicy of(String project) {
        return current.of(project);
    }

    public PolicySet current() {
        return current;
    }

    public void replace(PolicySet next) {
        current = next;
    }
}
