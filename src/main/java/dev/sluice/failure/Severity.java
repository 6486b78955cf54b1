package dev.sluice.failure;

/** Whether somebody should be woken. */
public enum Severity {
    /** Somebody must act, or the gateway does not do all it promises. */
    ERROR,
    /** Worth a look in the morning: it is contained, or it heals by itself. */
    WARNING
}
