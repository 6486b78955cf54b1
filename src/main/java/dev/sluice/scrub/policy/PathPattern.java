package dev.sluice.scrub.policy;

import java.util.ArrayList;
import java.util.List;

/**
 * The keys that lead to a value, from the top of the document: {@code properties.checkout.note}. A star stands for any one
 * key, two stars for any number of keys; a dot that is part of a key has a backslash before it. Lists have no key of their
 * own: the path of a list leads into its elements.
 */
public record PathPattern(List<String> keys) {
    static final String ANY = "*";
    static final String ANY_NUMBER = "**";
    private static final int MOST_KEYS = 32;

    public PathPattern {
        keys = List.copyOf(keys);
    }

    /** @throws IllegalArgumentException if it is not a path; the message says why */
    public static PathPattern parse(String text) {
        List<String> keys = new ArrayList<>();
        StringBuilder key = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\' && i + 1 < text.length()) {
                key.append(text.charAt(++i));
            } else if (c == '.') {
                keys.add(key.toString());
                key.setLength(0);
            } else {
                key.append(c);
            }
        }
        keys.add(key.toString());
        if (keys.contains("")) {
            throw new IllegalArgumentException("a path is keys joined by dots, none of them empty");
        }
        if (keys.size() > MOST_KEYS) {
            throw new IllegalArgumentException("a path has " + MOST_KEYS + " keys at most");
        }
        if (keys.stream().allMatch(ANY_NUMBER::equals)) {
            throw new IllegalArgumentException("a path names at least one key; for everything there are actions");
        }
        return new PathPattern(keys);
    }
}
