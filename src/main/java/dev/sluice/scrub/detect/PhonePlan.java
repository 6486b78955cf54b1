package dev.sluice.scrub.detect;

/** One numbering plan, or several taken together: which first three digits a number of each length can have. */
final class PhonePlan {
    private static final int LONGEST = 15;
    private static final int PREFIXES = 1000;
    private static final int WORDS = (PREFIXES + 63) / 64;

    private final long[][] mobile = new long[LONGEST + 1][];
    private final long[][] any = new long[LONGEST + 1][];

    /** Adds what two fields of the table say: {@code lengths:ranges;lengths:ranges…} for mobile numbers and for the others. */
    void add(String mobileNumbers, String otherNumbers) {
        add(mobileNumbers, mobile);
        add(mobileNumbers, any);
        add(otherNumbers, any);
    }

    void add(PhonePlan plan) {
        add(plan.mobile, mobile);
        add(plan.any, any);
    }

    /** Whether a number of this many digits, without its calling code and trunk prefix, can be one of these. */
    boolean hasLength(int digits) {
        return digits > 0 && digits <= LONGEST && any[digits] != null;
    }

    /** Whether {@code [from, to)} can be a number, by its length and its first three digits. */
    boolean has(byte[] digits, int from, int to) {
        return has(any, digits, from, to);
    }

    boolean hasMobile(byte[] digits, int from, int to) {
        return has(mobile, digits, from, to);
    }

    private static boolean has(long[][] sets, byte[] d, int from, int to) {
        int length = to - from;
        if (length < 3 || length > LONGEST) {
            return false;
        }
        long[] set = sets[length];
        int prefix = d[from] * 100 + d[from + 1] * 10 + d[from + 2];
        return set != null && (set[prefix >>> 6] & 1L << prefix) != 0;
    }

    private static void add(long[][] from, long[][] to) {
        for (int length = 0; length <= LONGEST; length++) {
            if (from[length] != null) {
                to[length] = to[length] == null ? new long[WORDS] : to[length];
                for (int word = 0; word < WORDS; word++) {
                    to[length][word] |= from[length][word];
                }
            }
        }
    }

    private static void add(String numbers, long[][] sets) {
        if (numbers.isEmpty()) {
            return;
        }
        for (String part : numbers.split(";", -1)) {
            int colon = part.indexOf(':');
            for (char length : part.substring(0, colon).toCharArray()) {
                int digits = Character.digit(length, 16);
                sets[digits] = sets[digits] == null ? new long[WORDS] : sets[digits];
                for (String range : part.substring(colon + 1).split(",", -1)) {
                    set(sets[digits], range);
                }
            }
        }
    }

    /** {@code 2} is 200 to 299, {@code 30-5} is 300 to 359, {@code 417-9} is 417 to 419. */
    private static void set(long[] set, String range) {
        int dash = range.indexOf('-');
        String first = dash < 0 ? range : range.substring(0, dash);
        String last = dash < 0 ? first : first.substring(0, first.length() - 1) + range.substring(dash + 1);
        int unit = first.length() == 1 ? 100 : first.length() == 2 ? 10 : 1;
        int end = (Integer.parseInt(last) + 1) * unit;
        for (int prefix = Integer.parseInt(first) * unit; prefix < end; prefix++) {
            set[prefix >>> 6] |= 1L << prefix;
        }
    }
}
