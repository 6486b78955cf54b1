package dev.sluice.report;

import io.vertx.core.VertxException;
import java.io.IOException;
import java.util.Set;

/** A sender that hung up before its answer. Browsers do that all day; it is no error of the gateway. */
final class Disconnect {
    private static final Set<String> TEXTS =
            Set.of("Connection was closed", "Connection reset", "Connection reset by peer", "Broken pipe");

    private Disconnect() {}

    static boolean is(Throwable thrown) {
        return (thrown instanceof VertxException || thrown instanceof IOException)
                && (thrown.getMessage() == null || TEXTS.contains(thrown.getMessage()));
    }
}
