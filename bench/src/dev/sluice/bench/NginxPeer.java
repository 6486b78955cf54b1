package dev.sluice.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** nginx set up as one would for a PostHog proxy, at its fastest: no log, connections kept on both sides. */
final class NginxPeer implements Peer {
    static final String NAME = "nginx";
    static final String CONSTANT = "nginx-constant";

    private final String name;
    private final InetSocketAddress address;
    private final Child child;

    private NginxPeer(String name, InetSocketAddress address, Child child) {
        this.name = name;
        this.address = address;
        this.child = child;
    }

    static NginxPeer proxy(Path nginx, Path work, int upstreamPort) {
        return start(NAME, nginx, work, """
                proxy_pass http://standin;
                proxy_http_version 1.1;
                proxy_set_header Connection "";
                proxy_set_header X-Forwarded-For $remote_addr;
                """, upstreamPort);
    }

    /** Answers by itself: what the loader costs against the cheapest server there is. */
    static NginxPeer constant(Path nginx, Path work, int upstreamPort) {
        return start(CONSTANT, nginx, work, """
                default_type application/json;
                return 200 '{"status":1}';
                """, upstreamPort);
    }

    private static NginxPeer start(String name, Path nginx, Path work, String location, int upstreamPort) {
        int port = Child.freePort();
        Path directory = work.resolve(name);
        try {
            Files.createDirectories(directory);
            Files.writeString(directory.resolve("nginx.conf"), configuration(directory, location, port, upstreamPort));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Child child = Child.start(
                List.of(nginx.toString(), "-p", directory.toString(), "-c", directory + "/nginx.conf", "-e", "stderr"),
                Map.of(),
                directory.resolve("nginx.log"));
        NginxPeer peer = new NginxPeer(name, Child.local(port), child);
        if (!Http.awaitPort(peer.address, Duration.ofSeconds(10))) {
            throw new IllegalStateException("nginx did not start:\n  " + child.lastWords());
        }
        return peer;
    }

    private static String configuration(Path directory, String location, int port, int upstreamPort) {
        // The buffer is larger than any body of the loads: none of them goes through a temporary file.
        return """
                daemon off;
                worker_processes auto;
                pid %1$s/nginx.pid;
                events { worker_connections 4096; }
                http {
                  access_log off;
                  keepalive_requests 1000000000;
                  client_body_buffer_size 256k;
                  client_max_body_size 64m;
                  client_body_temp_path %1$s/body;
                  proxy_temp_path %1$s/proxy;
                  fastcgi_temp_path %1$s/fastcgi;
                  uwsgi_temp_path %1$s/uwsgi;
                  scgi_temp_path %1$s/scgi;
                  upstream standin {
                    server 127.0.0.1:%3$d;
                    keepalive 256;
                    keepalive_requests 1000000000;
                  }
                  server {
                    listen 127.0.0.1:%2$d backlog=1024;
                    location / {
                %4$s
                    }
                  }
                }
                """.formatted(directory, port, upstreamPort, location.indent(6));
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public InetSocketAddress address() {
        return address;
    }

    @Override
    public List<ProcessHandle> processes() {
        return child.tree();
    }

    @Override
    public boolean storesAndForwards() {
        return false;
    }

    @Override
    public boolean awaitDelivered(Duration limit) {
        return true;
    }

    @Override
    public String lastWords() {
        return child.lastWords();
    }

    @Override
    public void close() {
        child.close();
    }
}
