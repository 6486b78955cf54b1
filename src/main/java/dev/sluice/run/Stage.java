package dev.sluice.run;

/**
 * One step of the start, and what undoes it at the stop.
 *
 * @param name for the log
 * @param start throws to stop the start
 * @param stop called at most once, and only after a start that returned
 */
record Stage(String name, Runnable start, Runnable stop) {
    static Stage onStart(String name, Runnable start) {
        return new Stage(name, start, () -> {});
    }
}
