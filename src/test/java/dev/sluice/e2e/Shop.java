package dev.sluice.e2e;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** A web site of its own origin: {@code /} is the shop, any other page is empty, unless it is given too. */
final class Shop implements AutoCloseable {
    private final HttpServer server;

    Shop(String page) throws IOException {
        this(Map.of("/", page));
    }

    /** @param pages by their paths; what ends in {@code .js} is a script */
    Shop(Map<String, String> pages) throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            String path = exchange.getRequestURI().getPath();
            String body = pages.getOrDefault(path, "<!doctype html><title>Bye</title>");
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders()
                    .set("Content-Type", (path.endsWith(".js") ? "text/javascript" : "text/html") + "; charset=utf-8");
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        server.start();
    }

    URI uri() {
        // "localhost" and not the address of the gateway, so that cookies and storage are not shared either.
        return URI.create("http://localhost:" + server.getAddress().getPort());
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
