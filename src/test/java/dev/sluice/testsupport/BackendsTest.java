package dev.sluice.testsupport;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;

class BackendsTest {
    @Test
    void a_fresh_database_is_a_real_postgres_that_nobody_else_uses() throws SQLException {
        String first = Backends.freshDatabase();
        String second = Backends.freshDatabase();

        assertThat(first).isNotEqualTo(second).startsWith("postgres://");
        try (Connection connection = connect(first);
                Statement statement = connection.createStatement();
                ResultSet version = statement.executeQuery("show server_version_num")) {
            assertThat(version.next()).isTrue();
            assertThat(version.getInt(1)).isGreaterThanOrEqualTo(180_000);
        }
    }

    @Test
    void redis_is_started_once_and_answers() throws IOException {
        URI url = URI.create(Backends.redisUrl());

        assertThat(Backends.redisUrl()).isEqualTo(url.toString());
        try (var socket = new Socket(url.getHost(), url.getPort())) {
            socket.getOutputStream().write("PING\r\n".getBytes(StandardCharsets.US_ASCII));
            assertThat(socket.getInputStream().readNBytes(7))
                    .asString(StandardCharsets.US_ASCII)
                    .isEqualTo("+PONG\r\n");
        }
    }

    private static Connection connect(String url) throws SQLException {
        URI uri = URI.create(url);
        String[] user = uri.getUserInfo().split(":", 2);
        return DriverManager.getConnection(
                "jdbc:postgresql://" + uri.getHost() + ":" + uri.getPort() + uri.getPath(), user[0], user[1]);
    }
}
