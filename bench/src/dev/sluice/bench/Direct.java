package dev.sluice.bench;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;

/** Nothing in between: what the loader and the stand-in cost on their own. */
record Direct(InetSocketAddress address) implements Peer {
    static final String NAME = "direct";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<ProcessHandle> processes() {
        return List.of();
    }

    @Override
    public boolean storesAndForwards() {
        return false;
    }

    @Override
    public boolean awaitDelivered(Duration limit) {
        return true;
    }

    @Override
    public String lastWords() {
        return "";
    }

    @Override
    public void close() {
        // The stand-in belongs to the run.
    }
}
