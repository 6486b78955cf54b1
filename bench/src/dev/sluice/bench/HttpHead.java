package dev.sluice.bench;

import java.nio.ByteBuffer;

/**
 * Where an HTTP/1.1 message in a buffer ends. Knows only what the rig's own messages and its peers' need: a head that ends
 * in an empty line and a body of the length it names. One instance per connection, so that parsing allocates nothing.
 */
final class HttpHead {
    private static final byte[] CONTENT_LENGTH = "content-length:".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    private static final byte[] CHUNKED = "transfer-encoding:".getBytes(java.nio.charset.StandardCharsets.US_ASCII);

    /** Bytes of the head including its empty line. */
    int headLength;

    /** Bytes of head and body together. */
    int messageLength;

    /** The body comes in chunks, which the rig does not read: the caller must treat the message as an error. */
    boolean chunked;

    /** Reads the head at the start of the buffer; false when its empty line is not there yet. */
    boolean read(ByteBuffer buffer, int length) {
        int body = 0;
        chunked = false;
        int lineStart = 0;
        for (int i = 0; i < length; i++) {
            if (buffer.get(i) != '\n') {
                continue;
            }
            if (i - lineStart <= 1) {
                headLength = i + 1;
                messageLength = headLength + body;
                return true;
            }
            int first = buffer.get(lineStart) | 0x20;
            if (first == 'c' && startsWith(buffer, lineStart, i, CONTENT_LENGTH)) {
                body = number(buffer, lineStart + CONTENT_LENGTH.length, i);
            } else if (first == 't' && startsWith(buffer, lineStart, i, CHUNKED)) {
                chunked = true;
            }
            lineStart = i + 1;
        }
        return false;
    }

    private static boolean startsWith(ByteBuffer buffer, int from, int to, byte[] lowerCaseName) {
        if (to - from < lowerCaseName.length) {
            return false;
        }
        for (int i = 0; i < lowerCaseName.length; i++) {
            byte b = buffer.get(from + i);
            if (b != lowerCaseName[i] && (b | 0x20) != lowerCaseName[i]) {
                return false;
            }
        }
        return true;
    }

    private static int number(ByteBuffer buffer, int from, int to) {
        int value = 0;
        for (int i = from; i < to; i++) {
            int digit = buffer.get(i) - '0';
            if (digit >= 0 && digit <= 9) {
                value = value * 10 + digit;
            }
        }
        return value;
    }
}
