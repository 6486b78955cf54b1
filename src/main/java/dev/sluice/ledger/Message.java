package dev.sluice.ledger;

/** The third number of a message: what is told, packed. */
final class Message {
    static final int ARRIVAL = 0;
    static final int ENDING = 1;

    private static final int ORIGIN_BITS = 13;
    private static final int SECONDS_SHIFT = ORIGIN_BITS;
    private static final int DETAIL_SHIFT = SECONDS_SHIFT + 18;
    private static final int KIND_SHIFT = DETAIL_SHIFT + 10;
    private static final int TAG_SHIFT = KIND_SHIFT + 4;

    /** Numbers of origins are below it. */
    static final int MAX_ORIGINS = 1 << ORIGIN_BITS;

    private Message() {}

    /**
     * @param tag {@link #ARRIVAL}, of an event that may have ended with it, or {@link #ENDING}
     * @param kind see {@link Ending}, like detail and seconds
     * @param origin number of project and kinds
     */
    static long of(int tag, int kind, int detail, long seconds, int origin) {
        return (long) tag << TAG_SHIFT
                | (long) kind << KIND_SHIFT
                | (long) Math.clamp(detail, 0, Ending.MAX_DETAIL) << DETAIL_SHIFT
                | (long) Math.clamp(seconds, 0, Ending.MAX_SECONDS) << SECONDS_SHIFT
                | origin;
    }

    static int tag(long word) {
        return (int) (word >>> TAG_SHIFT);
    }

    static int kind(long word) {
        return (int) (word >>> KIND_SHIFT) & 0xf;
    }

    static int detail(long word) {
        return (int) (word >>> DETAIL_SHIFT) & Ending.MAX_DETAIL;
    }

    static int seconds(long word) {
        return (int) (word >>> SECONDS_SHIFT) & Ending.MAX_SECONDS;
    }

    static int origin(long word) {
        return (int) word & MAX_ORIGINS - 1;
    }
}
