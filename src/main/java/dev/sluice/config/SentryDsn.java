package dev.sluice.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;

/**
 * The parts of {@code https://<public key>@<host>[/<path>]/<project>}. Its {@code toString} does not show the key.
 *
 * @param base scheme, host, port and path before the project, without a slash at the end
 */
public record SentryDsn(String publicKey, String base, String project) {

    public static Optional<SentryDsn> parse(String text) {
        try {
            URI uri = new URI(text.strip());
            String user = uri.getRawUserInfo();
            String path = uri.getRawPath();
            if (user == null || uri.getHost() == null || path == null || uri.getRawQuery() != null) {
                return Optional.empty();
            }
            String scheme = uri.getScheme();
            int slash = path.lastIndexOf('/');
            String key = user.contains(":") ? user.substring(0, user.indexOf(':')) : user;
            if (!("https".equals(scheme) || "http".equals(scheme))
                    || slash < 0
                    || slash == path.length() - 1
                    || key.isEmpty()) {
                return Optional.empty();
            }
            String port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
            return Optional.of(new SentryDsn(
                    key, scheme + "://" + uri.getHost() + port + path.substring(0, slash), path.substring(slash + 1)));
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }

    /** The number in the host of an address at Sentry's own service, {@code o123.ingest…}; 0 at other hosts. */
    public long organisation() {
        int from = base.indexOf("://") + 3;
        int at = from + 1;
        while (at < base.length() && base.charAt(at) >= '0' && base.charAt(at) <= '9') {
            at++;
        }
        boolean isNumber =
                base.startsWith("o", from) && at - from > 1 && at - from <= 19 && base.startsWith(".ingest.", at);
        return isNumber ? Long.parseLong(base, from + 1, at, 10) : 0;
    }

    /** Where spans go by OTLP; Quarkus appends {@code /v1/traces} itself. */
    public String otlpEndpoint() {
        return base + "/api/" + project + "/integration/otlp";
    }

    @Override
    public String toString() {
        return "SentryDsn[project=" + project + "]";
    }
}
