package dev.sluice.capture;

/**
 * An instant as a sender wrote it.
 *
 * @param second seconds since the epoch
 * @param nano nanoseconds after that, 0 to 999,999,999
 * @param digits how many digits of the second's fraction were given
 * @param isExact whether the text was RFC 3339 with an offset, so that it says to anyone what it says to us
 */
record ParsedTime(long second, int nano, int digits, boolean isExact) {

    static ParsedTime ofMillis(long millis) {
        return new ParsedTime(Math.floorDiv(millis, 1000L), (int) Math.floorMod(millis, 1000L) * 1_000_000, 3, false);
    }

    /** This instant, moved by the difference between when a message was sent and when it came. */
    ParsedTime corrected(ParsedTime sentAt, ParsedTime receivedAt) {
        long nanos = (long) nano - sentAt.nano + receivedAt.nano;
        long seconds = second - sentAt.second + receivedAt.second + Math.floorDiv(nanos, 1_000_000_000L);
        return new ParsedTime(seconds, (int) Math.floorMod(nanos, 1_000_000_000L), digits, false);
    }
}
