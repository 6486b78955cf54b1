package dev.sluice.report;

import io.vertx.core.VertxException;
import java.io.IOException;
import java.util.Set;

/**
 * What only a sender can be blamed for: it hung up before its answer, or its request could not be read as HTTP. Browsers
 * and scanners do that all day, so it is neither logged as an error of the gateway nor reported as one.
 */
final class SendersFault {
    private static final Set<String> HUNG_UP = Set.of("Connection reset", "Connection reset by peer", "Broken pipe");

    private SendersFault() {}

    static boolean is(Throwable thrown) {
        return thrown instanceof VertxException
                || (thrown instanceof IOException && HUNG_UP.contains(String.valueOf(thrown.getMessage())));
    }
}
