package dev.sluice.tunnel;

import dev.sluice.capture.SdkPaths;
import java.util.HashSet;
import java.util.Set;

/**
 * The addresses that take envelopes: {@code /tunnel}, and what Sentry's SDK derives from each DSN; with and without a last
 * slash, and below one segment as every SDK's address is.
 */
final class TunnelPaths {
    private final Set<String> segments;

    TunnelPaths(Destinations destinations) {
        Set<String> found = new HashSet<>();
        if (!destinations.isEmpty()) {
            found.add("tunnel");
            destinations
                    .all()
                    .forEach(destination -> found.add(DerivedPath.of(Destinations.normal(destination.dsn()))));
        }
        segments = Set.copyOf(found);
    }

    boolean contains(String path) {
        int end = path.length() > 1 && path.endsWith("/") ? path.length() - 1 : path.length();
        int last = path.lastIndexOf('/', end - 1);
        if (last < 0 || !segments.contains(path.substring(last + 1, end))) {
            return false;
        }
        return last == 0 || (path.indexOf('/', 1) == last && SdkPaths.mayBePrefix(path.substring(1, last)));
    }
}
