package dev.sluice.scrub.policy;

import java.util.Locale;

/** What was done about a finding. Closed, because it is a label of metrics. */
public enum Action {
    /** Gone: null, nothing, or a marker without a kind. */
    REMOVE,
    /** A marker that names the kind. */
    REPLACE,
    /** A stable token in its place. */
    PSEUDONYM,
    /** Made coarser. */
    TRUNCATE;

    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
