package dev.sluice.report;

import java.util.Locale;

/** Something the gateway depends on, as {@code /health} shows it. {@link #state} is called often and must not wait. */
public interface Component {

    Dependency dependency();

    State state();

    /** Everything outside of the process; the label is the key in {@code /health}. */
    enum Dependency {
        REDIS(State.DISABLED),
        POSTGRES(State.DISABLED),
        KAFKA(State.DISABLED),
        POSTHOG(State.UNKNOWN),
        /** Sentry, as the tunnel finds it; the gateway's own reports say nothing here. */
        TUNNEL(State.DISABLED);

        private final State unlessTold;

        Dependency(State unlessTold) {
            this.unlessTold = unlessTold;
        }

        String label() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** What is shown when no component speaks for it. */
        State unlessTold() {
            return unlessTold;
        }
    }

    /** What is known of a dependency. */
    enum State {
        OK,
        ERROR,
        DISABLED,
        UNKNOWN;

        String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
