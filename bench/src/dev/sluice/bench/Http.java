package dev.sluice.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** The few requests the rig makes beside the loads: one per connection, small answers, no threads behind it. */
final class Http {
    private static final int TIMEOUT_MILLIS = 60_000;

    private Http() {}

    /** The body of a 200; anything else is an error. */
    static String get(InetSocketAddress address, String path) {
        try {
            String answer = exchange(address, path);
            if (!answer.startsWith("HTTP/1.1 200") && !answer.startsWith("HTTP/1.0 200")) {
                throw new IllegalStateException(path.split("\\?")[0] + " answered "
                        + answer.lines().findFirst().orElse("nothing"));
            }
            return answer.substring(answer.indexOf("\r\n\r\n") + 4);
        } catch (IOException e) {
            throw new UncheckedIOException("no answer from " + path.split("\\?")[0], e);
        }
    }

    /** The status, or 0 when there is no answer. */
    static int status(InetSocketAddress address, String path) {
        try {
            String answer = exchange(address, path);
            return answer.length() < 12 ? 0 : Integer.parseInt(answer.substring(9, 12));
        } catch (IOException e) {
            return 0;
        }
    }

    static boolean awaitPort(InetSocketAddress address, Duration limit) {
        long end = System.nanoTime() + limit.toNanos();
        while (System.nanoTime() < end) {
            try (Socket socket = new Socket()) {
                socket.connect(address, 1000);
                return true;
            } catch (IOException e) {
                LockSupport.parkNanos(5_000_000);
            }
        }
        return false;
    }

    /** HTTP/1.0, so that the answer ends with the connection and comes without chunks. */
    private static String exchange(InetSocketAddress address, String path) throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(address, TIMEOUT_MILLIS);
            socket.setSoTimeout(TIMEOUT_MILLIS);
            socket.getOutputStream()
                    .write(("GET " + path + " HTTP/1.0\r\nHost: 127.0.0.1\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            InputStream in = socket.getInputStream();
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
