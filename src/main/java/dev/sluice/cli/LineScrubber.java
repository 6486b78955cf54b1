package dev.sluice.cli;

import dev.sluice.json.ByteSink;
import dev.sluice.json.Edits;
import dev.sluice.json.JsonSkip;
import dev.sluice.json.MalformedJsonException;
import dev.sluice.json.Utf8;
import dev.sluice.scrub.EventScrubber;
import dev.sluice.scrub.Findings;
import dev.sluice.scrub.ScrubFailedException;
import dev.sluice.scrub.Sites;

/** Scrubs one JSON value for what it looks like. Belongs to one thread. */
final class LineScrubber {
    private final EventScrubber scrubber;
    private final String project;
    private final Edits edits = new Edits();
    private final Findings findings = new Findings();
    private final Sites sites = new Sites();

    LineScrubber(EventScrubber scrubber, String project) {
        this.scrubber = scrubber;
        this.project = project;
        findings.observe(sites);
    }

    /**
     * Answers what the line becomes; itself if there is nothing in it.
     *
     * @throws MalformedJsonException if it is not one JSON value
     * @throws ScrubFailedException if it could not be searched to its end
     */
    byte[] scrub(byte[] line) throws MalformedJsonException, ScrubFailedException {
        sites.clear();
        int invalid = Utf8.firstInvalid(line, 0, line.length);
        if (invalid >= 0) {
            throw new MalformedJsonException("not UTF-8", invalid);
        }
        int from = JsonSkip.space(line, 0, line.length);
        scrubber.scanAnything(line, from, line.length, project, edits, findings);
        if (edits.isEmpty()) {
            return line;
        }
        var out = new ByteSink(line.length + 64);
        edits.apply(line, 0, line.length, out);
        return out.toByteArray();
    }

    /** Where something was found in the line scrubbed last. */
    Sites sites() {
        return sites;
    }
}
