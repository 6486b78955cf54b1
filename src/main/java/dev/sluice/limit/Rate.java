package dev.sluice.limit;

/**
 * How many events may come.
 *
 * @param perSecond in the long run; 0: none at all, infinite: any number
 * @param burst how many may come at once after a rest
 */
record Rate(double perSecond, double burst) {
    static final Rate UNLIMITED = new Rate(Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY);

    boolean isUnlimited() {
        return perSecond == Double.POSITIVE_INFINITY;
    }

    boolean isNone() {
        return perSecond == 0;
    }

    /** @param factor 0 stops an unlimited sender, too */
    Rate times(double factor) {
        if (factor == 0) {
            return new Rate(0, 0);
        }
        // Below one event the burst would let nothing through, however long the rest.
        return factor == 1 ? this : new Rate(perSecond * factor, Math.max(1, burst * factor));
    }
}
