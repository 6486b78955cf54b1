package dev.sluice.spool;

/** Waiting for threads that end by themselves once they are told to, and must not be interrupted in a write. */
public final class ThreadEnd {
    private ThreadEnd() {}

    /** Returns once the thread has ended; an interrupt meanwhile is kept for the caller. */
    public static void await(Thread thread) {
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
