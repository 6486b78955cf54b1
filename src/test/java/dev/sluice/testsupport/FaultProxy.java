package dev.sluice.testsupport;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * Stands between the gateway and a neighbour, below any protocol, and does to their bytes what networks do. Which fault comes
 * next is asked for each piece of an answer, and each piece of a request. Thread-safe.
 */
public final class FaultProxy implements AutoCloseable {
    private static final int PIECE = 64 * 1024;

    private final InetSocketAddress neighbour;
    private final ServerSocket server;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final AtomicInteger withheld = new AtomicInteger();
    private volatile Supplier<Fault> answers = () -> Fault.NONE;
    private volatile Supplier<Fault> requests = () -> Fault.NONE;

    private FaultProxy(InetSocketAddress neighbour) throws IOException {
        this.neighbour = neighbour;
        this.server = new ServerSocket(0, 128, InetAddress.getLoopbackAddress());
    }

    /** What happens to a piece of an exchange. */
    public enum Fault {
        NONE,
        /** Both connections end with a reset, and the piece is lost. */
        RESET,
        /** The piece is lost, and so is all that follows on its connection, which stays open. */
        SILENCE,
        /** The piece comes 300 ms late. */
        LATE,
        /** The piece comes in crumbs over half a second. */
        CRUMBS
    }

    public static FaultProxy before(String host, int port) {
        try {
            FaultProxy proxy = new FaultProxy(new InetSocketAddress(host, port));
            Thread.ofVirtual().start(proxy::accept);
            return proxy;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public int port() {
        return server.getLocalPort();
    }

    /** What happens to what the neighbour answers, from now on. */
    public void toAnswers(Supplier<Fault> next) {
        answers = next;
    }

    /** What happens to what the neighbour is asked, from now on. */
    public void toRequests(Supplier<Fault> next) {
        requests = next;
    }

    /** Answers that the neighbour gave and nobody received. */
    public int withheldAnswers() {
        return withheld.get();
    }

    /** Ends each connection that is open now. */
    public void cutAll() {
        sockets.forEach(FaultProxy::reset);
    }

    @Override
    public void close() throws IOException {
        server.close();
        cutAll();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket client = server.accept();
                Thread.ofVirtual().start(() -> connect(client));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void connect(Socket client) {
        Socket upstream = new Socket();
        sockets.add(client);
        sockets.add(upstream);
        try {
            upstream.connect(neighbour, 2_000);
            Thread.ofVirtual().start(() -> pass(client, upstream, false));
            pass(upstream, client, true);
        } catch (IOException refused) {
            reset(client);
        }
    }

    private void pass(Socket from, Socket to, boolean answer) {
        byte[] piece = new byte[PIECE];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            boolean silent = false;
            for (int n = in.read(piece); n >= 0; n = in.read(piece)) {
                Fault fault = silent ? Fault.SILENCE : (answer ? answers : requests).get();
                if (answer && !silent && (fault == Fault.RESET || fault == Fault.SILENCE)) {
                    withheld.incrementAndGet();
                }
                switch (fault) {
                    case NONE -> out.write(piece, 0, n);
                    case RESET -> throw new SocketException("cut");
                    case SILENCE -> silent = true;
                    case LATE -> {
                        TimeUnit.MILLISECONDS.sleep(300);
                        out.write(piece, 0, n);
                    }
                    case CRUMBS -> crumble(piece, n, out);
                }
            }
            to.shutdownOutput();
        } catch (IOException ended) {
            reset(from);
            reset(to);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void crumble(byte[] piece, int length, OutputStream out) throws IOException, InterruptedException {
        int crumb = Math.max(1, length / 10);
        for (int at = 0; at < length; at += crumb) {
            out.write(piece, at, Math.min(crumb, length - at));
            out.flush();
            TimeUnit.MILLISECONDS.sleep(50);
        }
    }

    private static void reset(Socket socket) {
        try {
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException closed) {
            // It is closed, which is all that was wanted.
            return;
        }
    }
}
