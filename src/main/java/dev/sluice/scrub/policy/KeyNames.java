package dev.sluice.scrub.policy;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a policy says about keys: those that it adds, with what their values are, and those that say nothing although they
 * sound like it. Names are compared like the built-in ones: without case and punctuation, the last part of {@code a[b]} and
 * {@code a.b} too. Immutable; two of the same content are equal.
 *
 * @param kinds what the value under each added key is, by the key's normal form
 * @param allowed normal forms of keys that say nothing
 * @param patterns searched for in keys as well
 */
public record KeyNames(Map<String, Kind> kinds, Set<String> allowed, CustomPatterns patterns) {
    public static final KeyNames NONE = of(Map.of(), List.of(), CustomPatterns.NONE);

    public KeyNames {
        kinds = Map.copyOf(kinds);
        allowed = Set.copyOf(allowed);
    }

    /** @param kinds by the key as somebody wrote it; {@code allowed} likewise */
    static KeyNames of(Map<String, Kind> kinds, List<String> allowed, CustomPatterns patterns) {
        Map<String, Kind> normalKinds = new HashMap<>();
        kinds.forEach((key, kind) -> normalKinds.put(normal(key), kind));
        Set<String> normalAllowed = new HashSet<>();
        allowed.forEach(key -> normalAllowed.add(normal(key)));
        return new KeyNames(normalKinds, normalAllowed, patterns);
    }

    public boolean isEmpty() {
        return kinds.isEmpty() && allowed.isEmpty() && patterns.isEmpty();
    }

    /** What the value under this key is; null where the policy does not say. */
    public @Nullable Kind kind(String key) {
        Kind whole = kinds.get(normal(key));
        return whole == null ? kinds.get(normal(lastPart(key))) : whole;
    }

    public boolean allows(String key) {
        return allowed.contains(normal(key)) || allowed.contains(normal(lastPart(key)));
    }

    private static String lastPart(String key) {
        return key.substring(Math.max(key.lastIndexOf('.'), key.lastIndexOf('[')) + 1);
    }

    static String normal(String key) {
        StringBuilder normal = new StringBuilder(key.length());
        key.codePoints().filter(Character::isLetterOrDigit).forEach(normal::appendCodePoint);
        return normal.toString().toLowerCase(Locale.ROOT);
    }
}
