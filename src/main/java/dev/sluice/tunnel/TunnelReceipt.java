package dev.sluice.tunnel;

/**
 * The envelope, or what is left of it, is stored.
 *
 * @param eventId as in the envelope's header: 32 hexadecimal digits; empty where it names no event
 * @param limits what the sender is told to keep to from now on
 */
record TunnelReceipt(String eventId, LimitsInForce limits) {}
