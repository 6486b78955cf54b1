package dev.sluice.scrub;

import dev.sluice.json.ByteSink;
import dev.sluice.scrub.policy.Action;
import dev.sluice.scrub.policy.Kind;
import java.util.Arrays;

/** Asterisks in the place of recorded text. Belongs to one thread. */
final class Asterisks {
    /** What is typed is only told to this many characters: its beginnings are recorded, too. */
    private static final int STEP = 8;

    private static final byte MASK = '*';

    private final Target target;
    private final TextView decoded = TextView.scratch();
    private final ByteSink mask = new ByteSink(256);

    Asterisks(Target target) {
        this.target = target;
    }

    void trim() {
        decoded.trim();
        mask.trim();
    }

    /** Asks for a mask in place of the string {@code [from, to)}, given without its quotes, that does not tell its length. */
    void typed(TextView v, int from, int to) {
        int characters = masked(v, from, to, false);
        if (characters == 0) {
            return;
        }
        int rest = (STEP - characters % STEP) % STEP;
        for (int i = 0; i < rest; i++) {
            mask.append(MASK);
        }
        replace(v, from, to);
    }

    /** Asks for a mask of the same width, white space left as it is. */
    void shown(TextView v, int from, int to) {
        if (masked(v, from, to, true) > 0) {
            replace(v, from, to);
        }
    }

    /** Fills the mask; answers how many characters there are, 0 if there is nothing but white space and masks. */
    private int masked(TextView v, int from, int to, boolean keepSpace) {
        Unfold.json(v, from, to, decoded);
        mask.clear();
        int characters = 0;
        boolean tells = false;
        for (int i = decoded.from; i < decoded.to; i++) {
            byte c = decoded.bytes[i];
            if ((c & 0xc0) == 0x80) {
                continue;
            }
            boolean isSpace = c >= 0 && c <= ' ';
            if (keepSpace && c == '\n') {
                mask.append((byte) '\\').append((byte) 'n');
            } else {
                mask.append(keepSpace && isSpace ? (byte) ' ' : MASK);
            }
            characters++;
            tells |= c != MASK && !isSpace;
        }
        return tells ? characters : 0;
    }

    /** Asks for something else in place of a whole value; unless it is that already. */
    void replace(TextView v, int from, int to, byte[] with) {
        if (!Arrays.equals(v.bytes, from, to, with, 0, with.length)) {
            target.edits.replace(v.origin(from), v.origin(to), with);
            target.findings.count(Kind.RECORDED_TEXT, Action.REMOVE);
        }
    }

    private void replace(TextView v, int from, int to) {
        target.edits.replace(v.origin(from), v.origin(to), mask.array(), 0, mask.length());
        target.findings.count(Kind.RECORDED_TEXT, Action.REPLACE);
    }
}
