package dev.sluice.scrub.policy;

import java.util.Locale;

/** What is done about a finding. Closed, because it is a label of metrics and a word of the policy. */
public enum Action {
    /** Gone: null, nothing, or a marker without a kind. */
    REMOVE,
    /** A marker that names the kind. */
    REPLACE,
    /** A marker that names the kind and keeps the part that people sort by: see {@link Kind#takes}. */
    MASK,
    /** A stable token in its place. */
    PSEUDONYM,
    /** Made coarser. */
    TRUNCATE,
    /** Left as it is, because the policy says so; never counted. */
    KEEP;

    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
