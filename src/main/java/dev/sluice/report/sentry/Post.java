package dev.sluice.report.sentry;

import dev.sluice.config.BuildVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** One request of a kind, by the JDK's own client, as the SDK does it. */
final class Post {
    private static final int TIMEOUT_MILLIS = 5_000;
    private static final int LONGEST_ANSWER = 300;

    private final String key;

    /** @param key what must not be shown, should an answer repeat it */
    Post(String key) {
        this.key = key;
    }

    /** Waits for the answer, some seconds at most. A redirect is an answer: the key has no business elsewhere. */
    SentryAnswer send(URI address, String contentType, String authHeader, byte[] body) {
        try {
            HttpURLConnection connection = (HttpURLConnection) address.toURL().openConnection();
            try {
                prepare(connection, contentType, authHeader, body.length);
                try (OutputStream out = connection.getOutputStream()) {
                    out.write(body);
                }
                return read(connection);
            } finally {
                connection.disconnect();
            }
        } catch (IOException | IllegalArgumentException e) {
            // Not its text, which holds the address.
            return new SentryAnswer(0, e.getClass().getSimpleName());
        }
    }

    private static void prepare(HttpURLConnection connection, String contentType, String authHeader, int length)
            throws IOException {
        connection.setRequestMethod("POST");
        connection.setConnectTimeout(TIMEOUT_MILLIS);
        connection.setReadTimeout(TIMEOUT_MILLIS);
        connection.setInstanceFollowRedirects(false);
        connection.setUseCaches(false);
        connection.setDoOutput(true);
        // Without a fixed length the JDK repeats a POST by itself when a connection breaks.
        connection.setFixedLengthStreamingMode(length);
        connection.setRequestProperty("Content-Type", contentType);
        connection.setRequestProperty("User-Agent", "sluice/" + BuildVersion.number());
        if (!authHeader.isEmpty()) {
            connection.setRequestProperty("X-Sentry-Auth", authHeader);
        }
    }

    private SentryAnswer read(HttpURLConnection connection) throws IOException {
        int status = connection.getResponseCode();
        return status < 0 ? new SentryAnswer(0, "no HTTP") : new SentryAnswer(status, text(connection, status));
    }

    /** For people only; an answer without a readable text is an answer all the same. */
    private String text(HttpURLConnection connection, int status) {
        try (InputStream in = status < 400 ? connection.getInputStream() : connection.getErrorStream()) {
            byte[] bytes = in == null ? new byte[0] : in.readNBytes(LONGEST_ANSWER);
            return shown(new String(bytes, StandardCharsets.UTF_8));
        } catch (IOException e) {
            return e.getClass().getSimpleName();
        }
    }

    private String shown(String text) {
        StringBuilder line = new StringBuilder();
        String safe = key.isEmpty() ? text : text.replace(key, "…");
        safe.strip().codePoints().forEach(c -> line.appendCodePoint(c < 0x20 || (c >= 0x7f && c < 0xa0) ? ' ' : c));
        return line.toString();
    }
}
