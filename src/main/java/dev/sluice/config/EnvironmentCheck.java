package dev.sluice.config;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Looks at the environment before anything else does, so that a mistake in it is one clear message instead of a gateway
 * that runs differently from what its operator meant. A variable that is set to nothing counts as not set.
 *
 * @param problems what must be put right before a start, all of it; no value of a secret is in it
 * @param warnings what has no effect
 */
public record EnvironmentCheck(List<String> problems, List<String> warnings) {
    private static final String PREFIX = "SLUICE_";
    private static final int LONGEST_SHOWN = 80;

    public EnvironmentCheck {
        problems = List.copyOf(problems);
        warnings = List.copyOf(warnings);
    }

    public static EnvironmentCheck of(Map<String, String> variables) {
        List<String> problems = new ArrayList<>();
        List<String> warnings = new ArrayList<>();
        new TreeMap<>(variables).forEach((name, value) -> {
            if (!value.isBlank()) {
                Setting.of(name).ifPresentOrElse(setting -> check(setting, value, problems, warnings), () -> {
                    if (name.startsWith(PREFIX) && !isServiceLink(name, value)) {
                        problems.add(unknown(name));
                    }
                });
            }
        });
        checkEngine(variables, problems);
        return new EnvironmentCheck(problems, warnings);
    }

    private static void check(Setting setting, String value, List<String> problems, List<String> warnings) {
        if (setting.availability() == Setting.Availability.LATER) {
            warnings.add(setting + " has no effect in this version");
        } else if (!setting.allows(value.strip())) {
            String got = setting.isSecret() ? "holds something else (not shown)" : "is \"" + shown(value) + "\"";
            problems.add(setting + " " + got + "; it takes " + setting.accepts());
        }
    }

    /** An engine whose storage is not configured would answer 503 for ever. */
    private static void checkEngine(Map<String, String> variables, List<String> problems) {
        String engine = variables.getOrDefault(Setting.SLUICE_SPOOL.name(), "").strip();
        @Nullable
        Setting needed = switch (engine) {
            case "postgres" -> Setting.DATABASE_URL;
            case "kafka" -> Setting.KAFKA_BROKERS;
            default -> null;
        };
        if (needed != null && variables.getOrDefault(needed.name(), "").isBlank()) {
            problems.add("SLUICE_SPOOL is \"" + engine + "\", which needs " + needed + ": it is not set");
        }
    }

    private static String unknown(String name) {
        List<String> known = Arrays.stream(Setting.values())
                .map(Setting::name)
                .filter(candidate -> candidate.startsWith(PREFIX))
                .toList();
        return shown(name) + " is not known; the nearest name is " + Nearest.to(name, known);
    }

    /** Kubernetes sets such variables for a Service that is called "sluice…", in every pod beside it. */
    private static boolean isServiceLink(String name, String value) {
        String upper = name.toUpperCase(Locale.ROOT);
        return upper.endsWith("_SERVICE_HOST")
                || upper.contains("_SERVICE_PORT")
                || ((upper.endsWith("_PORT") || upper.contains("_PORT_"))
                        && (value.contains("://") || upper.contains("_TCP") || upper.contains("_UDP")));
    }

    private static String shown(String value) {
        String line = value.codePoints()
                .map(c -> Character.isISOControl(c) ? '?' : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        return line.length() <= LONGEST_SHOWN ? line : line.substring(0, LONGEST_SHOWN) + "…";
    }
}
