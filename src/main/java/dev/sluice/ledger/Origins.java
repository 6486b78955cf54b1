package dev.sluice.ledger;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Numbers for "this project, these kinds" while the process runs. As many as there are projects, and for some thousand sets
 * of kinds more; for further sets the kinds are not kept, since a sender can make as many as it likes. Thread-safe.
 */
final class Origins {
    private static final char SEPARATOR = '\t';
    /** Left for projects, whose number is that of the configuration. */
    private static final int MAX_WITH_KINDS = Message.MAX_ORIGINS / 2;

    private final Map<String, Map<String, Integer>> numbers = new HashMap<>();
    private final Map<String, Integer> withoutKinds = new HashMap<>();
    private final List<String> texts = new ArrayList<>();

    /** @param kinds labels with commas; empty if there were none */
    synchronized int of(String project, String kinds) {
        Map<String, Integer> ofProject = numbers.computeIfAbsent(project, _ -> new HashMap<>());
        Integer known = ofProject.get(kinds);
        if (known != null) {
            return known;
        }
        if (texts.size() >= MAX_WITH_KINDS) {
            return unknownKinds(project);
        }
        ofProject.put(kinds, texts.size());
        texts.add(project + SEPARATOR + kinds);
        return texts.size() - 1;
    }

    /** For an event of which only the ending is known. */
    synchronized int unknownKinds(String project) {
        Integer known = withoutKinds.get(project);
        if (known != null) {
            return known;
        }
        if (texts.size() == Message.MAX_ORIGINS) {
            return 0;
        }
        withoutKinds.put(project, texts.size());
        texts.add(project);
        return texts.size() - 1;
    }

    synchronized String text(int number) {
        return texts.get(number);
    }

    static String project(String text) {
        int end = text.indexOf(SEPARATOR);
        return end < 0 ? text : text.substring(0, end);
    }

    /** The labels in a text; empty for kinds that are not known. */
    static Optional<List<String>> kinds(String text) {
        int end = text.indexOf(SEPARATOR);
        if (end < 0) {
            return Optional.empty();
        }
        List<String> labels = new ArrayList<>();
        for (int from = end + 1; from < text.length(); ) {
            int comma = text.indexOf(',', from);
            int to = comma < 0 ? text.length() : comma;
            labels.add(text.substring(from, to));
            from = to + 1;
        }
        return Optional.of(List.copyOf(labels));
    }
}
