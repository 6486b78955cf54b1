package dev.sluice.report;

import org.jspecify.annotations.Nullable;

/** Stands in the log for an exception whose text may quote a request: its kind, its place and its causes, not its text. */
final class WithheldMessage extends Throwable {
    private static final long serialVersionUID = 1L;

    private final transient Throwable original;
    private final String kind;

    private WithheldMessage(Throwable original, @Nullable Throwable cause) {
        super("", cause, false, true);
        this.original = original;
        this.kind = original.getClass().getName();
        setStackTrace(original.getStackTrace());
    }

    static Throwable of(Throwable original) {
        return of(original, 0);
    }

    /** What it stands for; any other exception is itself. */
    static Throwable original(Throwable thrown) {
        return thrown instanceof WithheldMessage withheld && withheld.original != null ? withheld.original : thrown;
    }

    private static Throwable of(Throwable original, int depth) {
        // Causes may form a ring.
        Throwable cause = depth < 20 ? original.getCause() : null;
        return new WithheldMessage(original, cause == null ? null : of(cause, depth + 1));
    }

    @Override
    @SuppressWarnings(
            "OverrideThrowableToString") // a stack trace shall begin with the class it stands for, and no text
    public String toString() {
        return kind;
    }
}
