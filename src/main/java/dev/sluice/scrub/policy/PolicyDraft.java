package dev.sluice.scrub.policy;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Collects what a policy says, the general first and the particular after it: of two words on one thing the later counts.
 * Not thread-safe; {@link #policy} may be called once all is said.
 */
public final class PolicyDraft {
    private static final String ANY_REST = "*";

    private final Section everywhere = new Section();
    private final Map<String, Section> events = new LinkedHashMap<>();
    private final Map<String, Kind> keys = new HashMap<>();
    private final List<String> allowedKeys = new ArrayList<>();
    private final Map<String, CustomPattern> patterns = new LinkedHashMap<>();
    private IpPolicy ip;
    private RecordingLevel recordings = RecordingLevel.STANDARD;

    public PolicyDraft(IpPolicy ip) {
        this.ip = ip;
    }

    /** What is said for all events, or for those of one name. */
    public static final class Section {
        private final Map<Kind, Action> actions = new EnumMap<>(Kind.class);
        private final List<Path> paths = new ArrayList<>();
        private final List<String> allowedValues = new ArrayList<>();
        private final List<String> allowedDomains = new ArrayList<>();

        private record Path(
                PathPattern pattern,
                @Nullable Kind kind,
                @Nullable Action action) {}

        public void action(Kind kind, Action action) {
            actions.put(kind, action);
        }

        /** At least one of kind and action is given. */
        public void path(PathPattern pattern, @Nullable Kind kind, @Nullable Action action) {
            paths.add(new Path(pattern, kind, action));
        }

        public void allowValue(String value) {
            allowedValues.add(value);
        }

        public void allowEmailDomain(String domain) {
            allowedDomains.add(domain);
        }

        /** This after another one, which is more general. */
        private Section after(Section general) {
            Section both = new Section();
            for (Section section : List.of(general, this)) {
                both.actions.putAll(section.actions);
                both.paths.addAll(section.paths);
                both.allowedValues.addAll(section.allowedValues);
                both.allowedDomains.addAll(section.allowedDomains);
            }
            return both;
        }

        private ProjectPolicy.Scope scope() {
            AllowList allowed = allowedValues.isEmpty() && allowedDomains.isEmpty()
                    ? AllowList.EMPTY
                    : new AllowList(allowedValues, allowedDomains);
            boolean isUsual = actions.isEmpty() && allowed == AllowList.EMPTY;
            Rules rules = isUsual ? Rules.USUAL : new Rules(actions, allowed);
            return new ProjectPolicy.Scope(
                    rules,
                    PathAutomaton.compile(
                            paths.stream().map(Path::pattern).toList(),
                            paths.stream()
                                    .map(path -> PathRule.of(path.kind, path.action, rules))
                                    .toList()));
        }
    }

    public Section everywhere() {
        return everywhere;
    }

    /** @param name of an event; with a star at the end, of all events whose names start like this */
    public Section event(String name) {
        return events.computeIfAbsent(name, _ -> new Section());
    }

    /** The value under this key is of this kind. */
    public void key(String key, Kind kind) {
        keys.put(key, kind);
    }

    /** The key says nothing about its value. */
    public void allowKey(String key) {
        allowedKeys.add(key);
    }

    /** A pattern takes the place of an earlier one of the same name. */
    public void pattern(String name, CustomPattern pattern) {
        patterns.put(name, pattern);
    }

    public void ip(IpPolicy policy) {
        ip = policy;
    }

    public void recordings(RecordingLevel level) {
        recordings = level;
    }

    /**
     * @throws IllegalArgumentException if it is too much: paths with too many wildcards, or too many patterns
     */
    public ProjectPolicy policy() {
        CustomPatterns search =
                patterns.isEmpty() ? CustomPatterns.NONE : new CustomPatterns(List.copyOf(patterns.values()));
        Map<String, ProjectPolicy.Scope> exact = new HashMap<>();
        List<ProjectPolicy.Prefix> prefixes = new ArrayList<>();
        events.forEach((name, section) -> {
            ProjectPolicy.Scope scope = section.after(everywhere).scope();
            if (name.endsWith(ANY_REST)) {
                prefixes.add(new ProjectPolicy.Prefix(name.substring(0, name.length() - 1), scope));
            } else {
                exact.put(name, scope);
            }
        });
        prefixes.sort(Comparator.comparingInt(prefix -> -prefix.start().length()));
        return new ProjectPolicy(
                ip, recordings, KeyNames.of(keys, allowedKeys, search), everywhere.scope(), exact, prefixes);
    }
}
