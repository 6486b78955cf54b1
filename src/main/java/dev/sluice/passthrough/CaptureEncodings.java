package dev.sluice.passthrough;

import dev.sluice.capture.BodyDecoder;
import dev.sluice.capture.CaptureException;
import dev.sluice.capture.WireBody;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;

/** Every encoding that capture takes: SDKs send flag requests in the same ones. Thread-safe. */
final class CaptureEncodings implements BodyDecoding {
    private final ThreadLocal<BodyDecoder> decoders = ThreadLocal.withInitial(BodyDecoder::new);

    @Override
    public byte[] json(byte[] body, MultiMap headers, String query) throws Refusal {
        try {
            WireBody wire = new WireBody(
                    body,
                    headers.get(HttpHeaders.CONTENT_TYPE),
                    headers.get(HttpHeaders.CONTENT_ENCODING),
                    query.isEmpty() ? null : query,
                    false);
            return decoders.get().decode(wire).toByteArray();
        } catch (CaptureException e) {
            throw Refusal.of(e);
        }
    }
}
