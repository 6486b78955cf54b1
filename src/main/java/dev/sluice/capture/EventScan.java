package dev.sluice.capture;

import dev.sluice.json.MalformedJsonException;
import dev.sluice.scrub.ScannedEvent;
import dev.sluice.scrub.ScrubFailedException;

/** The firewall as the capture path uses it, {@code EventScrubber::scan}. Belongs to one thread. */
@FunctionalInterface
interface EventScan {
    void scan(byte[] document, int from, int to, String project, ScannedEvent into)
            throws MalformedJsonException, ScrubFailedException;
}
