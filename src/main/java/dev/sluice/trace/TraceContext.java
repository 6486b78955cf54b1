package dev.sluice.trace;

import java.util.HexFormat;

/**
 * One place in a trace: which trace, and which span of it is the parent of what follows. Both ids are random numbers of
 * whoever began the trace; they hold nothing personal.
 *
 * @param traceHigh first half of the trace's id; with the second never all zero
 * @param traceLow second half of it
 * @param span the parent; never zero
 * @param sampled whether the gateway records its part of the trace; what a client wishes is not enough for that
 */
public record TraceContext(long traceHigh, long traceLow, long span, boolean sampled) {

    public TraceContext {
        if ((traceHigh | traceLow) == 0 || span == 0) {
            throw new IllegalArgumentException("the ids of a trace and of a span are not zero");
        }
    }

    /** 32 hexadecimal digits. */
    public String traceId() {
        HexFormat hex = HexFormat.of();
        return hex.toHexDigits(traceHigh) + hex.toHexDigits(traceLow);
    }

    /** 16 hexadecimal digits. */
    public String spanId() {
        return HexFormat.of().toHexDigits(span);
    }

    /** The same place, recorded or not. */
    public TraceContext asSampled(boolean isSampled) {
        return isSampled == sampled ? this : new TraceContext(traceHigh, traceLow, span, isSampled);
    }
}
