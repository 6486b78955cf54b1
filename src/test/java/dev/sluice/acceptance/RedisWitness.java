package dev.sluice.acceptance;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.util.stream.Collectors;

/** Sees every command that anybody sends to a Redis, through its own MONITOR. */
final class RedisWitness implements AutoCloseable {
    private final Socket socket;
    private final ByteArrayOutputStream seen = new ByteArrayOutputStream();
    private final Thread reader;

    private RedisWitness(Socket socket) {
        this.socket = socket;
        this.reader = Thread.ofVirtual().start(this::read);
    }

    static RedisWitness of(String url) throws IOException {
        URI address = URI.create(url);
        Socket socket = new Socket(address.getHost(), address.getPort());
        socket.getOutputStream().write("MONITOR\r\n".getBytes(US_ASCII));
        socket.getOutputStream().flush();
        return new RedisWitness(socket);
    }

    private void read() {
        byte[] buffer = new byte[65536];
        try {
            InputStream in = socket.getInputStream();
            int read = in.read(buffer);
            while (read >= 0) {
                synchronized (seen) {
                    seen.write(buffer, 0, read);
                }
                read = in.read(buffer);
            }
        } catch (IOException closed) {
            // The end of the watch.
            return;
        }
    }

    /** Without what scripts did by themselves, which is many times as much: they have it from the call that is here. */
    byte[] seen() {
        String all;
        synchronized (seen) {
            all = seen.toString(ISO_8859_1);
        }
        return all.lines()
                .filter(line -> !line.contains(" lua] "))
                .collect(Collectors.joining("\n"))
                .getBytes(ISO_8859_1);
    }

    @Override
    public void close() throws Exception {
        socket.close();
        reader.join();
    }
}
