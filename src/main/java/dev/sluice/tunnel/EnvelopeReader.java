package dev.sluice.tunnel;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Takes an envelope apart by Sentry's rules: {@code header LF ( item-header LF payload [LF] )*}. Bytes all the way, since
 * recordings are no text. Source: Sentry's developer documentation, "Envelopes"; reference of Sentry, section 2.1.
 */
public final class EnvelopeReader {
    /** The largest envelope recorded has four items; attachments are 30 at most. */
    static final int MAX_ITEMS = 100;

    private static final byte[] NOTHING = {};

    private EnvelopeReader() {}

    /**
     * @param header of the envelope
     * @param items in their order
     */
    public record Parts(HeaderLine header, List<Item> items) {}

    /**
     * @param bytes hold the payload; not to be modified
     * @param from index of its first byte
     * @param to index after its last
     */
    @SuppressWarnings("ArrayRecordComponent") // Never compared as a whole.
    public record Item(HeaderLine header, String type, byte[] bytes, int from, int to) {
        byte[] payload() {
            return from == to ? NOTHING : Arrays.copyOfRange(bytes, from, to);
        }

        int length() {
            return to - from;
        }
    }

    /** @throws MalformedEnvelopeException if it is no envelope, or has more than {@value #MAX_ITEMS} items */
    public static Parts read(byte[] bytes) throws MalformedEnvelopeException {
        int end = lineEnd(bytes, 0);
        HeaderLine header = HeaderLine.read(bytes, 0, end);
        List<Item> items = new ArrayList<>();
        int position = end + 1;
        while (position < bytes.length) {
            if (isRest(bytes, position)) {
                break;
            }
            if (items.size() == MAX_ITEMS) {
                throw new MalformedEnvelopeException("more than " + MAX_ITEMS + " items", position);
            }
            Item item = item(bytes, position);
            items.add(item);
            position = item.to() + 1;
        }
        return new Parts(header, List.copyOf(items));
    }

    private static Item item(byte[] bytes, int start) throws MalformedEnvelopeException {
        int end = lineEnd(bytes, start);
        HeaderLine header = HeaderLine.read(bytes, start, end);
        String type = header.text("type")
                .orElseThrow(() -> new MalformedEnvelopeException("an item's header names no type", start));
        int length = header.count("length");
        int from = Math.min(end + 1, bytes.length);
        if (length < 0) {
            return new Item(header, type, bytes, from, nextLine(bytes, from));
        }
        if (length > bytes.length - from) {
            throw new MalformedEnvelopeException("the envelope ends before the payload that a header announces", start);
        }
        int to = from + length;
        if (to < bytes.length && bytes[to] != '\n') {
            throw new MalformedEnvelopeException("no line feed where an item's length says that it ends", to);
        }
        return new Item(header, type, bytes, from, to);
    }

    /** Writers may end an envelope with a line feed of its own. */
    private static boolean isRest(byte[] bytes, int position) {
        return position == bytes.length - 1 && bytes[position] == '\n';
    }

    /** A header must end within its bound, or one line of a large body would be searched for nothing. */
    private static int lineEnd(byte[] bytes, int from) throws MalformedEnvelopeException {
        int last = Math.min(bytes.length, from + HeaderLine.MAX_BYTES + 1);
        for (int i = from; i < last; i++) {
            if (bytes[i] == '\n') {
                return i;
            }
        }
        if (last < bytes.length) {
            throw new MalformedEnvelopeException(
                    "a header is longer than " + (HeaderLine.MAX_BYTES >> 10) + " KiB", from);
        }
        return last;
    }

    private static int nextLine(byte[] bytes, int from) {
        int i = from;
        while (i < bytes.length && bytes[i] != '\n') {
            i++;
        }
        return i;
    }
}
