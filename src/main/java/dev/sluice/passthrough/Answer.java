package dev.sluice.passthrough;

import io.vertx.core.buffer.Buffer;
import java.util.Map;
import java.util.Optional;

/**
 * An upstream answer, already reduced to what a client may see.
 *
 * @param headers names in lower case
 */
record Answer(int status, Map<String, String> headers, Buffer body) {
    Answer {
        headers = Map.copyOf(headers);
    }

    Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name));
    }

    boolean isServerError() {
        return status >= 500;
    }
}
