package dev.sluice.tunnel;

import dev.sluice.config.SentryDsn;
import java.net.URI;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** The projects of Sentry in the configuration. What is not among them is never contacted. Immutable. */
public final class Destinations {
    private static final int LONGEST_DSN = 1024;

    private final Map<String, Destination> byDsn;
    private final Map<String, Destination> byName;

    private Destinations(Map<String, Destination> byDsn, Map<String, Destination> byName) {
        this.byDsn = byDsn;
        this.byName = byName;
    }

    /**
     * @param dsns one that stands there twice counts once
     * @param project names the project whose policy holds for a DSN
     */
    public static Destinations of(List<SentryDsn> dsns, Function<SentryDsn, String> project) {
        Map<String, SentryDsn> distinct = new LinkedHashMap<>();
        dsns.forEach(dsn -> distinct.putIfAbsent(normal(dsn), dsn));
        Map<String, Destination> byDsn = new LinkedHashMap<>();
        Map<String, Destination> byName = new LinkedHashMap<>();
        distinct.forEach((normal, dsn) -> {
            boolean isAlone = distinct.values().stream()
                            .filter(other -> other.project().equals(dsn.project()))
                            .count()
                    == 1;
            // Two servers may have a project of the same number. The place in the list would not do: it changes.
            String name = "tunnel-" + dsn.project() + (isAlone ? "" : "-" + DerivedPath.of(normal));
            Destination destination = new Destination(name, dsn, project.apply(dsn));
            byDsn.put(normal, destination);
            byName.put(name, destination);
        });
        return new Destinations(byDsn, byName);
    }

    /** The destination that has this DSN, secret or not; empty if none has. */
    Optional<Destination> byDsn(String dsn) {
        boolean isPlain = dsn.chars().allMatch(c -> c > ' ' && c < 0x7f && c != '#');
        if (dsn.length() > LONGEST_DSN || !isPlain) {
            return Optional.empty();
        }
        return SentryDsn.parse(dsn).flatMap(parsed -> Optional.ofNullable(byDsn.get(normal(parsed))));
    }

    /** Empty where it was taken out of the configuration while envelopes for it were stored. */
    public Optional<Destination> byName(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    public Collection<Destination> all() {
        return byName.values();
    }

    /** Whether the tunnel is off. */
    public boolean isEmpty() {
        return byName.isEmpty();
    }

    /** Two DSNs of the same project and key have the same: without the secret, the host in lower case, no default port. */
    static String normal(SentryDsn dsn) {
        URI base = URI.create(dsn.base());
        String scheme = base.getScheme();
        int usual = scheme.equals("http") ? 80 : 443;
        String port = base.getPort() < 0 || base.getPort() == usual ? "" : ":" + base.getPort();
        return scheme + "://" + dsn.publicKey() + "@" + base.getHost().toLowerCase(Locale.ROOT) + port
                + base.getRawPath() + "/" + dsn.project();
    }
}
