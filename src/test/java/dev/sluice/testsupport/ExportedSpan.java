package dev.sluice.testsupport;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * A span as it was exported by OTLP in protobuf (opentelemetry-proto, trace/v1), as far as tests look at it.
 *
 * @param parent empty for the first span of a trace
 * @param attributes as text, numbers too
 * @param links ids of the traces that it is linked to
 */
public record ExportedSpan(
        String name,
        String traceId,
        String spanId,
        String parent,
        int kind,
        Map<String, String> attributes,
        List<String> links,
        int events,
        String statusMessage,
        Map<String, String> resource) {

    /** Each message's fields that are used here. */
    private static final int RESOURCE_SPANS = 1;

    /** All spans of a request to {@code /v1/traces}. */
    public static List<ExportedSpan> of(byte[] body) {
        List<ExportedSpan> spans = new ArrayList<>();
        for (Field group : fields(plain(body))) {
            if (group.number == RESOURCE_SPANS) {
                Map<String, String> resource = new HashMap<>();
                for (Field part : fields(group.bytes)) {
                    if (part.number == 1) {
                        resource.putAll(attributes(part.bytes, 1));
                    } else if (part.number == 2) {
                        fields(part.bytes).stream()
                                .filter(field -> field.number == 2)
                                .forEach(span -> spans.add(span(span.bytes, resource)));
                    }
                }
            }
        }
        return spans;
    }

    /** What was sent, uncompressed. */
    public static byte[] plain(byte[] body) {
        boolean isGzip = body.length > 2 && body[0] == 0x1f && (body[1] & 0xff) == 0x8b;
        if (!isGzip) {
            return body;
        }
        try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(body))) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ExportedSpan span(byte[] bytes, Map<String, String> resource) {
        Map<Integer, Field> single = new HashMap<>();
        List<String> links = new ArrayList<>();
        int events = 0;
        for (Field field : fields(bytes)) {
            single.put(field.number, field);
            if (field.number == 13) {
                links.add(hex(first(field.bytes, 1)));
            } else if (field.number == 11) {
                events++;
            }
        }
        Field status = single.get(15);
        return new ExportedSpan(
                text(first(bytes, 5)),
                hex(single.get(1)),
                hex(single.get(2)),
                hex(single.get(4)),
                (int) first(bytes, 6).value,
                attributes(bytes, 9),
                links,
                events,
                status == null ? "" : text(first(status.bytes, 2)),
                resource);
    }

    private static Map<String, String> attributes(byte[] message, int number) {
        Map<String, String> found = new HashMap<>();
        for (Field field : fields(message)) {
            if (field.number == number) {
                Field value = fields(first(field.bytes, 2).bytes).getFirst();
                String shown = value.number == 1 ? text(value) : Long.toString(value.value);
                found.put(text(first(field.bytes, 1)), shown);
            }
        }
        return found;
    }

    private static Field first(byte[] message, int number) {
        return fields(message).stream()
                .filter(field -> field.number == number)
                .findFirst()
                .orElse(new Field(number, 0, new byte[0]));
    }

    private static String hex(@Nullable Field field) {
        return field == null ? "" : HexFormat.of().formatHex(field.bytes);
    }

    private static String text(Field field) {
        return new String(field.bytes, UTF_8);
    }

    @SuppressWarnings("ArrayRecordComponent") // Never compared.
    private record Field(int number, long value, byte[] bytes) {}

    private static List<Field> fields(byte[] message) {
        List<Field> fields = new ArrayList<>();
        ByteBuffer in = ByteBuffer.wrap(message).order(ByteOrder.LITTLE_ENDIAN);
        while (in.hasRemaining()) {
            int tag = (int) varint(in);
            int number = tag >>> 3;
            switch (tag & 7) {
                case 0 -> fields.add(new Field(number, varint(in), new byte[0]));
                case 1 -> fields.add(new Field(number, in.getLong(), new byte[0]));
                case 2 -> {
                    byte[] bytes = new byte[(int) varint(in)];
                    in.get(bytes);
                    fields.add(new Field(number, 0, bytes));
                }
                case 5 -> fields.add(new Field(number, in.getInt(), new byte[0]));
                default -> throw new IllegalArgumentException("no protobuf");
            }
        }
        return fields;
    }

    private static long varint(ByteBuffer in) {
        long value = 0;
        for (int shift = 0; ; shift += 7) {
            byte next = in.get();
            value |= (long) (next & 0x7f) << shift;
            if (next >= 0) {
                return value;
            }
        }
    }
}
