package dev.sluice.scrub.national;

/** Whether a code of the right shape can have been given to somebody. */
@FunctionalInterface
interface Check {
    /** For identifiers that carry no check digit: only a word before them tells what they are. */
    Check NONE = code -> true;

    boolean holds(Code code);
}
