package dev.sluice.json;

/** Finds where JSON values end, without looking at what they mean. */
public final class JsonSkip {
    private JsonSkip() {}

    /** Index of the first byte at or after {@code from} that is not JSON white space; {@code to} if there is none. */
    public static int space(byte[] document, int from, int to) {
        int i = from;
        while (i < to && (document[i] == ' ' || document[i] == '\n' || document[i] == '\r' || document[i] == '\t')) {
            i++;
        }
        return i;
    }
}
