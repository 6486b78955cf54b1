package dev.sluice.scrub;

import dev.sluice.json.Edits;
import java.util.Arrays;
import java.util.Optional;

/**
 * What one scan found: where the known fields stand, and what has to be replaced. Positions are indexes into the scanned
 * array. Belongs to one thread and is filled again by the next scan.
 */
@SuppressWarnings("EnumOrdinal") // Index into an array of this class; the numbers are never stored.
public final class ScannedEvent {
    private static final Field[] PROPERTY_FIELDS = Arrays.stream(Field.values())
            .filter(field -> field.name().startsWith("PROPERTIES_"))
            .toArray(Field[]::new);

    private final int[] starts = new int[Field.values().length];
    private final int[] ends = new int[Field.values().length];
    private final Edits edits = new Edits();
    private final Findings findings = new Findings();
    private final DocumentWalk.Output output = new DocumentWalk.Output(edits, findings, this);
    private Optional<Moved> moved = Optional.empty();

    /**
     * A person whose token is new, because the key of the pseudonyms is.
     *
     * @param to the distinct id under the new key, as JSON with its quotes
     * @param from the same under the key before
     */
    @SuppressWarnings("ArrayRecordComponent") // Never compared as a whole.
    public record Moved(byte[] to, byte[] from) {}

    /** Where the walk writes to: always the same one, so that a scan allocates nothing. */
    DocumentWalk.Output output() {
        return output;
    }

    void clear() {
        moved = Optional.empty();
        Arrays.fill(starts, -1);
        edits.clear();
        findings.clear();
    }

    void moved(Moved person) {
        moved = Optional.of(person);
    }

    /** While two keys overlap: the person of the event, if it became a token. */
    public Optional<Moved> moved() {
        return moved;
    }

    /** A repeated {@code properties}: nothing of the earlier one counts. */
    void forgetProperties() {
        for (Field field : PROPERTY_FIELDS) {
            starts[field.ordinal()] = -1;
        }
    }

    /** A repeated key: the last one counts, as in PostHog's own parser. */
    void found(Field field, int start, int end) {
        starts[field.ordinal()] = start;
        ends[field.ordinal()] = end;
    }

    public boolean has(Field field) {
        return starts[field.ordinal()] >= 0;
    }

    /** Index of the first byte of the value, a quote for a string; -1 where the event has no such field. */
    public int start(Field field) {
        return starts[field.ordinal()];
    }

    /** Index after the last byte of the value. */
    public int end(Field field) {
        return ends[field.ordinal()];
    }

    /** The replacements the firewall asks for. The caller adds its own, outside of ranges that are already replaced. */
    public Edits edits() {
        return edits;
    }

    /** What the replacements are about, in numbers. */
    public Findings findings() {
        return findings;
    }
}
