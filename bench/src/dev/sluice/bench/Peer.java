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

    /** Processes of others that work for it, such as the database behind it, as they are now. */
    default List<ProcessHandle> neighbours() {
        return List.of();
    }

    /** It gets faster for a while, because it is compiled as it runs. */
    default boolean isCompiledAsItRuns() {
        return false;
    }

    /** It answers before the events are upstream, and must not be sent an event twice. */
    boolean storesAndForwards();

    /** Waits until nothing is pending any more; false when it still is after this time. */
    boolean awaitDelivered(Duration limit);

    /** The end of its log, for who looks into a fault. */
    String lastWords();

    @Override
    void close();
}
