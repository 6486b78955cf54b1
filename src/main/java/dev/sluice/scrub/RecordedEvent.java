package dev.sluice.scrub;

import dev.sluice.json.JsonSkip;
import dev.sluice.json.MalformedJsonException;
import dev.sluice.scrub.KeyRule.Special;
import dev.sluice.scrub.text.Ascii;
import java.util.Arrays;

/**
 * What the rrweb event being walked says about its own packing. One that claims to be packed and holds a string that is not
 * is withheld: nobody could tell what is in it. Belongs to one thread.
 */
final class RecordedEvent {
    private boolean saysPacked;
    private boolean hasUnpacked;

    void begin() {
        saysPacked = false;
        hasUnpacked = false;
    }

    void end() throws ScrubFailedException {
        if (saysPacked && hasUnpacked) {
            throw new ScrubFailedException("recorded data says that it is packed, but is not gzip");
        }
    }

    /** Reads the version of the packing; answers the index after it. */
    int version(TextView v, int start) throws MalformedJsonException, ScrubFailedException {
        int end = JsonSkip.value(v.bytes, start, v.to);
        if (!Arrays.equals(v.bytes, start, end, Snapshots.VERSION, 0, Snapshots.VERSION.length)) {
            throw new ScrubFailedException("recorded data is packed in an unknown way");
        }
        saysPacked = true;
        return end;
    }

    /** Notes the value of a member, which starts at {@code start}. */
    void member(TextView v, int start, Place place, Special special) {
        boolean packable = (special == Special.DATA && place == Place.RECORDED_EVENT)
                || (place == Place.RECORDED_DATA && (special == Special.PACKED || special == Special.ATTRIBUTES));
        if (packable && start + 1 < v.to && v.bytes[start] == '"' && v.bytes[start + 1] != '"') {
            hasUnpacked |= !startsPacked(v.bytes, start + 1, v.to);
        }
    }

    /** Whether a string in JSON may be gzip data: whether it starts with the escape of its first byte. */
    static boolean startsPacked(byte[] b, int from, int to) {
        return to - from > 6 && b[from] == '\\' && Ascii.startsWith(b, from + 1, to, "u001f");
    }
}
