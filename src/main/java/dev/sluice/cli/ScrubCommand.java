package dev.sluice.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.json.MalformedJsonException;
import dev.sluice.scrub.EventScrubber;
import dev.sluice.scrub.ScrubFailedException;
import dev.sluice.scrub.ScrubLimits;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.util.Arrays;

/**
 * {@code sluice scrub}: JSON lines in, for each line one line out, in order, as the firewall would let it through. A line that
 * is no JSON, or that could not be searched to its end, becomes {@code null}, and standard error says which it was and why,
 * without quoting it. An empty line stays one. Holds one line at a time.
 */
public final class ScrubCommand {
    private static final byte[] NULL = "null".getBytes(UTF_8);
    private static final byte[] MARK = "\ufeff".getBytes(UTF_8);
    private static final int OUT_BUFFER = 64 << 10;

    private final EventScrubber scrubber;
    private final LineScrubber lines;
    private final String project;
    private final boolean reports;
    private final PrintWriter err;
    private final ScrubReport report = new ScrubReport();
    private final SitePaths paths = new SitePaths(this::isPersonal, report::add);

    private long read;
    private long changed;
    private long failed;

    /**
     * @param reports whether to say at the end what was found where
     * @param err where failures and the report go
     */
    public ScrubCommand(EventScrubber scrubber, String project, boolean reports, PrintWriter err) {
        this.scrubber = scrubber;
        this.lines = new LineScrubber(scrubber, project);
        this.project = project;
        this.reports = reports;
        this.err = err;
    }

    /** Scrubs all lines; answers whether each of them could be. */
    public boolean run(InputStream in, OutputStream to) throws IOException {
        var input = new Lines(in, ScrubLimits.DEFAULTS.maxBytes());
        var out = new BufferedOutputStream(to, OUT_BUFFER);
        while (input.next()) {
            read++;
            out.write(scrubbed(input));
            out.write('\n');
            if (input.mayWait()) {
                out.flush();
            }
        }
        out.flush();
        if (reports) {
            report.print(err);
            err.println("lines " + read + ", changed " + changed + ", failed " + failed);
        }
        return failed == 0;
    }

    private byte[] scrubbed(Lines input) {
        if (input.isTooLong()) {
            return failed("longer than " + ScrubLimits.DEFAULTS.maxBytes() + " bytes");
        }
        byte[] line = read == 1 ? withoutMark(input.bytes()) : input.bytes();
        if (isBlank(line)) {
            return line;
        }
        try {
            byte[] scrubbed = lines.scrub(line);
            changed += scrubbed == line ? 0 : 1;
            if (reports) {
                paths.tell(line, lines.sites().all());
            }
            return scrubbed;
        } catch (MalformedJsonException e) {
            return failed("not JSON: " + e.getMessage());
        } catch (ScrubFailedException e) {
            return failed("withheld: " + e.getMessage());
        }
    }

    private byte[] failed(String why) {
        failed++;
        err.println("line " + read + ": " + why);
        return NULL;
    }

    private boolean isPersonal(String name) {
        byte[] text = name.getBytes(UTF_8);
        try {
            return scrubber.scrubText(text, project) != text;
        } catch (ScrubFailedException e) {
            return true;
        }
    }

    /** Without the byte order mark that some editors and shells begin a file with. */
    private static byte[] withoutMark(byte[] line) {
        return Arrays.equals(line, 0, Math.min(MARK.length, line.length), MARK, 0, MARK.length)
                ? Arrays.copyOfRange(line, MARK.length, line.length)
                : line;
    }

    private static boolean isBlank(byte[] line) {
        for (byte b : line) {
            if (b != ' ' && b != '\t') {
                return false;
            }
        }
        return true;
    }
}
