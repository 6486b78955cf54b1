package dev.sluice.scrub;

import dev.sluice.json.JsonSkip;
import dev.sluice.json.MalformedJsonException;

/** Walks values that are neither objects nor lists, and remembers those that come again. Belongs to one thread. */
final class PlainValues {
    private final Target target;
    private final StringBorders borders;
    private final StringContents contents;
    private final NumberScrubber numbers;
    private final Budget budget;

    PlainValues(Target target, StringBorders borders, StringContents contents, NumberScrubber numbers, Budget budget) {
        this.target = target;
        this.borders = borders;
        this.contents = contents;
        this.numbers = numbers;
        this.budget = budget;
    }

    /** Whether the value that starts at {@code start} is such a one. */
    static boolean isOne(byte[] b, int start, int to) {
        return start < to && b[start] != '{' && b[start] != '[';
    }

    /** Walks the value that starts at {@code i}; answers the index after it. */
    int value(TextView v, int i, int depth, Treatment treatment) throws MalformedJsonException, ScrubFailedException {
        byte first = v.bytes[i];
        if (first == '"') {
            return string(v, i + 1, depth, treatment);
        }
        // Of all letters only those of the literals may stand here.
        if (first >= 'a') {
            return JsonSkip.literal(v.bytes, i, v.to);
        }
        int end = JsonSkip.number(v.bytes, i, v.to);
        numbers.scrub(v, i, end, treatment);
        return end;
    }

    /** The same for the value of a key that says the same about all its plain values: protected, or nothing. */
    int ofKey(KnownKey key, TextView v, int start, int depth, Treatment treatment)
            throws MalformedJsonException, ScrubFailedException {
        boolean isText = treatment == Treatment.TEXT;
        int end = key.value.end(v.bytes, start, v.to, isText, target.policy);
        if (end >= 0) {
            return end;
        }
        contents.locate(v, start);
        int editsBefore = target.edits.size();
        int findingsBefore = target.findings.total();
        end = value(v, start, depth, treatment);
        boolean found = target.edits.size() != editsBefore || target.findings.total() != findingsBefore;
        // What an escape means depends on how many strings it is inside of.
        boolean escaped = v.bytes[start] == '"' && (borders.triggers.mask & StringTriggers.BACKSLASH) != 0;
        if (!found && !escaped) {
            key.value.becomes(v.bytes, start, end, isText, target.policy);
        }
        return end;
    }

    private int string(TextView v, int from, int depth, Treatment treatment)
            throws MalformedJsonException, ScrubFailedException {
        if (treatment.isProtected()) {
            int end = borders.end(v, from);
            if (ProtectedText.mayNamePerson(v.bytes, from, end)) {
                return string(v, from, depth, Treatment.EVENT_NAME);
            }
            return end + 1;
        }
        if (treatment == Treatment.TEXT && MachineText.isUuidAt(v.bytes, from, v.to) && target.remembers()) {
            return from + MachineText.UUID_LENGTH + 1;
        }
        int end = borders.stringEnd(v, from);
        budget.spend(end - from + 1);
        contents.scrub(v, from, end, depth, treatment);
        return end + 1;
    }
}
