package dev.sluice.bench;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;

/** One kept-alive connection of the loader, with at most one request on its way. */
final class Connection {
    static final int NOT_YET = 0;

    private final ByteBuffer answer = ByteBuffer.allocateDirect(16 * 1024);
    private final HttpHead head = new HttpHead();
    private SocketChannel channel;
    private SelectionKey key;
    private ByteBuffer unwritten;
    private long startedAt;
    private boolean busy;
    private boolean closes;

    void open(InetSocketAddress target, Selector selector) throws IOException {
        channel = SocketChannel.open(target);
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        channel.configureBlocking(false);
        key = channel.register(selector, SelectionKey.OP_READ, this);
        answer.clear();
        unwritten = null;
        busy = false;
        closes = false;
    }

    void reopen(InetSocketAddress target, Selector selector) throws IOException {
        close();
        open(target, selector);
    }

    void close() throws IOException {
        channel.close();
    }

    boolean isBusy() {
        return busy;
    }

    /** The last answer said that the peer closes the connection. */
    boolean closesNow() {
        return closes;
    }

    long startedAt() {
        return startedAt;
    }

    void send(ByteBuffer request, long since) throws IOException {
        startedAt = since;
        busy = true;
        channel.write(request);
        if (request.hasRemaining()) {
            // The scratch buffer is shared by all connections, so what the socket did not take moves to one of its own.
            unwritten =
                    ByteBuffer.allocateDirect(request.remaining()).put(request).flip();
            key.interestOps(SelectionKey.OP_READ | SelectionKey.OP_WRITE);
        }
    }

    /** Goes on with what the socket is ready for: the status of the answer once it is complete, else {@link #NOT_YET}. */
    int progress() throws IOException {
        if (unwritten != null && key.isWritable()) {
            channel.write(unwritten);
            if (!unwritten.hasRemaining()) {
                unwritten = null;
                key.interestOps(SelectionKey.OP_READ);
            }
        }
        if (!key.isReadable()) {
            return NOT_YET;
        }
        if (channel.read(answer) < 0) {
            throw new EOFException("the peer closed the connection");
        }
        int length = answer.position();
        if (!head.read(answer, length) || length < head.messageLength) {
            return NOT_YET;
        }
        if (head.chunked || length > head.messageLength || !busy) {
            throw new IOException("an answer that the loader does not read");
        }
        closes = saysClose();
        answer.clear();
        busy = false;
        return (answer.get(9) - '0') * 100 + (answer.get(10) - '0') * 10 + answer.get(11) - '0';
    }

    /** Both nginx and Vert.x close only after saying so, in these words. */
    private boolean saysClose() {
        for (int i = 12; i + 7 < head.headLength; i++) {
            if (answer.get(i) == ':'
                    && answer.get(i + 1) == ' '
                    && answer.get(i + 2) == 'c'
                    && answer.get(i + 3) == 'l'
                    && answer.get(i + 4) == 'o'
                    && answer.get(i + 5) == 's'
                    && answer.get(i + 6) == 'e') {
                return true;
            }
        }
        return false;
    }
}
