package dev.sluice.delivery;

/** Where batches go. Thread-safe; {@link #send} waits, for virtual threads. */
public interface Upstream {

    /**
     * Sends one batch, once. A failure on the way is {@link Delivery.TryLater} like an answer that says so.
     *
     * @throws DamagedFrameException if the stored events cannot be read; nothing was sent
     */
    Delivery send(Shipment shipment) throws DamagedFrameException, InterruptedException;
}
