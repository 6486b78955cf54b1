package dev.sluice.capture;

import dev.sluice.json.ByteSink;
import dev.sluice.json.Utf8;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * From a body in any form a PostHog SDK sends to the JSON text in it, as valid UTF-8. The order of the steps is PostHog's own
 * (reference of the wire protocol, section 2.2); where PostHog refuses what can be understood without doubt, such as plain
 * JSON that curl labels as a form, this decoder takes it. Every step is bounded. Belongs to one thread; the result of one call
 * is valid until the next.
 */
public final class BodyDecoder {
    /** How much a body may hold once it is inflated. */
    public static final int MAX_INFLATED_BYTES = 64 << 20;

    private static final int MAX_LZ64_CHARS = 16 << 20;
    private static final int MAX_ENCODINGS = 4;
    private static final int FORM_LOOKAHEAD = 128;
    private static final int KEPT_BYTES = 4 << 20;
    private static final byte[][] FORM_STARTS = {
        {'d', 'a', 't', 'a', '='},
        {'c', 'o', 'm', 'p', 'r', 'e', 's', 's', 'i', 'o', 'n', '='},
        {'i', 'p', '='},
        {'_', '='}
    };

    private final Inflation inflation;
    // Two sinks: while one layer is inflated into the one, the layer before it may stand in the other.
    private ByteSink inflated = new ByteSink(64 << 10);
    private ByteSink spare = new ByteSink(256);

    /** A decoder with the usual limit, or an eighth of a small heap. */
    public BodyDecoder() {
        this((int) Math.min(MAX_INFLATED_BYTES, Runtime.getRuntime().maxMemory() / 8));
    }

    BodyDecoder(int maxInflatedBytes) {
        inflation = new Inflation(maxInflatedBytes);
    }

    /**
     * The JSON text, not yet parsed.
     *
     * @throws CaptureException 400 if there is nothing, or nothing that can be decoded; 413 if it inflates to too much
     */
    public ByteRange decode(WireBody wire) throws CaptureException {
        trim();
        FormFields query = FormFields.ofQuery(wire.query());
        byte[] inQuery = wire.query() == null ? null : query.bytes("data");
        ByteRange payload = ByteRange.of(inQuery == null || inQuery.length == 0 ? wire.body() : inQuery);
        boolean fromQuery = inQuery != null && inQuery.length > 0;
        if (payload.length() == 0) {
            throw new CaptureException(
                    Refusal.EMPTY_BODY, "the body is empty; send the events as JSON, or as the query parameter data");
        }

        Compression hint = Compression.named(wire.query() == null ? null : query.text("compression"));
        boolean inflatedByHeader = false;
        if (!fromQuery && wire.contentEncoding() != null) {
            ByteRange before = payload;
            payload = contentEncodings(payload, wire.contentEncoding());
            inflatedByHeader = !payload.equals(before);
        }

        if (fromQuery) {
            payload = spacesToPluses(payload);
        } else if (isForm(payload, wire.contentType())) {
            FormFields form = new FormFields(payload.bytes(), payload.from(), payload.to());
            byte[] data = form.bytes("data");
            if (data == null || data.length == 0) {
                throw new CaptureException(Refusal.EMPTY_BODY, "the form has no field called data, or an empty one");
            }
            if (hint == Compression.NONE) {
                hint = Compression.named(form.text("compression"));
            }
            payload = spacesToPluses(ByteRange.of(data));
        }
        if (hint == Compression.NONE && wire.contentEncoding() != null && !inflatedByHeader) {
            hint = Compression.named(wire.contentEncoding());
        }
        return text(payload, hint, inflatedByHeader, wire.twiceBase64());
    }

    private ByteRange text(ByteRange payload, Compression hint, boolean inflatedByHeader, boolean twice)
            throws CaptureException {
        ByteRange plain = payload;
        if (hint == Compression.LZ64 && !Inflation.isGzip(plain)) {
            plain = lz64(plain);
        } else {
            plain = base64(plain);
            if (Inflation.isGzip(plain)) {
                plain = gunzip(plain);
            } else if (hint == Compression.GZIP && !inflatedByHeader) {
                throw new CaptureException(
                        Refusal.MALFORMED_BODY,
                        "the body is said to be gzip but does not start as gzip data does (byte 0 of the body)");
            } else if (hint == Compression.UNSUPPORTED) {
                throw unsupported();
            }
        }
        if (twice) {
            plain = base64(plain);
        }
        return checked(plain);
    }

