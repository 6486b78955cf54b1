package dev.sluice.limit;

import java.util.concurrent.atomic.LongAdder;

/** One project as the limits know it. */
final class Tenant {
    private final String project;
    private final Bucket bucket = new Bucket();
    private final LongAdder refusedByProject = new LongAdder();
    private final LongAdder refusedBySender = new LongAdder();
    private volatile double multiplier = 1;

    Tenant(String project) {
        this.project = project;
    }

    String project() {
        return project;
    }

    Bucket bucket() {
        return bucket;
    }

    /** What an operator has set for this project: every rate and burst times this. */
    double multiplier() {
        return multiplier;
    }

    void multiplier(double next) {
        multiplier = next;
    }

    /** Requests that were refused. */
    LongAdder refused(Scope scope) {
        return switch (scope) {
            case PROJECT -> refusedByProject;
            case SENDER -> refusedBySender;
        };
    }
}
