package dev.sluice.trace;

import org.jspecify.annotations.Nullable;

/**
 * A step that is under way, or the place where it would stand in a trace that is not recorded: callers need not know which.
 * Setting and ending one that is not recorded costs a virtual call. Belongs to one thread at a time; after {@link #end} nothing
 * changes it any more.
 */
public interface Span {
    /** Part of no trace. */
    Span NONE = new Passing(null);

    /** Where what follows goes on: below this span where it is recorded, else below its parent; null where there is no trace. */
    @Nullable
    TraceContext context();

    /** Whether it is worth working out what to {@link #set}. */
    boolean isRecorded();

    Span set(Fact fact, long value);

    /** @param value never from an event, and from a request only ids of a checked form */
    Span set(Fact fact, String value);

    /** Names the span of a request as method and route, both from closed lists. */
    Span route(String method, String route);

    /** @param kind a word of ours or the name of an exception's class; never a message */
    Span failed(String kind);

    void end();

    /** A place in a trace where nothing is recorded. */
    record Passing(@Nullable TraceContext context) implements Span {
        @Override
        public boolean isRecorded() {
            return false;
        }

        @Override
        public Span set(Fact fact, long value) {
            return this;
        }

        @Override
        public Span set(Fact fact, String value) {
            return this;
        }

        @Override
        public Span route(String method, String route) {
            return this;
        }

        @Override
        public Span failed(String kind) {
            return this;
        }

        @Override
        public void end() {}
    }
}
