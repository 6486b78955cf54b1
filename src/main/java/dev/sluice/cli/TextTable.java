package dev.sluice.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.List;

/** Rows of JSON in columns of text, each as wide as its widest value. */
final class TextTable {
    private static final int WIDEST = 60;

    private final List<String> columns;

    TextTable(String... columns) {
        this.columns = List.of(columns);
    }

    void print(List<JsonNode> rows, PrintWriter out) {
        int[] widths = columns.stream().mapToInt(String::length).toArray();
        for (JsonNode row : rows) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], cell(row, i).length());
            }
        }
        var line = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            append(line, columns.get(i), widths[i]);
        }
        out.println(line.toString().stripTrailing());
        for (JsonNode row : rows) {
            line.setLength(0);
            for (int i = 0; i < widths.length; i++) {
                append(line, cell(row, i), widths[i]);
            }
            out.println(line.toString().stripTrailing());
        }
    }

    /** An event's name is its sender's: nothing of it may steer the terminal. */
    private String cell(JsonNode row, int column) {
        String text = row.path(columns.get(column)).asText();
        var plain = new StringBuilder();
        text.codePoints()
                .limit(WIDEST)
                .map(c -> Character.isISOControl(c) || Character.getType(c) == Character.FORMAT ? '?' : c)
                .forEach(plain::appendCodePoint);
        return plain.toString();
    }

    private static void append(StringBuilder line, String text, int width) {
        line.append(text).append(" ".repeat(width - text.length() + 2));
    }
}