    /** A Content-Encoding names the outermost layer last (RFC 9110, 8.4). What the bytes contradict is left alone here. */
    private ByteRange contentEncodings(ByteRange payload, String header) throws CaptureException {
        String[] names = header.split(",", MAX_ENCODINGS + 1);
        if (names.length > MAX_ENCODINGS) {
            throw new CaptureException(
                    Refusal.UNSUPPORTED_ENCODING, "more than " + MAX_ENCODINGS + " content encodings on one body");
        }
        ByteRange plain = payload;
        for (int i = names.length - 1; i >= 0; i--) {
            Compression layer = Compression.named(names[i]);
            if (layer == Compression.UNSUPPORTED) {
                throw unsupported();
            }
            if (layer == Compression.GZIP && Inflation.isGzip(plain)) {
                plain = gunzip(plain);
            } else if (layer == Compression.DEFLATE) {
                if (!Inflation.isZlib(plain)) {
                    throw new CaptureException(
                            Refusal.MALFORMED_BODY,
                            "the body is said to be deflate but has no zlib header (byte 0 of the body)");
                }
                ByteSink out = nextSink();
                inflation.inflate(plain, out);
                plain = new ByteRange(out.array(), 0, out.length());
            }
        }
        return plain;
    }

    private static CaptureException unsupported() {
        return new CaptureException(
                Refusal.UNSUPPORTED_ENCODING,
                "content encodings br and zstd are not supported; send gzip or no encoding");
    }

    private ByteRange gunzip(ByteRange payload) throws CaptureException {
        ByteSink out = nextSink();
        inflation.gunzip(payload, out);
        return new ByteRange(out.array(), 0, out.length());
    }

    private ByteSink nextSink() {
        ByteSink next = spare;
        spare = inflated;
        inflated = next;
        next.clear();
        return next;
    }

    private ByteRange lz64(ByteRange payload) throws CaptureException {
        String text = LzString.decompress(payload, MAX_LZ64_CHARS);
        if (text == null || text.isEmpty()) {
            throw new CaptureException(Refusal.MALFORMED_BODY, "the body is said to be lz64 but is damaged or cut off");
        }
        ByteSink out = nextSink();
        Utf16.append(text, out);
        return new ByteRange(out.array(), 0, out.length());
    }

    private static ByteRange base64(ByteRange payload) {
        if (StrictBase64.looksLike(payload)) {
            byte[] decoded = StrictBase64.decode(payload);
            if (decoded != null) {
                return ByteRange.of(decoded);
            }
        }
        return payload;
    }

    private static ByteRange spacesToPluses(ByteRange data) {
        if (StrictBase64.looksLikeWithSpaces(data)) {
            byte[] bytes = data.bytes();
            for (int i = data.from(); i < data.to(); i++) {
                if (bytes[i] == ' ') {
                    bytes[i] = '+';
                }
            }
        }
        return data;
    }

    private static boolean isForm(ByteRange payload, @Nullable String contentType) throws CaptureException {
        byte first = payload.bytes()[payload.from()];
        if (first == '{' || first == '[' || first == 0x1f) {
            return false;
        }
        if (formStartsAt(payload, payload.from())) {
            return true;
        }
        boolean labelled = contentType != null
                && contentType.strip().toLowerCase(Locale.ROOT).startsWith("application/x-www-form-urlencoded");
        if (!labelled) {
            return false;
        }
        int end = Math.min(payload.to(), payload.from() + FORM_LOOKAHEAD);
        for (int i = payload.from(); i < end; i++) {
            if (payload.bytes()[i] == '&' && formStartsAt(payload, i + 1)) {
                return true;
            }
        }
        if (StrictBase64.looksLike(payload) || Character.isWhitespace(first) || first == (byte) 0xef) {
            return false;
        }
        throw new CaptureException(
                Refusal.MALFORMED_BODY, "the content type is that of a form but the body is no form with a field data");
    }

    private static boolean formStartsAt(ByteRange payload, int at) {
        for (byte[] start : FORM_STARTS) {
            int end = at + start.length;
            if (end <= payload.to() && Arrays.equals(payload.bytes(), at, end, start, 0, start.length)) {
                return true;
            }
        }
        return false;
    }

    private static ByteRange checked(ByteRange text) throws CaptureException {
        byte[] bytes = text.bytes();
        int bad = Utf8.firstInvalid(bytes, text.from(), text.to());
        if (bad >= 0) {
            throw new CaptureException(
                    Refusal.MALFORMED_BODY,
                    "the body is not valid UTF-8 at byte " + (bad - text.from()) + " of the decoded text");
        }
        boolean marked = text.startsWith(0xef, 0xbb) && text.length() >= 3;
        return marked ? new ByteRange(bytes, text.from() + 3, text.to()) : text;
    }

    /** One huge body must not be remembered by its buffer. */
    private void trim() {
        if (inflated.array().length > KEPT_BYTES) {
            inflated = new ByteSink(64 << 10);
        }
        if (spare.array().length > KEPT_BYTES) {
            spare = new ByteSink(256);
        }
    }
}
