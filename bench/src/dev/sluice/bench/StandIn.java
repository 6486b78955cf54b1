package dev.sluice.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/**
 * The stand-in for PostHog, a process of its own: answers 200 {@code {"status":1}} to everything at once, from one thread.
 * While a load runs it only counts requests and puts bodies aside; they are inflated and their events counted afterwards,
 * when {@code /-/verify} asks, so that the proof of delivery does not cost the measured time anything.
 *
 * <p>Its first line of output is its port. It ends when its input does, so it cannot outlive the rig.
 */
final class StandIn {
    private static final int LARGEST_REQUEST = 48 << 20;

    private final ByteBuffer ok = answer("application/json", "{\"status\":1}");
    private final ByteBuffer unavailable = ByteBuffer.wrap("HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n"
            .getBytes(StandardCharsets.US_ASCII));
    private final KeptBodies kept = new KeptBodies();
    private long requests;
    private long bytes;
    private long firstNanos;
    private long lastNanos;
    private boolean keep;
    private boolean away;

    public static void main(String[] args) throws IOException {
        Thread.ofPlatform().daemon().start(StandIn::endWithTheRig);
        new StandIn().serve();
    }

    private static void endWithTheRig() {
        try {
            while (System.in.read() >= 0) {
                // Nothing is ever sent; only the end of the stream matters.
            }
        } catch (IOException e) {
            System.err.println("stand-in: lost the rig");
        }
        Runtime.getRuntime().halt(0);
    }

    private void serve() throws IOException {
        Selector selector = Selector.open();
        ServerSocketChannel server = ServerSocketChannel.open();
        server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1024);
        server.configureBlocking(false);
        server.register(selector, SelectionKey.OP_ACCEPT);
        System.out.println(((InetSocketAddress) server.getLocalAddress()).getPort());
        System.out.flush();
        while (true) {
            selector.select(key -> {
                try {
                    if (key.attachment() instanceof Peer peer) {
                        read(peer);
                    } else {
                        accept(server, selector);
                    }
                } catch (ProtocolException e) {
                    System.err.println("stand-in: closed a connection, " + e.getMessage());
                    close(key);
                } catch (IOException e) {
                    close(key);
                }
            });
        }
    }

    private static void close(SelectionKey key) {
        try {
            key.channel().close();
        } catch (IOException e) {
            System.err.println("stand-in: a connection did not close");
        }
    }

    private static void accept(ServerSocketChannel server, Selector selector) throws IOException {
        SocketChannel channel = server.accept();
        if (channel != null) {
            channel.setOption(java.net.StandardSocketOptions.TCP_NODELAY, true);
            channel.configureBlocking(false);
            channel.register(selector, SelectionKey.OP_READ, new Peer(channel));
        }
    }

    private void read(Peer peer) throws IOException {
        if (peer.channel.read(peer.in) < 0) {
            peer.channel.close();
            return;
        }
        while (peer.in.position() > 0 && peer.head.read(peer.in, peer.in.position())) {
            int length = peer.head.messageLength;
            if (peer.head.chunked || length > LARGEST_REQUEST) {
                // Visible as a missing delivery rather than a wrong count.
                throw new ProtocolException("a request that the stand-in does not read");
            }
            if (peer.in.position() < length) {
                break;
            }
            respond(peer);
            peer.drop(length);
        }
        peer.growIfFull();
    }

    private void respond(Peer peer) throws IOException {
        ByteBuffer in = peer.in;
        if (in.get(0) == 'G' && in.get(5) == '-') {
            write(peer.channel, answer("text/plain", control(peer.requestLine())));
            peer.channel.close();
            return;
        }
        if (in.get(0) == 'P' && away) {
            unavailable.clear();
            write(peer.channel, unavailable);
            return;
        }
        if (in.get(0) == 'P') {
            int bodyLength = peer.head.messageLength - peer.head.headLength;
            lastNanos = System.nanoTime();
            firstNanos = requests == 0 ? lastNanos : firstNanos;
            requests++;
            bytes += bodyLength;
            if (keep) {
                kept.add(in, peer.head.headLength, bodyLength);
            }
        }
        ok.clear();
        write(peer.channel, ok);
    }

    private static void write(SocketChannel channel, ByteBuffer answer) throws IOException {
        channel.write(answer);
        if (answer.hasRemaining()) {
            throw new ProtocolException("a peer that does not read its answers");
        }
    }

    /**
     * {@code GET /-/reset?keep}, {@code GET /-/counts} (requests, their bytes, nanoseconds from the first to the last), {@code GET /-/away?yes}, which makes every answer a 503, and
     * {@code GET /-/verify?FROM-TO}, which takes event numbers.
     */
    private String control(String requestLine) {
        String path = requestLine.split(" ")[1];
        int question = path.indexOf('?');
        String query = question < 0 ? "" : path.substring(question + 1);
        if (path.startsWith("/-/reset")) {
            requests = 0;
            bytes = 0;
            firstNanos = 0;
            lastNanos = 0;
            keep = query.equals("keep");
            kept.clear();
        } else if (path.startsWith("/-/away")) {
            away = query.equals("yes");
        } else if (path.startsWith("/-/verify")) {
            String[] range = query.split("-");
            return kept.verify(Long.parseLong(range[0]), Long.parseLong(range[1]));
        }
        return requests + " " + bytes + " " + (lastNanos - firstNanos);
    }

    private static ByteBuffer answer(String type, String body) {
        byte[] bytes = ("HTTP/1.1 200 OK\r\nContent-Type: " + type + "\r\nContent-Length: " + body.length() + "\r\n\r\n"
                        + body)
                .getBytes(StandardCharsets.US_ASCII);
        return ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
    }

    private static final class Peer {
        final SocketChannel channel;
        final HttpHead head = new HttpHead();
        ByteBuffer in = ByteBuffer.allocateDirect(64 * 1024);

        Peer(SocketChannel channel) {
            this.channel = channel;
        }

        String requestLine() {
            StringBuilder line = new StringBuilder();
            for (int i = 0; in.get(i) != '\r'; i++) {
                line.append((char) in.get(i));
            }
            return line.toString();
        }

        void drop(int length) {
            in.flip().position(length);
            in.compact();
        }

        void growIfFull() throws IOException {
            if (in.hasRemaining()) {
                return;
            }
            if (in.capacity() >= LARGEST_REQUEST) {
                throw new ProtocolException("a request that is too large");
            }
            in = ByteBuffer.allocateDirect(in.capacity() * 2).put(in.flip());
        }
    }
}
