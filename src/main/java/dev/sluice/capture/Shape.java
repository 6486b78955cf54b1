package dev.sluice.capture;

import dev.sluice.json.MalformedJsonException;

/** Describes a JSON value by kinds and sizes alone: what may be kept of an event that has not been scrubbed. */
final class Shape {
    private static final int MAX_MEMBERS = 32;

    private Shape() {}

    /** @param from index of the first byte of a checked value, {@code to} the index after it */
    static String of(byte[] document, int from, int to) {
        StringBuilder out = new StringBuilder(kind(document[from])).append(' ').append(to - from);
        if (document[from] != '{') {
            return out.toString();
        }
        try {
            JsonMembers members = new JsonMembers(document, from, to);
            int count = 0;
            String before = " with ";
            while (members.next()) {
                int end = members.skip();
                if (count++ < MAX_MEMBERS) {
                    out.append(before)
                            .append(kind(document[members.valueStart()]))
                            .append(' ')
                            .append(end - members.valueStart());
                    before = ", ";
                }
            }
            if (count > MAX_MEMBERS) {
                out.append(" and ").append(count - MAX_MEMBERS).append(" more");
            }
        } catch (MalformedJsonException e) {
            out.append(", not readable to its end");
        }
        return out.append(" (bytes)").toString();
    }

    private static String kind(byte first) {
        return switch (first) {
            case '{' -> "object";
            case '[' -> "array";
            case '"' -> "string";
            case 't', 'f' -> "boolean";
            case 'n' -> "null";
            default -> "number";
        };
    }
}
