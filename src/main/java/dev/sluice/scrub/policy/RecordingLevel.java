package dev.sluice.scrub.policy;

/** How much of a session recording leaves. Whatever the level, recordings that cannot be read are withheld. */
public enum RecordingLevel {
    /** Every text, input and telling attribute becomes asterisks of the same width; images, fonts and canvases go. */
    STRICT,
    /** Texts and attributes are searched, everything typed becomes asterisks. */
    STANDARD,
    /** Recordings leave as they come. */
    OFF
}
