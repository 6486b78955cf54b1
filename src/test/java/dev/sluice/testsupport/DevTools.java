package dev.sluice.testsupport;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** As much of the Chrome DevTools Protocol as the tests need: commands and their answers. */
final class DevTools implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long DEADLINE_SECONDS = 60;

    private final Connection connection;
    private final Optional<String> session;

    private DevTools(Connection connection, Optional<String> session) {
        this.connection = connection;
        this.session = session;
    }

    static DevTools connect(URI address) {
        Connection connection = new Connection();
        connection.open(address);
        return new DevTools(connection, Optional.empty());
    }

    /** The same connection, for commands to one tab. */
    DevTools session(String id) {
        return new DevTools(connection, Optional.of(id));
    }

    /**
     * @param parameters names and values by turns
     * @throws IllegalStateException if the browser refuses the command or does not answer in time
     */
    JsonNode send(String method, Object... parameters) {
        ObjectNode command = JSON.createObjectNode().put("method", method);
        session.ifPresent(id -> command.put("sessionId", id));
        ObjectNode named = command.putObject("params");
        for (int i = 0; i < parameters.length; i += 2) {
            named.putPOJO((String) parameters[i], parameters[i + 1]);
        }
        JsonNode answer = connection.exchange(command);
        if (answer.has("error")) {
            throw new IllegalStateException(method + ": " + answer.get("error"));
        }
        return answer.path("result");
    }

    @Override
    public void close() {
        connection.close();
    }

    private static final class Connection implements WebSocket.Listener {
        private final AtomicInteger ids = new AtomicInteger();
        private final Map<Integer, CompletableFuture<JsonNode>> waiting = new ConcurrentHashMap<>();
        private final StringBuilder partial = new StringBuilder();
        private final HttpClient client = HttpClient.newHttpClient();
        private final CompletableFuture<WebSocket> socket = new CompletableFuture<>();

        void open(URI address) {
            client.newWebSocketBuilder()
                    .buildAsync(address, this)
                    .thenAccept(socket::complete)
                    .orTimeout(DEADLINE_SECONDS, TimeUnit.SECONDS)
                    .join();
        }

        synchronized JsonNode exchange(ObjectNode command) {
            int id = ids.incrementAndGet();
            CompletableFuture<JsonNode> answer = new CompletableFuture<>();
            waiting.put(id, answer);
            try {
                socket.join()
                        .sendText(JSON.writeValueAsString(command.put("id", id)), true)
                        .join();
                return answer.orTimeout(DEADLINE_SECONDS, TimeUnit.SECONDS).join();
            } catch (JsonProcessingException | CompletionException e) {
                throw new IllegalStateException(command.path("method").asText() + " was not answered", e);
            } finally {
                waiting.remove(id);
            }
        }

        @Override
        public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
            partial.append(data);
            if (last) {
                receive(partial.toString());
                partial.setLength(0);
            }
            webSocket.request(1);
            return CompletableFuture.completedStage(null);
        }

        private void receive(String text) {
            try {
                JsonNode message = JSON.readTree(text);
                CompletableFuture<JsonNode> answer =
                        waiting.get(message.path("id").asInt());
                if (answer != null) {
                    answer.complete(message);
                }
            } catch (JsonProcessingException e) {
                waiting.values().forEach(answer -> answer.completeExceptionally(e));
            }
        }

        void close() {
            socket.join().abort();
            client.shutdownNow();
        }
    }
}
