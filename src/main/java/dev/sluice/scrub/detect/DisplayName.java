package dev.sluice.scrub.detect;

import dev.sluice.scrub.policy.Kind;
import dev.sluice.scrub.text.Match;
import dev.sluice.scrub.text.Text;

/** The name in front of an address in angle brackets (RFC 5322): {@code Jane Doe <jane@example.com>}. Belongs to one thread. */
public final class DisplayName {
    private static final int LONGEST = 64;
    private static final int FEWEST_WORDS = 2;

    private final NameReader name = new NameReader();

    /** Looks before the address that starts at {@code address}. */
    public boolean before(Text text, int address, Match match) {
        byte[] b = text.bytes;
        int end = address - 1;
        if (end <= text.from || b[end] != '<') {
            return false;
        }
        while (end > text.from && (b[end - 1] == ' ' || b[end - 1] == '"')) {
            end--;
        }
        int limit = Math.max(text.from, end - LONGEST);
        int start = end;
        while (start > limit && ":,;\"\n\r\t=>([|".indexOf(b[start - 1]) < 0) {
            start--;
        }
        while (start < end && b[start] == ' ') {
            start++;
        }
        return start < end && name.isWhole(b, start, end, FEWEST_WORDS) && match.is(start, end, Kind.PERSON_NAME);
    }
}
