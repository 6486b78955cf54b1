package dev.sluice.scrub;

/**
 * The address of a page where the name of a file of source stands: what runs in a page itself, and not in a script of its own,
 * has no other name. Then the query and the fragment are a visitor's, and only the rest tells where the source is.
 */
final class PageAddress {
    private PageAddress() {}

    /** Where the query or the fragment of an address in {@code [from, to)} begins; {@code to} if there is none. */
    static int ownWords(byte[] b, int from, int to) {
        int i = from;
        while (i + 2 < to && !(b[i] == ':' && b[i + 1] == '/' && b[i + 2] == '/')) {
            i++;
        }
        if (i + 2 >= to) {
            return to;
        }
        while (i < to && b[i] != '?' && b[i] != '#') {
            i++;
        }
        return i;
    }
}
