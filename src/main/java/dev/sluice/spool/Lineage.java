package dev.sluice.spool;

import dev.sluice.trace.Span;
import dev.sluice.trace.Step;
import dev.sluice.trace.TraceContext;
import dev.sluice.trace.Tracing;
import java.util.ArrayList;
import java.util.List;

/** The recorded traces that frames belong to: where one step for many of them has its place. */
public final class Lineage {
    /** A step is linked to no more; Sentry shows links but cannot search them, so more would be of no use. */
    private static final int MOST = 20;

    private Lineage() {}

    /**
     * Begins a step for all of the frames, in the trace of the first that is recorded and linked to those of the others.
     *
     * @return {@link Span#NONE} where none is recorded
     */
    public static Span start(Tracing tracing, Step step, Iterable<Frame> frames) {
        List<TraceContext> recorded = List.of();
        for (Frame frame : frames) {
            TraceContext trace = frame.origin().trace();
            if (trace != null && trace.sampled()) {
                recorded = recorded.isEmpty() ? new ArrayList<>() : recorded;
                recorded.add(trace);
                if (recorded.size() > MOST) {
                    break;
                }
            }
        }
        return recorded.isEmpty()
                ? Span.NONE
                : tracing.start(step, recorded.getFirst(), recorded.subList(1, recorded.size()), System.nanoTime());
    }
}
