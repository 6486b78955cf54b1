package dev.sluice.passthrough;

import dev.sluice.capture.BodyDecoder;
import dev.sluice.capture.CaptureException;
import dev.sluice.capture.WireBody;
import io.vertx.core.MultiMap;

/** The encodings of capture requests, which lookups come in as well. Thread-safe; each thread has its own decoder. */
final class SdkEncodings implements BodyDecoding {
    private final ThreadLocal<BodyDecoder> decoders = ThreadLocal.withInitial(BodyDecoder::new);

    @Override
    public byte[] json(byte[] body, MultiMap headers, String query) throws Refusal {
        WireBody wire = new WireBody(body, headers.get("content-type"), headers.get("content-encoding"), query, false);
        try {
            return decoders.get().decode(wire).toByteArray();
        } catch (CaptureException e) {
            throw Refusal.of(e);
        }
    }
}
