package dev.sluice.config;

import dev.sluice.scrub.policy.Action;
import dev.sluice.scrub.policy.CheckDigit;
import dev.sluice.scrub.policy.CustomPattern;
import dev.sluice.scrub.policy.IpPolicy;
import dev.sluice.scrub.policy.Kind;
import dev.sluice.scrub.policy.PathPattern;
import dev.sluice.scrub.policy.PolicyDraft;
import dev.sluice.scrub.policy.RecordingLevel;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads one {@code scrub:} section into a draft. All complaints name the line and the column. */
final class PolicyReader {
    private static final Set<String> KEYS =
            Set.of("ip", "recordings", "actions", "paths", "events", "allow", "keys", "patterns");
    private static final Set<String> EVENT_KEYS = Set.of("event", "actions", "paths", "allow");
    private static final Set<String> PATH_KEYS = Set.of("path", "kind", "action");
    private static final Set<String> ALLOW_KEYS = Set.of("values", "email_domains", "keys", "paths");
    private static final Set<String> EVENT_ALLOW_KEYS = Set.of("values", "email_domains", "paths");
    private static final Set<String> PATTERN_KEYS = Set.of("name", "literal", "shape", "check", "kind", "action");
    private static final Set<String> KINDS = labels(Kind.values());
    private static final Set<String> GROUPS = labels(Kind.Group.values());
    private static final Set<String> KINDS_AND_GROUPS =
            Stream.concat(KINDS.stream(), GROUPS.stream()).collect(Collectors.toUnmodifiableSet());
    private static final Set<String> ACTIONS = labels(Action.values());
    /** What tells persons apart at the top of an event or in its properties. */
    private static final Set<String> IDENTITIES = Set.of(
            "distinct_id",
            "properties.distinct_id",
            "properties.$anon_distinct_id",
            "properties.$user_id",
            "properties.$device_id",
            "properties.alias",
            "properties.$group_key");

    private static final Set<String> PROTECTED =
            Set.of("event", "uuid", "timestamp", "sent_at", "offset", "token", "api_key", "properties.token");

    private final PolicyDraft draft;

    private PolicyReader(PolicyDraft draft) {
        this.draft = draft;
    }

    /** @throws ConfigurationException if anything in the section is wrong */
    static void read(FileSection scrub, PolicyDraft draft) {
        new PolicyReader(draft).all(scrub.allowOnly(KEYS));
    }

    private void all(FileSection scrub) {
        scrub.word("ip", labels(IpPolicy.values()))
                .map(word -> of(IpPolicy.values(), word))
                .ifPresent(draft::ip);
        scrub.word("recordings", labels(RecordingLevel.values()))
                .map(word -> of(RecordingLevel.values(), word))
                .ifPresent(draft::recordings);
        section(scrub, draft.everywhere());
        scrub.section("allow").ifPresent(allow -> {
            allow.allowOnly(ALLOW_KEYS);
            allow.texts("keys").forEach(draft::allowKey);
        });
        for (FileSection event : scrub.sections("events", "the rules of an event")) {
            event.allowOnly(EVENT_KEYS).section("allow").ifPresent(allow -> allow.allowOnly(EVENT_ALLOW_KEYS));
            section(event, draft.event(event.requiredText("event")));
        }
        scrub.section("keys")
                .ifPresent(keys -> keys.names()
                        .forEach(name -> draft.key(name, kind(keys, name).orElseThrow())));
        scrub.sections("patterns", "a pattern").forEach(this::pattern);
    }

    private static void section(FileSection scrub, PolicyDraft.Section into) {
        scrub.section("actions").ifPresent(actions -> actions(actions, into));
        scrub.sections("paths", "a path's rule").forEach(path -> path(path.allowOnly(PATH_KEYS), into));
        scrub.section("allow").ifPresent(allow -> {
            allow.texts("values").forEach(into::allowValue);
            allow.texts("email_domains").forEach(into::allowEmailDomain);
            List<String> paths = allow.texts("paths");
            for (int i = 0; i < paths.size(); i++) {
                int index = i;
                PathPattern pattern = checked(
                        () -> PathPattern.parse(paths.get(index)), e -> allow.complaintAbout("paths", index, e));
                into.path(pattern, null, Action.KEEP);
            }
        });
    }

