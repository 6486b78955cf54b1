package dev.sluice.bench;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * One event as JSON with holes for what differs from event to event, filled in place. A hole is written {@code %event%},
 * {@code %visitor%}, {@code %session%} or {@code %noise%} (twelve hex digits each) or {@code %time%} (24 characters).
 */
final class Template {
    /** Every event's uuid begins so, and no other value of an event does; the last twelve digits are its number. */
    static final String EVENT_UUID_PREFIX = "01a2041d-be0c-7000-8000-";

    static final int TIME_LENGTH = 24;
    private static final int EVENTS_PER_VISITOR = 40;
    private static final int EVENTS_PER_SESSION = 10;
    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    private final byte[] text;
    private final int[] holes;
    private final char[] kinds;

    private Template(byte[] text, int[] holes, char[] kinds) {
        this.text = text;
        this.holes = holes;
        this.kinds = kinds;
    }

    static Template of(String pattern) {
        StringBuilder text = new StringBuilder();
        List<Integer> holes = new ArrayList<>();
        StringBuilder kinds = new StringBuilder();
        int at = 0;
        while (at < pattern.length()) {
            int open = pattern.indexOf('%', at);
            if (open < 0) {
                break;
            }
            int close = pattern.indexOf('%', open + 1);
            text.append(pattern, at, open);
            holes.add(text.length());
            char kind = pattern.charAt(open + 1);
            kinds.append(kind);
            text.append("0".repeat(kind == 't' ? TIME_LENGTH : 12));
            at = close + 1;
        }
        text.append(pattern, at, pattern.length());
        return new Template(
                text.toString().getBytes(StandardCharsets.US_ASCII),
                holes.stream().mapToInt(Integer::intValue).toArray(),
                kinds.toString().toCharArray());
    }

    int length() {
        return text.length;
    }

    /** Writes the event with this number into the array and returns where it ends. */
    int render(long number, byte[] time, byte[] into, int at) {
        System.arraycopy(text, 0, into, at, text.length);
        for (int i = 0; i < holes.length; i++) {
            int hole = at + holes[i];
            switch (kinds[i]) {
                case 'e' -> hex(number, into, hole);
                case 'v' -> hex(mix(number / EVENTS_PER_VISITOR), into, hole);
                case 's' -> hex(mix(~(number / EVENTS_PER_SESSION)), into, hole);
                case 'n' -> hex(mix(number << 8 | i), into, hole);
                case 't' -> System.arraycopy(time, 0, into, hole, TIME_LENGTH);
                default -> throw new IllegalStateException("no such hole: " + kinds[i]);
            }
        }
        return at + text.length;
    }

    private static void hex(long value, byte[] into, int at) {
        for (int i = 11; i >= 0; i--) {
            into[at + i] = HEX[(int) (value & 15)];
            value >>>= 4;
        }
    }

    /** Spreads a counter over all bits (the finaliser of SplitMix64), so that ids compress no better than real ones. */
    private static long mix(long z) {
        z = (z + 0x9e3779b97f4a7c15L) * 0xbf58476d1ce4e5b9L;
        z = (z ^ z >>> 27) * 0x94d049bb133111ebL;
        return z ^ z >>> 31;
    }
}
