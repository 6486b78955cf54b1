package dev.sluice.scrub.policy;

/** How much of a session recording is taken out. */
public enum RecordingLevel {
    /** All text becomes blanks of the same width, whatever it says. */
    STRICT,
    /** Text is searched like any other, and what was typed is always hidden. */
    STANDARD,
    /** Recordings are forwarded without looking at them; only for installations that mask everything in the browser. */
    OFF
}
