package dev.sluice.config;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** One mapping of the configuration file, which knows where each key and each value in it stands. */
public final class FileSection {
    private static final int LONGEST_WORD = 24;
    /** So many words are listed; of more the nearest is named. */
    private static final int FEW = 6;

    private final String file;
    private final Node node;
    private final String what;
    private final Map<String, Node> keys;
    private final Map<String, Node> values;

    private FileSection(String file, Node node, String what, Map<String, Node> keys, Map<String, Node> values) {
        this.file = file;
        this.node = node;
        this.what = what;
        this.keys = keys;
        this.values = values;
    }

    /** @param what it is, for complaints: {@code the file}, {@code a project} */
    static FileSection of(String file, Node node, String what) {
        if (!(node instanceof MappingNode mapping)) {
            throw complaint(file, node, what + " must be a mapping of keys to values");
        }
        Map<String, Node> values = new LinkedHashMap<>();
        Map<String, Node> keys = new LinkedHashMap<>();
        mapping.getValue().forEach(entry -> {
            if (!(entry.getKeyNode() instanceof ScalarNode key)) {
                throw complaint(file, entry.getKeyNode(), "a key must be plain text");
            }
            if (values.put(key.getValue(), entry.getValueNode()) != null) {
                throw complaint(file, key, "the key \"" + key.getValue() + "\" stands here a second time");
            }
            keys.put(key.getValue(), key);
        });
        return new FileSection(file, node, what, keys, values);
    }

    /**
     * Checks the keys of this mapping.
     *
     * @throws ConfigurationException if it holds a key that is not one of these
     */
    public FileSection allowOnly(Set<String> known) {
        keys.forEach((key, at) -> {
            if (!known.contains(key)) {
                throw complaint(
                        at,
                        "the key \"" + key + "\" is not known; the nearest is \""
                                + Nearest.to(key, new TreeSet<>(known)) + "\"");
            }
        });
        return this;
    }

    public Optional<String> text(String key) {
        return Optional.ofNullable(values.get(key)).map(value -> text(value, "\"" + key + "\""));
    }

    public String requiredText(String key) {
        return text(key).orElseThrow(() -> complaint(node, what + " lacks \"" + key + "\""));
    }

    /** The keys that stand here, in their order. */
    public Set<String> names() {
        return Collections.unmodifiableSet(keys.keySet());
    }

    /**
     * The value of this key, which is one of a few words.
     *
     * @throws ConfigurationException if it is another one
     */
    public Optional<String> word(String key, Collection<String> known) {
        return text(key).map(word -> {
            if (known.contains(word)) {
                return word;
            }
            throw complaintAbout(key, notOneOf("\"" + key + "\"", word, known));
        });
    }

    /** The mapping under this key. */
    public Optional<FileSection> section(String key) {
        return Optional.ofNullable(values.get(key)).map(value -> of(file, value, "\"" + key + "\""));
    }

    /** The members of a list of texts; empty when the key is absent. */
    public List<String> texts(String key) {
        List<String> members = new ArrayList<>();
        Node list = values.get(key);
        if (list instanceof SequenceNode sequence) {
            sequence.getValue().forEach(member -> members.add(text(member, "each of \"" + key + "\"")));
        } else if (list != null) {
            throw complaint(list, "\"" + key + "\" must be a list");
        }
        return members;
    }

    private String text(Node value, String which) {
        if (value instanceof ScalarNode scalar && !scalar.getValue().isBlank()) {
            return scalar.getValue().strip();
        }
        throw complaint(value, which + " must be text");
    }

    /** The members of a list of mappings; empty when the key is absent. */
    public List<FileSection> sections(String key, String each) {
        List<FileSection> members = new ArrayList<>();
        Node list = values.get(key);
        if (list instanceof SequenceNode sequence) {
            sequence.getValue().forEach(member -> members.add(of(file, member, each)));
        } else if (list != null) {
            throw complaint(list, "\"" + key + "\" must be a list");
        }
        return members;
    }

    /** All that stands under this key as one text, by which two versions of a file are compared; empty if absent. */
    String outline(String key) {
        Node value = values.get(key);
        return value == null ? "" : outline(value);
    }

    /** What to throw when the mapping as a whole is wrong. */
    public ConfigurationException complaint(String message) {
        return complaint(node, message);
    }

    /** What to throw when a member of the list under this key is wrong. */
    public ConfigurationException complaintAbout(String key, int index, String message) {
        Node member = values.get(key) instanceof SequenceNode list
                        && index < list.getValue().size()
                ? list.getValue().get(index)
                : values.getOrDefault(key, node);
        return complaint(member, message);
    }

    /** What to throw when a key is not one of a few. */
    public ConfigurationException complaintAboutName(String key, String what, Collection<String> known) {
        return complaint(keys.getOrDefault(key, node), notOneOf(what, key, known));
    }

    /** What to throw when the value of this key, or the section if it has none, is wrong in some other way. */
    public ConfigurationException complaintAbout(String key, String message) {
        return complaint(values.getOrDefault(key, node), message);
    }

    private ConfigurationException complaint(Node node, String message) {
        return complaint(file, node, message);
    }

    private static ConfigurationException complaint(String file, Node node, String message) {
        return new ConfigurationException(file + SluiceFile.at(node.getStartMark()) + ": " + message);
    }

    private static String outline(Node node) {
        return switch (node) {
            case ScalarNode scalar -> scalar.getValue().length() + ":" + scalar.getValue();
            case SequenceNode list ->
                list.getValue().stream().map(FileSection::outline).collect(Collectors.joining(",", "[", "]"));
            case MappingNode mapping ->
                mapping.getValue().stream()
                        .map(entry -> outline(entry.getKeyNode()) + "=" + outline(entry.getValueNode()))
                        .collect(Collectors.joining(",", "{", "}"));
            default -> "";
        };
    }

    private static String notOneOf(String what, String word, Collection<String> known) {
        Collection<String> sorted = new TreeSet<>(known);
        String nearest = "the nearest is \"" + Nearest.to(word, sorted) + "\"";
        // Somebody may have put a secret into the wrong place: only what looks like a mistyped word is shown.
        boolean isShown = word.length() <= LONGEST_WORD && word.chars().allMatch(FileSection::isWordCharacter);
        String got = isShown ? "\"" + word + "\"" : "what stands here (not shown)";
        return sorted.size() <= FEW
                ? what + " takes " + String.join(", ", sorted) + ", not " + got
                : what + " is not known: " + got + "; " + nearest;
    }

    private static boolean isWordCharacter(int c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '-';
    }
}
