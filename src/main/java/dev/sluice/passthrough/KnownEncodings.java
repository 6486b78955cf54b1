package dev.sluice.passthrough;

import io.vertx.core.MultiMap;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.zip.GZIPInputStream;

/** Plain JSON, gzip by its magic bytes, and the base64 form: what SDKs use for flags. */
final class KnownEncodings implements BodyDecoding {
    @Override
    public byte[] json(byte[] body, MultiMap headers, String query) throws Refusal {
        if (body.length > 5 && body[0] == 'd' && body[4] == '=') {
            String form = new String(body, StandardCharsets.ISO_8859_1);
            List<String> data = LookupQuery.parse(form).getOrDefault("data", List.of(""));
            try {
                return Base64.getMimeDecoder().decode(data.getFirst().replace(' ', '+'));
            } catch (IllegalArgumentException e) {
                throw Refusal.malformed("the form field data is not base64");
            }
        }
        if (body.length > 2 && body[0] == 0x1f && body[1] == (byte) 0x8b) {
            try (GZIPInputStream inflated = new GZIPInputStream(new ByteArrayInputStream(body))) {
                byte[] json = inflated.readNBytes(BoundedBody.LARGEST + 1);
                if (json.length > BoundedBody.LARGEST) {
                    throw Refusal.tooLarge(BoundedBody.LARGEST);
                }
                return json;
            } catch (IOException e) {
                throw Refusal.malformed("the gzip body is damaged");
            }
        }
        return body;
    }
}
