package dev.sluice.capture;

import dev.sluice.scrub.Findings;

/** Hears what the capture path did, for the metrics. Called from many threads at once. */
public interface CaptureMeter {
    CaptureMeter NONE = new CaptureMeter() {
        @Override
        public void answered(long nanos) {}

        @Override
        public void scrubbed(Findings findings) {}
    };

    /** A request was answered, so long after its body was complete. */
    void answered(long nanos);

    /** The firewall has been through an event. The findings are filled again by the next event: read them at once. */
    void scrubbed(Findings findings);
}
