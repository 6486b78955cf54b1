package dev.sluice.bench;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Sends requests over kept-alive connections from one thread and times the answers. Nothing is allocated per request. A
 * connection carries one request at a time, as browsers and SDKs do.
 */
final class Loader {
    private static final long GRACE_NANOS = 10_000_000_000L;

    private final ByteBuffer scratch = ByteBuffer.allocateDirect(1 << 20);
    private final Consumer<SelectionKey> onReady = key -> ready((Connection) key.attachment());
    private final ArrayDeque<Connection> idle = new ArrayDeque<>();

    private InetSocketAddress target;
    private Selector selector;
    private Requests requests;
    private long[] latencies = new long[1 << 16];
    private int answered;
    private long refused;
    private long lost;
    private int busy;
    private final Map<Integer, Long> statuses = new TreeMap<>();

    /** Each connection sends its next request when the previous one is answered, until the time or the requests run out. */
    LoadResult closedLoop(InetSocketAddress address, Requests source, int connections, long nanos, long maxRequests)
            throws IOException {
        List<Connection> all = connect(address, source, connections);
        long start = System.nanoTime();
        long end = start + nanos;
        long sent = 0;
        while (true) {
            long now = System.nanoTime();
            while (now < end && sent < maxRequests && !idle.isEmpty() && send(idle.poll(), now)) {
                sent++;
                now = System.nanoTime();
            }
            boolean finished = now >= end || sent >= maxRequests || requests.remaining() == 0;
            if (busy == 0 && finished || now > end + GRACE_NANOS) {
                break;
            }
            selector.select(onReady, 100);
        }
        return finish(all, start, 0);
    }

    /**
     * Requests are due at a fixed rate whatever the answers do, and a latency counts from when its request was due: a peer
     * that stalls pays for every request it kept waiting (no coordinated omission).
     */
    LoadResult openLoop(InetSocketAddress address, Requests source, int connections, long nanos, double perSecond)
            throws IOException {
        List<Connection> all = connect(address, source, connections);
        long total = Math.min((long) (perSecond * nanos / 1e9), source.remaining());
        double interval = 1e9 / perSecond;
        long start = System.nanoTime();
        long sent = 0;
        long unsent = 0;
        try (Pacer _ = Pacer.start(selector, start, interval)) {
            while (sent < total || busy > 0) {
                selector.select(onReady, 100);
                long now = System.nanoTime();
                while (sent < total && !idle.isEmpty()) {
                    long due = start + (long) (sent * interval);
                    if (due > now || !send(idle.poll(), due)) {
                        break;
                    }
                    sent++;
                }
                if (now > start + nanos + GRACE_NANOS) {
                    unsent = total - sent;
                    break;
                }
            }
        }
        return finish(all, start, unsent);
    }

    private List<Connection> connect(InetSocketAddress address, Requests source, int connections) throws IOException {
        target = address;
        requests = source;
        selector = Selector.open();
        answered = 0;
        refused = 0;
        lost = 0;
        busy = 0;
        statuses.clear();
        idle.clear();
        List<Connection> all = new ArrayList<>();
        for (int i = 0; i < connections; i++) {
            Connection connection = new Connection();
            connection.open(target, selector);
            all.add(connection);
            idle.add(connection);
        }
        return all;
    }

    private boolean send(Connection connection, long startedAt) throws IOException {
        if (!requests.next(scratch)) {
            idle.push(connection);
            return false;
        }
        busy++;
        try {
            connection.send(scratch, startedAt);
        } catch (IOException e) {
            lose(connection);
        }
        return true;
    }

    private void ready(Connection connection) {
        try {
            int status = connection.progress();
            if (status == Connection.NOT_YET) {
                return;
            }
            busy--;
            idle.add(connection);
            if (status == 200) {
                if (answered == latencies.length) {
                    latencies = Arrays.copyOf(latencies, answered * 2);
                }
                latencies[answered++] = System.nanoTime() - connection.startedAt();
            } else {
                refused++;
                statuses.merge(status, 1L, Long::sum);
            }
            if (connection.closesNow()) {
                connection.reopen(target, selector);
            }
        } catch (IOException e) {
            try {
                lose(connection);
            } catch (IOException again) {
                throw new java.io.UncheckedIOException("the peer takes no new connections", again);
            }
        }
    }

    private void lose(Connection connection) throws IOException {
        if (connection.isBusy()) {
            lost++;
            busy--;
            idle.add(connection);
        }
        connection.reopen(target, selector);
    }

    private LoadResult finish(List<Connection> all, long start, long unsent) throws IOException {
        long nanos = System.nanoTime() - start;
        for (Connection connection : all) {
            connection.close();
        }
        selector.close();
        long[] sorted = Arrays.copyOf(latencies, answered);
        Arrays.sort(sorted);
        return new LoadResult(answered, refused, lost + busy, unsent, nanos, sorted, Map.copyOf(statuses));
    }
}
