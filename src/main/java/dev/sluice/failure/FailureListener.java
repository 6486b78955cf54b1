package dev.sluice.failure;

/** Hears of failures, on the thread that met them: must be quick and must not throw. Thread-safe. */
@FunctionalInterface
public interface FailureListener {
    FailureListener NONE = failure -> {};

    void failed(Failure failure);
}
