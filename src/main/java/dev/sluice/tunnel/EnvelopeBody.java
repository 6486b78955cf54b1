package dev.sluice.tunnel;

import dev.sluice.capture.ByteRange;
import dev.sluice.capture.CaptureException;
import dev.sluice.capture.Inflation;
import dev.sluice.json.ByteSink;
import dev.sluice.tunnel.TunnelRefusal.Reason;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** From a body on the wire to the envelope in it, within a bound. Belongs to one thread. */
final class EnvelopeBody {
    private static final int TOO_LARGE = 413;

    private final Inflation inflation;
    private final int most;

    /** @param most bytes of the largest envelope */
    EnvelopeBody(int most) {
        this.most = most;
        inflation = new Inflation(most);
    }

    byte[] read(byte[] body, @Nullable String contentEncoding) throws TunnelRefusal {
        String encoding = contentEncoding == null ? "" : contentEncoding.strip().toLowerCase(Locale.ROOT);
        ByteRange wire = ByteRange.of(body);
        return switch (encoding) {
            case "", "identity" -> body;
            case "gzip", "x-gzip" -> {
                if (!Inflation.isGzip(wire)) {
                    throw new TunnelRefusal(
                            Reason.MALFORMED, "the body is said to be gzip but does not start as gzip data does");
                }
                yield inflated(wire, true);
            }
            case "deflate" -> {
                if (!Inflation.isZlib(wire)) {
                    throw new TunnelRefusal(Reason.MALFORMED, "the body is said to be deflate but has no zlib header");
                }
                yield inflated(wire, false);
            }
            default ->
                throw new TunnelRefusal(
                        Reason.MALFORMED, "this content encoding is not supported; send gzip, deflate or none");
        };
    }

    private byte[] inflated(ByteRange wire, boolean isGzip) throws TunnelRefusal {
        // A sender must not have more taken than it could fill.
        ByteSink out = new ByteSink((int) Math.min(most, wire.length() * 4L + 64));
        try {
            if (isGzip) {
                inflation.gunzip(wire, out);
            } else {
                inflation.inflate(wire, out);
            }
        } catch (CaptureException e) {
            throw new TunnelRefusal(e.status() == TOO_LARGE ? Reason.TOO_LARGE : Reason.MALFORMED, e.sentence());
        }
        return out.toByteArray();
    }
}
