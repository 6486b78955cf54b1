package dev.sluice.ledger;

/** What became of one event, packed into eight bytes: kind, detail, seconds after the arrival, upstream request. */
final class Ending {
    static final int PENDING = 0;
    static final int DELIVERED = 1;
    static final int DUPLICATE = 2;
    static final int DEAD = 3;
    static final int REJECTED = 4;

    /** Statuses fit, and more reasons than there will be. */
    static final int MAX_DETAIL = (1 << 10) - 1;
    /** Three days; more is told as this. */
    static final int MAX_SECONDS = (1 << 18) - 1;

    private static final int SECONDS_SHIFT = 32;
    private static final int DETAIL_SHIFT = SECONDS_SHIFT + 18;
    private static final int KIND_SHIFT = DETAIL_SHIFT + 10;

    private Ending() {}

    /**
     * @param detail the status for a delivered event, the number of the reason for one put aside
     * @param seconds from the arrival to the end; cut to what fits
     * @param request 32 bits
     */
    static long of(int kind, int detail, long seconds, long request) {
        return (long) kind << KIND_SHIFT
                | (long) Math.clamp(detail, 0, MAX_DETAIL) << DETAIL_SHIFT
                | (long) Math.clamp(seconds, 0, MAX_SECONDS) << SECONDS_SHIFT
                | request & 0xffff_ffffL;
    }

    static int kind(long packed) {
        return (int) (packed >>> KIND_SHIFT);
    }

    static int detail(long packed) {
        return (int) (packed >>> DETAIL_SHIFT) & MAX_DETAIL;
    }

    static int seconds(long packed) {
        return (int) (packed >>> SECONDS_SHIFT) & MAX_SECONDS;
    }

    static long request(long packed) {
        return packed & 0xffff_ffffL;
    }
}
