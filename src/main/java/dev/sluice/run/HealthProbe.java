package dev.sluice.run;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.util.List;

/** The container's health check: the image holds no shell and no curl that could ask. */
final class HealthProbe {
    private static final int TIMEOUT_MILLIS = 2_000;

    private HealthProbe() {}

    /** What is wrong with the gateway on this machine; empty when it can accept events. */
    static List<String> ask(String port) {
        try {
            HttpURLConnection connection = (HttpURLConnection)
                    URI.create("http://127.0.0.1:" + port + "/health").toURL().openConnection();
            connection.setConnectTimeout(TIMEOUT_MILLIS);
            connection.setReadTimeout(TIMEOUT_MILLIS);
            connection.setInstanceFollowRedirects(false);
            try {
                int status = connection.getResponseCode();
                return status == 200 ? List.of() : List.of("port " + port + " answers /health with " + status);
            } finally {
                connection.disconnect();
            }
        } catch (IOException e) {
            return List.of("port " + port + " does not answer: " + e.getClass().getSimpleName());
        } catch (IllegalArgumentException e) {
            return List.of("PORT is not a port");
        }
    }
}
