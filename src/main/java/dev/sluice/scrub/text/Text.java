package dev.sluice.scrub.text;

/** A text that is being searched, for detectors: bytes of UTF-8 with all escapes of JSON undone. Reused; one per thread. */
public final class Text {
    public byte[] bytes = new byte[0];
    /** Nothing before this index may be part of a match: the start of the text, or the end of the last match. */
    public int from;
    /** End of the text. */
    public int to;
    /** Number of ASCII digits in the text. */
    public int digits;
    /** Whether there is an {@code @} in it. */
    public boolean hasAt;
    /** Whether there is a space in it. */
    public boolean hasSpaces;
}
