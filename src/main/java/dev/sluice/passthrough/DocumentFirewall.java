package dev.sluice.passthrough;

import dev.sluice.json.ByteSink;
import dev.sluice.json.Edits;
import dev.sluice.json.MalformedJsonException;
import dev.sluice.scrub.ScrubFailedException;
import io.quarkus.logging.Log;
import java.util.function.Supplier;

/**
 * The firewall for whatever is not an event: same rules, same pseudonyms. What cannot be scrubbed is refused, never passed
 * on as it was. Thread-safe; each thread has its own scrubber.
 */
final class DocumentFirewall {
    private final ThreadLocal<Scratch> scratch;

    DocumentFirewall(Supplier<Scan> scans) {
        scratch = ThreadLocal.withInitial(() -> new Scratch(scans.get()));
    }

    /** {@link dev.sluice.scrub.EventScrubber#scanDocument}; belongs to one thread. */
    @FunctionalInterface
    interface Scan {
        void document(byte[] json, int from, int to, String project, Edits into)
                throws MalformedJsonException, ScrubFailedException;
    }

    /** The document without personal data; the same array where there is none in it. */
    byte[] scrub(byte[] json, String project) throws Refusal {
        Scratch mine = scratch.get();
        try {
            mine.edits.clear();
            mine.scan.document(json, 0, json.length, project, mine.edits);
            if (mine.edits.isEmpty()) {
                return json;
            }
            mine.out.clear();
            mine.edits.apply(json, 0, json.length, mine.out);
            return mine.out.toByteArray();
        } catch (MalformedJsonException e) {
            throw Refusal.malformed("the body is not JSON: " + e.getMessage());
        } catch (ScrubFailedException e) {
            throw withheld();
        } catch (RuntimeException e) {
            // Only the kind: the message of a parser's exception may quote what it read.
            Log.debugf("firewall failed on a lookup: %s", e.getClass().getName());
            throw withheld();
        }
    }

    private static Refusal withheld() {
        return Refusal.malformed("personal data could not be taken out of the request, so it was not passed on");
    }

    private static final class Scratch {
        private final Scan scan;
        private final Edits edits = new Edits();
        private final ByteSink out = new ByteSink(1024);

        Scratch(Scan scan) {
            this.scan = scan;
        }
    }
}
