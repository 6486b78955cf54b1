package dev.sluice.scrub;

import dev.sluice.scrub.text.Ascii;

/** What the tag of a recorded element says about the texts in it. */
enum PageTag {
    /** Stands in a line of text. */
    INLINE,
    /** Begins a paragraph of its own. */
    BLOCK,
    /** Its value is typed. */
    INPUT,
    /** So is its text. */
    TEXTAREA,
    /** Its text is no text. */
    STYLE;

    private static final int LONGEST = 8;
    private static final String[] INLINES =
            (" a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd label"
                            + " mark nobr q s samp small span strike strong sub sup time tt u var wbr ")
                    .strip()
                    .split(" ", -1);

    static PageTag of(byte[] b, int from, int to) {
        if (to == from || to - from > LONGEST) {
            return BLOCK;
        }
        if (is(b, from, to, "input") || is(b, from, to, "select")) {
            return INPUT;
        }
        if (is(b, from, to, "textarea")) {
            return TEXTAREA;
        }
        if (is(b, from, to, "style") || is(b, from, to, "script")) {
            return STYLE;
        }
        for (String tag : INLINES) {
            if (is(b, from, to, tag)) {
                return INLINE;
            }
        }
        return BLOCK;
    }

    private static boolean is(byte[] b, int from, int to, String tag) {
        return to - from == tag.length() && Ascii.startsWith(b, from, to, tag);
    }
}
