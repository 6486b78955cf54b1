package dev.sluice.config;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/**
 * The configuration file as a tree that knows where each value stands, so that every complaint can begin with
 * {@code sluice.yaml:12:5:}. Nothing is instantiated from it: only mappings, lists and scalars are looked at. A complaint
 * shows keys, never values.
 */
public final class SluiceFile {
    private static final int LARGEST = 1 << 20;

    private final String name;
    private final Optional<Section> root;

    private SluiceFile(String name, Optional<Node> node) {
        this.name = name;
        this.root = node.map(content -> section(content, "the file"));
    }

    /**
     * Reads the file at this path.
     *
     * @throws ConfigurationException if it cannot be read, or is not YAML
     */
    public static SluiceFile read(Path path) {
        try (Reader reader = Files.newBufferedReader(path, StandardCharsets.UTF_8)) {
            if (Files.size(path) > LARGEST) {
                throw new ConfigurationException(path + ": is larger than 1 MiB");
            }
            return parse(path.getFileName().toString(), reader);
        } catch (NoSuchFileException e) {
            throw new ConfigurationException(path + ": there is no such file (SLUICE_CONFIG)");
        } catch (IOException e) {
            throw new ConfigurationException(
                    path + ": cannot be read as UTF-8 text (" + e.getClass().getSimpleName() + ")");
        }
    }

    static SluiceFile parse(String name, Reader reader) {
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(LARGEST);
        options.setMaxAliasesForCollections(0);
        try {
            Node node = new Yaml(new SafeConstructor(options)).compose(reader);
            return new SluiceFile(name, Optional.ofNullable(node));
        } catch (MarkedYAMLException e) {
            // Only the problem and its place: the exception's own text quotes the line, which may hold a token.
            throw new ConfigurationException(
                    name + at(e.getProblemMark()) + ": is not YAML: " + withoutQuotes(String.valueOf(e.getProblem())));
        } catch (YAMLException e) {
            throw new ConfigurationException(name + ": is not YAML that can be used here (aliases, or too large)");
        }
    }

    /** The outermost mapping; empty for an empty file. */
    public Optional<Section> root() {
        return root;
    }

    private Section section(Node node, String what) {
        if (!(node instanceof MappingNode mapping)) {
            throw complaint(node, what + " must be a mapping of keys to values");
        }
        Map<String, Node> values = new LinkedHashMap<>();
        Map<String, Node> keys = new LinkedHashMap<>();
        mapping.getValue().forEach(entry -> {
            if (!(entry.getKeyNode() instanceof ScalarNode key)) {
                throw complaint(entry.getKeyNode(), "a key must be plain text");
            }
            if (values.put(key.getValue(), entry.getValueNode()) != null) {
                throw complaint(key, "the key \"" + key.getValue() + "\" stands here a second time");
            }
            keys.put(key.getValue(), key);
        });
        return new Section(node, what, keys, values);
    }

    private ConfigurationException complaint(Node node, String message) {
        return new ConfigurationException(name + at(node.getStartMark()) + ": " + message);
    }

    private static String at(Mark mark) {
        return mark == null ? "" : ":" + (mark.getLine() + 1) + ":" + (mark.getColumn() + 1);
    }

    /** Drops what the parser quotes from the file: that stands in quotes or after a colon. */
    private static String withoutQuotes(String problem) {
        int end = 0;
        while (end < problem.length() && "'\":".indexOf(problem.charAt(end)) < 0) {
            end++;
        }
        return problem.substring(0, end).strip();
    }

    /** One mapping of the file. */
    public final class Section {
        private final Node node;
        private final String what;
        private final Map<String, Node> keys;
        private final Map<String, Node> values;

        private Section(Node node, String what, Map<String, Node> keys, Map<String, Node> values) {
            this.node = node;
            this.what = what;
            this.keys = keys;
            this.values = values;
        }

        /**
         * Checks the keys of this mapping.
         *
         * @throws ConfigurationException if it holds a key that is not one of these
         */
        public Section allowOnly(Set<String> known) {
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
            return Optional.ofNullable(values.get(key)).map(value -> {
                if (value instanceof ScalarNode scalar && !scalar.getValue().isBlank()) {
                    return scalar.getValue().strip();
                }
                throw complaint(value, "\"" + key + "\" must be text");
            });
        }

        public String requiredText(String key) {
            return text(key).orElseThrow(() -> complaint(node, what + " lacks \"" + key + "\""));
        }

        /** The members of a list of mappings; empty when the key is absent. */
        public List<Section> sections(String key, String each) {
            List<Section> members = new ArrayList<>();
            Node list = values.get(key);
            if (list instanceof SequenceNode sequence) {
                sequence.getValue().forEach(member -> members.add(section(member, each)));
            } else if (list != null) {
                throw complaint(list, "\"" + key + "\" must be a list");
            }
            return members;
        }

        /** What to throw when the value of this key, or the section if it has none, is wrong in some other way. */
        public ConfigurationException complaintAbout(String key, String message) {
            return complaint(values.getOrDefault(key, node), message);
        }
    }
}
