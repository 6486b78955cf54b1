package dev.sluice.config;

import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.reader.ReaderException;

/**
 * The configuration file as a tree that knows where each value stands, so that every complaint can begin with
 * {@code sluice.yaml:12:5:}. Nothing is instantiated from it: only mappings, lists and scalars are looked at. A complaint
 * shows keys, never values.
 */
public final class SluiceFile {
    private static final int LARGEST = 1 << 20;

    private static final Path DEFAULT = Path.of("sluice.yaml");

    private final Path path;
    private final byte[] digest;
    private final String name;
    private final Optional<FileSection> root;

    private SluiceFile(Path path, byte[] digest, Optional<Node> node) {
        this.path = path;
        this.digest = digest;
        this.name = String.valueOf(path.getFileName());
        this.root = node.map(content -> FileSection.of(name, content, "the file"));
    }

    /**
     * Reads the file that is configured; empty where none is.
     *
     * @throws ConfigurationException if it cannot be read, or is not YAML
     */
    public static Optional<SluiceFile> of(SluiceConfig config) {
        return of(config.config());
    }

    /** Reads this file, or where none is named the one in the working directory if there is one; by the same contract. */
    public static Optional<SluiceFile> of(Optional<Path> named) {
        return named.or(() -> Optional.of(DEFAULT).filter(Files::exists)).map(SluiceFile::read);
    }

    /** Reads the file at this path, by the same contract. */
    public static SluiceFile read(Path path) {
        return of(path, content(path));
    }

    static byte[] content(Path path) {
        try (InputStream in = Files.newInputStream(path)) {
            byte[] content = in.readNBytes(LARGEST + 1);
            if (content.length > LARGEST) {
                throw new ConfigurationException(path + ": is larger than 1 MiB");
            }
            return content;
        } catch (NoSuchFileException e) {
            throw new ConfigurationException(path + ": there is no such file (SLUICE_CONFIG)");
        } catch (IOException e) {
            throw new ConfigurationException(
                    path + ": cannot be read (" + e.getClass().getSimpleName() + ")");
        }
    }

    static byte[] digest(byte[] content) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(content);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    static SluiceFile of(Path path, byte[] content) {
        String name = String.valueOf(path.getFileName());
        String text;
        try {
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(content))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new ConfigurationException(path + ": is not text in UTF-8");
        }
        // The mark that some editors begin a file with is none of YAML's characters to this parser.
        text = text.startsWith("\ufeff") ? text.substring(1) : text;
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(LARGEST);
        options.setMaxAliasesForCollections(0);
        try {
            Node node = new Yaml(new SafeConstructor(options)).compose(new StringReader(text));
            return new SluiceFile(path, digest(content), Optional.ofNullable(node));
        } catch (MarkedYAMLException e) {
            // Only the problem and its place: the exception's own text quotes the line, which may hold a token.
            throw new ConfigurationException(
                    name + at(e.getProblemMark()) + ": is not YAML: " + withoutQuotes(String.valueOf(e.getProblem())));
        } catch (ReaderException e) {
            throw new ConfigurationException(name + ": is not YAML: it holds a control character");
        } catch (YAMLException e) {
            throw new ConfigurationException(name + ": is not YAML that can be used here (aliases, or too large)");
        }
    }

    Path path() {
        return path;
    }

    /** Of the whole content: two files of the same are the same. */
    byte[] digest() {
        return digest.clone();
    }

    /** What complaints call it. */
    public String name() {
        return name;
    }

    /** The outermost mapping; empty for an empty file. */
    public Optional<FileSection> root() {
        return root;
    }

    static String at(Mark mark) {
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
}
