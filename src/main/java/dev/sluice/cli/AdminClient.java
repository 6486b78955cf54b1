package dev.sluice.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Asks the admin API of a running gateway. */
public final class AdminClient {
    private static final int CONNECT_MILLIS = 5_000;
    /** A deletion of many letters takes its time. */
    private static final int READ_MILLIS = 120_000;

    private final URI gateway;
    private final String token;
    private final ObjectMapper json = new ObjectMapper();

    /**
     * @param gateway its address without a path
     * @param token what its {@code SLUICE_ADMIN_TOKEN} is
     */
    public AdminClient(URI gateway, String token) {
        this.gateway = gateway;
        this.token = token;
    }

    /** @param status of HTTP */
    record Answer(int status, JsonNode body) {
        boolean isGood() {
            return status >= 200 && status < 300;
        }
    }

    Answer ask(String method, String path, Map<String, String> parameters, Optional<byte[]> body) throws IOException {
        String query = parameters.entrySet().stream()
                .map(each -> each.getKey() + "=" + URLEncoder.encode(each.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        String address = gateway.toString().replaceFirst("/+$", "") + path + (query.isEmpty() ? "" : "?" + query);
        HttpURLConnection connection =
                (HttpURLConnection) URI.create(address).toURL().openConnection();
        connection.setRequestMethod(method);
        connection.setConnectTimeout(CONNECT_MILLIS);
        connection.setReadTimeout(READ_MILLIS);
        // Elsewhere the token has no business.
        connection.setInstanceFollowRedirects(false);
        connection.setRequestProperty("Authorization", "Bearer " + token);
        try {
            if (!method.equals("GET") && !method.equals("DELETE")) {
                send(connection, body.orElse(new byte[0]));
            }
            return read(connection);
        } finally {
            connection.disconnect();
        }
    }

    private static void send(HttpURLConnection connection, byte[] body) throws IOException {
        connection.setDoOutput(true);
        connection.setRequestProperty("Content-Type", "application/json");
        connection.setFixedLengthStreamingMode(body.length);
        try (OutputStream out = connection.getOutputStream()) {
            out.write(body);
        }
    }

    private Answer read(HttpURLConnection connection) throws IOException {
        int status = connection.getResponseCode();
        try (InputStream in = status < 400 ? connection.getInputStream() : connection.getErrorStream()) {
            byte[] bytes = in == null ? new byte[0] : in.readAllBytes();
            return new Answer(status, bytes.length == 0 ? json.createObjectNode() : json.readTree(bytes));
        } catch (JsonProcessingException e) {
            return new Answer(status, json.createObjectNode());
        }
    }

    String pretty(JsonNode node) {
        return node.toPrettyString();
    }
}
