package dev.sluice.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Reads all that a database holds. */
final class PostgresWitness {
    private PostgresWitness() {}

    /** Every row of every table, as JSON. */
    static List<String> rowsOf(String url) throws SQLException {
        List<String> found = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection(
                "jdbc:" + url.replace("postgres://", "postgresql://").replaceFirst("//([^:]+):([^@]+)@", "//")
                        + "?user=postgres&password=postgres")) {
            for (String table : tables(connection)) {
                try (var statement = connection.createStatement();
                        var rows = statement.executeQuery("select row_to_json(t)::text from \"" + table + "\" t")) {
                    while (rows.next()) {
                        found.add(rows.getString(1));
                    }
                }
            }
        }
        return found;
    }

    private static List<String> tables(Connection connection) throws SQLException {
        List<String> tables = new ArrayList<>();
        try (var statement = connection.createStatement();
                var names = statement.executeQuery(
                        "select table_name from information_schema.tables where table_schema = 'public'")) {
            while (names.next()) {
                tables.add(names.getString(1));
            }
        }
        assertThat(tables).isNotEmpty();
        return tables;
    }
}
