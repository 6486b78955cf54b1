package dev.sluice.bench;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;

/** What is measured: something that takes capture requests on one address and hands events to the stand-in. */
interface Peer extends AutoCloseable {
    String name();

    InetSocketAddress address();

    /** Its processes as they are now. */
    List<ProcessHandle> processes();

    /** It answers before the events are upstream, and must not be sent an event twice. */
    boolean storesAndForwards();

    /** Waits until nothing is pending any more; false when it still is after this time. */
    boolean awaitDelivered(Duration limit);

    /** The end of its log, for who looks into a fault. */
    String lastWords();

    @Override
    void close();
}
