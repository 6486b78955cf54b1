package dev.sluice.run;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * {@code DATABASE_URL} in the parts that a JDBC driver takes. Its {@code toString} shows no part of it.
 *
 * @param jdbcUrl without user and password, with every parameter of the query kept
 * @param user percent-decoded; absent where the URL names none
 * @param password likewise
 */
record DatabaseAddress(String jdbcUrl, Optional<String> user, Optional<String> password) {
    private static final String JDBC = "jdbc:postgresql:";

    /** Empty for text that is neither {@code postgres://…} nor {@code jdbc:postgresql:…}. */
    static Optional<DatabaseAddress> parse(String text) {
        if (text.startsWith(JDBC)) {
            return Optional.of(new DatabaseAddress(text, Optional.empty(), Optional.empty()));
        }
        try {
            URI uri = new URI(text);
            boolean postgres = "postgres".equals(uri.getScheme()) || "postgresql".equals(uri.getScheme());
            if (!postgres || uri.getHost() == null) {
                return Optional.empty();
            }
            String port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
            String path = uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
            String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
            String userInfo = uri.getRawUserInfo() == null ? "" : uri.getRawUserInfo();
            int colon = userInfo.indexOf(':');
            return Optional.of(new DatabaseAddress(
                    JDBC + "//" + uri.getHost() + port + path + query,
                    part(colon < 0 ? userInfo : userInfo.substring(0, colon)),
                    part(colon < 0 ? "" : userInfo.substring(colon + 1))));
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }

    private static Optional<String> part(String encoded) {
        // URLDecoder is for forms, where a plus is a space; in an address it is a plus.
        return Optional.of(encoded)
                .filter(text -> !text.isEmpty())
                .map(text -> URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8));
    }

    @Override
    public String toString() {
        return "DatabaseAddress[]";
    }
}
