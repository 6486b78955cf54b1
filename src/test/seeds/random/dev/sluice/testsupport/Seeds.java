package dev.sluice.testsupport;

import net.jqwik.api.Property;

/** Property tests begin somewhere else in every run; jqwik prints the seed of one that fails. */
public final class Seeds {
    public static final String SUITE = Property.SEED_NOT_SET;

    private Seeds() {}
}
