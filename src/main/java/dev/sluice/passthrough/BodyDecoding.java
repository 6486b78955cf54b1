package dev.sluice.passthrough;

import io.vertx.core.MultiMap;
import java.util.List;
import java.util.Map;

/** Turns the body of a lookup, in whichever encoding its SDK chose, into plain JSON. */
@FunctionalInterface
interface BodyDecoding {
    /**
     * @throws Refusal if it cannot be decoded or inflates beyond its bound
     */
    byte[] json(byte[] body, MultiMap headers, Map<String, List<String>> query) throws Refusal;
}
