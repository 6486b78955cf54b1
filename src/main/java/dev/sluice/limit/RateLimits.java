package dev.sluice.limit;

import dev.sluice.limit.Senders.Sender;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * Whether a request may pass. Decided at once and in process; {@link SharedCounts} lets replicas hear of each other. Without
 * it each replica grants the whole limit. Thread-safe; costs one comparison where nothing is limited.
 */
public final class RateLimits {
    /** For {@link #admit}: the events of the request are of several senders, or of none. */
    public static final long NO_ONE_SENDER = 0;

    private static final int LONGEST_WAIT_SECONDS = 300;

    private final LongSupplier nanoClock;
    private final Map<String, Tenant> tenants = new ConcurrentHashMap<>();
    private final Senders senders;
    private volatile LimitSet limits;

    public RateLimits(LimitSet limits) {
        this(limits, Senders.MOST, System::nanoTime);
    }

    RateLimits(LimitSet limits, int mostSenders, LongSupplier nanoClock) {
        this.limits = limits;
        this.senders = new Senders(mostSenders);
        this.nanoClock = nanoClock;
    }

    /** Puts other limits into force. What was sent so far stays counted. */
    public void replace(LimitSet next) {
        limits = next;
    }

    /**
     * Lets a request pass, whole or not at all.
     *
     * @param project configured name
     * @param events how many it brings, 1 or more
     * @param sender the number of its one sender, or {@link #NO_ONE_SENDER}: then only the project is asked
     * @return 0 if it may pass, else after how many seconds it is worth trying again
     */
    public int admit(String project, int events, long sender) {
        LimitSet inForce = limits;
        if (inForce.isNone()) {
            return 0;
        }
        ProjectLimits own = inForce.of(project);
        if (own.isNone()) {
            return 0;
        }
        Tenant tenant = tenants.computeIfAbsent(project, Tenant::new);
        double factor = tenant.multiplier();
        Rate senderRate = own.sender().times(factor);
        Rate projectRate = own.project().times(factor);
        long now = nanoClock.getAsLong();
        if (sender == NO_ONE_SENDER || own.sender().isUnlimited()) {
            return admitToProject(tenant, events, projectRate, now);
        }
        Sender known = senders.of(tenant, sender);
        double wait = known.bucket().take(events, senderRate, now);
        if (wait > 0) {
            return refused(tenant, Scope.SENDER, wait);
        }
        int seconds = admitToProject(tenant, events, projectRate, now);
        if (seconds > 0) {
            known.bucket().giveBack(events);
        } else {
            senders.used(known, senderRate);
        }
        return seconds;
    }

    /** Requests refused since the start. */
    public long refused(String project, Scope scope) {
        Tenant tenant = tenants.get(project);
        return tenant == null ? 0 : tenant.refused(scope).sum();
    }

    /** The projects that have been asked about. */
    public Collection<String> projects() {
        return tenants.keySet();
    }

    Collection<Tenant> tenants() {
        return tenants.values();
    }

    Senders senders() {
        return senders;
    }

    Rate rate(Tenant tenant, Scope scope) {
        ProjectLimits own = limits.of(tenant.project());
        Rate rate = switch (scope) {
            case PROJECT -> own.project();
            case SENDER -> own.sender();
        };
        return rate.times(tenant.multiplier());
    }

    long nanos() {
        return nanoClock.getAsLong();
    }

    private static int admitToProject(Tenant tenant, int events, Rate rate, long now) {
        if (rate.isUnlimited()) {
            return 0;
        }
        double wait = tenant.bucket().take(events, rate, now);
        return wait > 0 ? refused(tenant, Scope.PROJECT, wait) : 0;
    }

    private static int refused(Tenant tenant, Scope scope, double wait) {
        tenant.refused(scope).increment();
        return (int) Math.clamp(Math.ceil(wait), 1, LONGEST_WAIT_SECONDS);
    }
}
