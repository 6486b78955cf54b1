package dev.sluice.scrub;

import dev.sluice.json.ByteSink;
import dev.sluice.json.Edits;
import dev.sluice.json.MalformedJsonException;
import dev.sluice.json.Utf8;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;

/**
 * The firewall for the items of Sentry envelopes, whatever form their payloads have. What cannot be looked into is refused,
 * never passed on. Belongs to one thread.
 */
public final class SentryItems {
    private static final int MAX_INFLATED = 64 << 20;
    private static final int MAX_RATIO = 200;
    private static final int RATIO_COUNTS_FROM = 1 << 20;

    private final EventScrubber scrubber;
    private final Edits edits = new Edits();
    private final byte[] chunk = new byte[8192];

    public SentryItems(EventScrubber scrubber) {
        this.scrubber = scrubber;
    }

    /**
     * Scrubs the payload of one item.
     *
     * @param type as in the item's header
     * @param payload not modified; answered itself if there is nothing in it
     * @param findings added to
     * @throws ScrubFailedException if the item must be withheld: it is broken, or of a form that cannot be searched
     */
    public byte[] scrub(String type, byte[] payload, String project, Findings findings) throws ScrubFailedException {
        return switch (type) {
            case "replay_recording" -> recording(payload, project, findings);
            case "attachment", "statsd", "metric_buckets", "raw_security" -> text(payload, project, findings);
            // Memory dumps and films.
            case "replay_video", "unreal_report", "form_data" ->
                throw new ScrubFailedException("items of this type cannot be searched");
            default -> json(type, payload, project, findings);
        };
    }

    /** Scrubs the header of an envelope or of an item. */
    public byte[] scrubHeader(byte[] header, String project, Findings findings) throws ScrubFailedException {
        try {
            scrubber.scanSentryHeader(header, 0, header.length, project, edits, findings);
        } catch (MalformedJsonException e) {
            throw new ScrubFailedException("a header is not JSON");
        }
        return applied(header);
    }

    private byte[] json(String type, byte[] payload, String project, Findings findings) throws ScrubFailedException {
        try {
            scrubber.scanSentry(type, payload, 0, payload.length, project, edits, findings);
        } catch (MalformedJsonException e) {
            throw new ScrubFailedException("an item is not JSON");
        }
        return applied(payload);
    }

    private byte[] text(byte[] payload, String project, Findings findings) throws ScrubFailedException {
        boolean isText = Utf8.firstInvalid(payload, 0, payload.length) < 0;
        for (int i = 0; i < payload.length && isText; i++) {
            isText = payload[i] != 0;
        }
        if (!isText) {
            throw new ScrubFailedException("an attachment is not text");
        }
        return scrubber.scrubText(payload, project, findings);
    }

    /** A line of JSON, and the rrweb events as JSON, mostly compressed by zlib (RFC 1950). */
    private byte[] recording(byte[] payload, String project, Findings findings) throws ScrubFailedException {
        int line = 0;
        while (line < payload.length && payload[line] != '\n') {
            line++;
        }
        if (line == payload.length) {
            throw new ScrubFailedException("a recording has no header");
        }
        int data = line + 1;
        boolean packed = data < payload.length && payload[data] == 0x78;
        byte[] events = packed ? inflated(payload, data) : null;
        try {
            if (events == null) {
                scrubber.scanRecording(payload, data, payload.length, project, edits, findings);
                return applied(payload);
            }
            scrubber.scanRecording(events, 0, events.length, project, edits, findings);
        } catch (MalformedJsonException e) {
            throw new ScrubFailedException("a recording is not JSON");
        }
        return edits.isEmpty() ? payload : deflated(payload, data, applied(events));
    }

    private byte[] inflated(byte[] payload, int from) throws ScrubFailedException {
        var plain = new ByteSink(payload.length * 4);
        long allowed = Math.max(RATIO_COUNTS_FROM, Math.min(MAX_INFLATED, (payload.length - from) * (long) MAX_RATIO));
        try (var inflater = new InflaterInputStream(new ByteArrayInputStream(payload, from, payload.length - from))) {
            int read = inflater.read(chunk);
            while (read >= 0) {
                plain.append(chunk, 0, read);
                if (plain.length() > allowed) {
                    throw new ScrubFailedException("a recording inflates to more than is allowed");
                }
                read = inflater.read(chunk);
            }
        } catch (IOException e) {
            throw new ScrubFailedException("a recording is not compressed as it says");
        }
        return plain.toByteArray();
    }

    private static byte[] deflated(byte[] payload, int header, byte[] events) {
        var packed = new ByteArrayOutputStream(payload.length + 64);
        packed.write(payload, 0, header);
        try (var deflater = new DeflaterOutputStream(packed)) {
            deflater.write(events);
        } catch (IOException e) {
            throw new IllegalStateException("writing to memory cannot fail", e);
        }
        return packed.toByteArray();
    }

    private byte[] applied(byte[] document) {
        if (edits.isEmpty()) {
            return document;
        }
        var out = new ByteSink(document.length + 64);
        edits.apply(document, 0, document.length, out);
        return out.toByteArray();
    }
}
