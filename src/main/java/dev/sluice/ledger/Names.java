package dev.sluice.ledger;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Numbers for texts that occur again and again, in a file of one line each: a text's number is that of its line. Texts and
 * not ordinals of enums, because those change from release to release. Lines are written before anything that refers to
 * them. Not thread-safe.
 */
final class Names {
    private final Path file;
    private final int most;
    private final Map<String, Integer> numbers = new HashMap<>();
    private final List<String> texts = new ArrayList<>();
    private int written;

    private Names(Path file, int most) {
        this.file = file;
        this.most = most;
    }

    /** @param most how many are kept; for further ones {@link #numberOf} is -1 */
    static Names open(Path file, int most) throws IOException {
        Names names = new Names(file, most);
        for (String line : read(file)) {
            names.numbers.putIfAbsent(line, names.texts.size());
            names.texts.add(line);
        }
        names.written = names.texts.size();
        return names;
    }

    /** What the file holds; nothing if there is none. A last line without its end was cut short and is not counted. */
    static List<String> read(Path file) throws IOException {
        if (!Files.exists(file)) {
            return List.of();
        }
        String all = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        return all.substring(0, all.lastIndexOf('\n') + 1).lines().toList();
    }

    int numberOf(String text) {
        Integer known = numbers.get(text);
        if (known != null) {
            return known;
        }
        return texts.size() >= most ? -1 : append(text);
    }

    /** For the few that must not be left out. */
    int numberBeyond(String text) {
        Integer known = numbers.get(text);
        return known != null ? known : append(text);
    }

    String text(int number) {
        return number < texts.size() ? texts.get(number) : "";
    }

    List<String> texts() {
        return List.copyOf(texts);
    }

    void flush() throws IOException {
        if (written == texts.size()) {
            return;
        }
        // Whole and in one call: a line that a crash cut short would otherwise become the beginning of the next one.
        StringBuilder all = new StringBuilder();
        texts.forEach(text -> all.append(text).append('\n'));
        Path temporary = file.resolveSibling(file.getFileName() + ".tmp");
        Files.write(
                temporary,
                all.toString().getBytes(StandardCharsets.UTF_8),
                StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.WRITE);
        Files.move(temporary, file, StandardCopyOption.REPLACE_EXISTING);
        written = texts.size();
    }

    private int append(String text) {
        numbers.put(text, texts.size());
        texts.add(text);
        return texts.size() - 1;
    }
}
