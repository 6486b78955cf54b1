package dev.sluice.testsupport;

/**
 * Where property tests begin. The default suite tries the same values in every run: it says whether a change broke
 * something. {@code -Dproperty.seeds=random} compiles the other {@code Seeds} and looks for what nobody has met yet.
 */
public final class Seeds {
    public static final String SUITE = "2611230331";

    private Seeds() {}
}
