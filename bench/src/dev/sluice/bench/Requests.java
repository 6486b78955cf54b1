package dev.sluice.bench;

import java.nio.ByteBuffer;

/** Ready-made requests, one after the other. For one thread. */
interface Requests {
    /** Puts the next request at the start of the buffer and sets its limit; false when there are no more. */
    boolean next(ByteBuffer buffer);

    /** How many are left; {@link Long#MAX_VALUE} when they never end. */
    long remaining();

    /** The number that the next event will carry; events are numbered without gaps. */
    long nextEvent();

    int eventsPerRequest();
}
