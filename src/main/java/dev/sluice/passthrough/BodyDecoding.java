package dev.sluice.passthrough;

import io.vertx.core.MultiMap;

/** Turns the body of a lookup, in whichever encoding its SDK chose, into plain JSON. */
@FunctionalInterface
interface BodyDecoding {
    /**
     * The text, which may still not be JSON.
     *
     * @param query the raw query, empty if there is none; it may name the compression, or hold the payload
     * @throws Refusal if it cannot be decoded or inflates beyond its bound
     */
    byte[] json(byte[] body, MultiMap headers, String query) throws Refusal;
}
