package dev.sluice.limit;

import java.util.Locale;

/** Whose limit it was. */
public enum Scope {
    PROJECT,
    SENDER;

    /** As it stands on metrics. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
