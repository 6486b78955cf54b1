package dev.sluice.dedup;

import java.util.Locale;

/** Where duplicates are looked for at the moment. */
public enum DedupBackend {
    /** In this process only: Redis is not configured, or away. */
    IN_PROCESS,
    /** In this process, then in Redis. */
    REDIS;

    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
