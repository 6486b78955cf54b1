package dev.sluice.dedup;

import java.util.Locale;

/** What is known of Redis, as {@code /health} shows it. */
public enum RedisState {
    OK,
    ERROR,
    DISABLED;

    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
