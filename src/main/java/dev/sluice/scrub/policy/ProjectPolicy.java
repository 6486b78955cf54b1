package dev.sluice.scrub.policy;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Everything that one project asks of the firewall. Immutable; a scan keeps to one of these from start to end. */
public final class ProjectPolicy {
    private final IpPolicy ip;
    private final RecordingLevel recordings;
    private final KeyNames keys;
    private final Scope everywhere;
    private final Map<String, Scope> events;
    private final List<Prefix> prefixes;

    /**
     * What holds for one event.
     *
     * @param rules at every place that no path leads to
     * @param paths the top of a document; null where no path is given
     */
    public record Scope(Rules rules, @Nullable PathState paths) {}

    /** The rules of all events whose names start alike. */
    record Prefix(String start, Scope scope) {}

    ProjectPolicy(
            IpPolicy ip,
            RecordingLevel recordings,
            KeyNames keys,
            Scope everywhere,
            Map<String, Scope> events,
            List<Prefix> prefixes) {
        this.ip = ip;
        this.recordings = recordings;
        this.keys = keys;
        this.everywhere = everywhere;
        this.events = Map.copyOf(events);
        this.prefixes = List.copyOf(prefixes);
    }

    /** The strict defaults, which need no configuration. */
    public static ProjectPolicy usual(IpPolicy ip) {
        return new PolicyDraft(ip).policy();
    }

    /** What becomes of visitors' addresses, of {@code $ip} and of values whose key says that they are addresses. */
    public IpPolicy ip() {
        return ip;
    }

    public RecordingLevel recordings() {
        return recordings;
    }

    public KeyNames keys() {
        return keys;
    }

    /** What is searched for besides the built-in kinds. */
    public CustomPatterns patterns() {
        return keys.patterns();
    }

    /** What holds for documents that are no events, and for events that have no rules of their own. */
    public Scope everywhere() {
        return everywhere;
    }

    /** Whether the same text is treated in the same way wherever it stands, so that what is found in it may be remembered. */
    public boolean isSameEverywhere() {
        return everywhere.paths() == null && !hasEventRules() && patterns().isEmpty();
    }

    /** Whether the name of an event matters, which must be looked up before the event is walked. */
    public boolean hasEventRules() {
        return !events.isEmpty() || !prefixes.isEmpty();
    }

    /** What holds for events of this name. */
    public Scope event(String name) {
        Scope exact = events.get(name);
        if (exact != null) {
            return exact;
        }
        for (Prefix prefix : prefixes) {
            if (name.startsWith(prefix.start)) {
                return prefix.scope;
            }
        }
        return everywhere;
    }
}