    /** Groups first, whatever the order in the file: a kind's own word is the more particular one. */
    private static void actions(FileSection actions, PolicyDraft.Section into) {
        Set<String> names = new LinkedHashSet<>();
        actions.names().stream().filter(GROUPS::contains).forEach(names::add);
        names.addAll(actions.names());
        for (String name : names) {
            if (!KINDS_AND_GROUPS.contains(name)) {
                throw actions.complaintAboutName(name, "the kind or group", KINDS_AND_GROUPS);
            }
            Action action = of(Action.values(), requiredWord(actions, name));
            for (Kind kind : Kind.values()) {
                if (kind.group().label().equals(name) || kind.label().equals(name)) {
                    requireTaken(actions, name, kind, action);
                    into.action(kind, action);
                }
            }
        }
    }

    private static void path(FileSection rule, PolicyDraft.Section into) {
        String text = rule.requiredText("path");
        PathPattern pattern = checked(() -> PathPattern.parse(text), e -> rule.complaintAbout("path", e));
        Kind kind = kind(rule, "kind").orElse(null);
        Action action = action(rule).orElse(null);
        if (kind == null && action == null) {
            throw rule.complaintAbout("path", "a path needs a \"kind\", an \"action\" or both");
        }
        if (action != null) {
            requireTaken(rule, "action", kind == null ? Kind.CUSTOM : kind, action);
        }
        if (PROTECTED.contains(text)) {
            throw rule.complaintAbout("path", "what stands there reaches PostHog as it is, which needs it to work");
        }
        if (IDENTITIES.contains(text) && (action != Action.KEEP && action != Action.PSEUDONYM)) {
            throw rule.complaintAbout(
                    action == null ? "kind" : "action",
                    "an identity is never dropped, emptied or masked: it takes keep or pseudonym");
        }
        into.path(pattern, kind, action);
    }

    private void pattern(FileSection entry) {
        entry.allowOnly(PATTERN_KEYS);
        String name = entry.requiredText("name");
        Kind kind = kind(entry, "kind").orElse(Kind.CUSTOM);
        Action action = action(entry).orElse(null);
        if (action != null) {
            requireTaken(entry, "action", kind, action);
        }
        Optional<String> literal = entry.text("literal");
        Optional<String> shape = entry.text("shape");
        if (literal.isPresent() == shape.isPresent()) {
            throw entry.complaintAbout("name", "a pattern has either a \"literal\" or a \"shape\"");
        }
        Optional<CheckDigit> check =
                entry.word("check", labels(CheckDigit.values())).map(word -> of(CheckDigit.values(), word));
        if (literal.isPresent() && check.isPresent()) {
            throw entry.complaintAbout("check", "only a shape has a check");
        }
        String key = literal.isPresent() ? "literal" : "shape";
        CustomPattern pattern = checked(
                () -> literal.map(text -> CustomPattern.literal(text, kind, action))
                        .orElseGet(() ->
                                CustomPattern.shape(shape.orElseThrow(), check.orElse(CheckDigit.NONE), kind, action)),
                e -> entry.complaintAbout(key, e));
        draft.pattern(name, pattern);
    }

    private static void requireTaken(FileSection section, String key, Kind kind, @Nullable Action action) {
        if (action != null && !kind.takes(action)) {
            Set<String> taken = Arrays.stream(Action.values())
                    .filter(kind::takes)
                    .map(Action::label)
                    .collect(Collectors.toCollection(LinkedHashSet::new));
            throw section.complaintAbout(
                    key,
                    kind.label() + " cannot be treated with " + action.label() + "; it takes "
                            + String.join(", ", taken));
        }
    }

    private static Optional<Kind> kind(FileSection section, String key) {
        return section.word(key, KINDS).map(word -> of(Kind.values(), word));
    }

    private static Optional<Action> action(FileSection section) {
        return section.word("action", ACTIONS).map(word -> of(Action.values(), word));
    }

    private static String requiredWord(FileSection section, String key) {
        return section.word(key, ACTIONS).orElseThrow();
    }

    private static <T> T checked(Supplier<T> parse, Function<String, ConfigurationException> complaint) {
        try {
            return parse.get();
        } catch (IllegalArgumentException e) {
            throw complaint.apply(String.valueOf(e.getMessage()));
        }
    }

    private static <E extends Enum<E>> Set<String> labels(E[] constants) {
        return Arrays.stream(constants).map(PolicyReader::label).collect(Collectors.toUnmodifiableSet());
    }

    private static <E extends Enum<E>> E of(E[] constants, String label) {
        return Arrays.stream(constants)
                .filter(constant -> label(constant).equals(label))
                .findFirst()
                .orElseThrow();
    }

    private static String label(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
