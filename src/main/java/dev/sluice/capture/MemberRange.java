package dev.sluice.capture;

/**
 * What has to go so that one member of a checked JSON object is gone and the rest is still JSON.
 *
 * @param from index of the first byte: of the key, or of the comma before the last member
 * @param to index after the last byte: of the comma, or of the value of the last member
 */
record MemberRange(int from, int to) {

    /**
     * @param valueStart index of the member's value; its key must contain no quote, escaped or not
     * @param valueEnd index after it
     */
    static MemberRange of(byte[] document, int valueStart, int valueEnd) {
        int keyStart = keyStart(document, valueStart);
        int after = valueEnd;
        while (isSpace(document[after])) {
            after++;
        }
        if (document[after] == ',') {
            return new MemberRange(keyStart, after + 1);
        }
        int before = back(document, keyStart);
        return new MemberRange(document[before] == ',' ? before : keyStart, valueEnd);
    }

    /** Index of the opening quote of the key that belongs to a value. */
    static int keyStart(byte[] document, int valueStart) {
        int colon = back(document, valueStart);
        int quote = back(document, colon) - 1;
        while (document[quote] != '"') {
            quote--;
        }
        return quote;
    }

    /** Index of the last byte before {@code at} that is not white space. */
    private static int back(byte[] document, int at) {
        int i = at - 1;
        while (isSpace(document[i])) {
            i--;
        }
        return i;
    }

    private static boolean isSpace(byte b) {
        return b == ' ' || b == '\n' || b == '\r' || b == '\t';
    }
}
