package dev.sluice.config;

import dev.sluice.event.ProjectToken;
import io.quarkus.runtime.configuration.DurationConverter;
import io.quarkus.runtime.configuration.MemorySizeConverter;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** The kinds of values that settings take: how each is checked, how it is described, and whether it may be shown. */
enum Accepted {
    PORT("a port, 0 to 65535 (0: any free one)", false, text -> isNumber(text, 0, 65_535)),
    PROJECT_TOKEN(
            "a PostHog project token (phc_…): at most 64 printable ASCII characters, no personal (phx_…) or secret"
                    + " (phs_…) key",
            true,
            ProjectToken::isWellFormed),
    HOST("the address of a host without a path, like https://us.i.posthog.com", false, Accepted::isHost),
    REDIS("redis://host:6379 or rediss://…, or several of them joined by commas", true, Accepted::isRedis),
    DATABASE("postgres://user:password@host:5432/database?sslmode=… or jdbc:postgresql:…", true, Accepted::isDatabase),
    DSN("a DSN of Sentry, like https://key@host/project", true, Accepted::isDsn),
    DSNS(
            "DSNs of Sentry joined by commas, without a query or fragment, the project of letters, digits, - and _",
            true,
            text -> all(text, Accepted::isTunnelDsn)),
    SECRET("text", true, text -> true),
    KEY(
            "a key of at least 16 characters, or two joined by a comma: the new one and the one before",
            true,
            Accepted::isKey),
    TEXT("text of at most 200 characters", false, text -> text.length() <= 200),
    RATIO("a number from 0 to 1", false, Accepted::isRatio),
    PATH("a path", false, Accepted::isPath),
    URL("an address, like http://collector:4318", false, Accepted::isUrl),
    ORIGINS("*, or origins like https://shop.example joined by commas", false, Accepted::isOrigins),
    NETWORKS("addresses or networks like 10.0.0.0/8 joined by commas", false, text -> all(text, Accepted::isNetwork)),
    WINDOW("a duration from 1s to 90d, like 24h", false, Accepted::isWindow),
    DRAIN("a duration from 1s to 10m, like 10s", false, Accepted::isDrain),
    BYTES("a number of bytes from 16M on, like 10G", false, Accepted::isBytes),
    ADMIN_TOKEN("text of at least 16 characters", true, text -> text.length() >= 16),
    SPOOL("local, postgres or kafka", false, Set.of("local", "postgres", "kafka")::contains),
    IP_POLICY("truncate, drop or forward", false, Set.of("truncate", "drop", "forward")::contains),
    DURABILITY("fsync or os", false, Set.of("fsync", "os")::contains);

    private static final Duration LONGEST_WINDOW = Duration.ofDays(90);
    private static final Duration LONGEST_DRAIN = Duration.ofMinutes(10);
    /** Room for a few segments of the largest request. */
    private static final long LEAST_SPOOL_BYTES = 16L << 20;

    private final String description;
    private final boolean secret;

    @SuppressWarnings("ImmutableEnumChecker") // every check is a function without state
    private final Predicate<String> check;

    Accepted(String description, boolean secret, Predicate<String> check) {
        this.description = description;
        this.secret = secret;
        this.check = check;
    }

    String description() {
        return description;
    }

    /** Whether a value may hold something that must not be printed, such as a password in an address. */
    boolean isSecret() {
        return secret;
    }

    boolean accepts(String value) {
        return check.test(value);
    }

    private static boolean isNumber(String text, int least, int most) {
        try {
            int number = Integer.parseInt(text);
            return number >= least && number <= most;
        } catch (NumberFormatException e) {
            return false;
        }
    }

    private static boolean isKey(String text) {
        List<String> keys = split(text);
        return keys.size() <= 2 && keys.stream().allMatch(key -> key.length() >= 16);
    }

    private static boolean isRatio(String text) {
        try {
            double number = Double.parseDouble(text);
            return number >= 0 && number <= 1;
        } catch (NumberFormatException e) {
            return false;
        }
    }

    private static boolean isHost(String text) {
        return isUrl(text)
                && URI.create(text).getRawUserInfo() == null
                && URI.create(text).getRawQuery() == null
                && Set.of("", "/").contains(URI.create(text).getRawPath());
    }

    private static boolean isUrl(String text) {
        return hasSchemeAndHost(text, Set.of("http", "https"));
    }

    private static boolean isRedis(String text) {
        List<String> hosts = split(text);
        return hasSchemeAndHost(hosts.getFirst(), Set.of("redis", "rediss"))
                && hosts.stream()
                        .skip(1)
                        .allMatch(host -> hasSchemeAndHost(
                                host.contains("://") ? host : "redis://" + host, Set.of("redis", "rediss")));
    }

    private static boolean isDatabase(String text) {
        return text.startsWith("jdbc:postgresql:") || hasSchemeAndHost(text, Set.of("postgres", "postgresql"));
    }

    private static boolean isDsn(String text) {
        return SentryDsn.parse(text).isPresent();
    }

    /** Its project becomes part of a name on disk. */
    private static boolean isTunnelDsn(String text) {
        return text.indexOf('#') < 0
                && SentryDsn.parse(text)
                        .map(SentryDsn::project)
                        .filter(project ->
                                project.length() <= 40 && project.chars().allMatch(Accepted::isNameCharacter))
                        .isPresent();
    }

    private static boolean isNameCharacter(int c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
    }

    private static boolean isPath(String text) {
        return text.indexOf('\0') < 0;
    }

    private static boolean isOrigins(String text) {
        return text.equals("*") || all(text, origin -> origin.equals("null") || isOrigin(origin));
    }

    private static boolean isOrigin(String text) {
        return isHost(text) && URI.create(text).getRawPath().isEmpty();
    }

    private static boolean isNetwork(String text) {
        int slash = text.indexOf('/');
        String address = slash < 0 ? text : text.substring(0, slash);
        try {
            int bits = InetAddress.ofLiteral(address).getAddress().length * 8;
            boolean complete = address.indexOf(':') >= 0
                    || address.chars().filter(c -> c == '.').count() == 3;
            return complete && (slash < 0 || isNumber(text.substring(slash + 1), 0, bits));
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static boolean isWindow(String text) {
        return isDuration(text, LONGEST_WINDOW);
    }

    private static boolean isDrain(String text) {
        return isDuration(text, LONGEST_DRAIN);
    }

    private static boolean isBytes(String text) {
        try {
            return new MemorySizeConverter().convert(text).asLongValue() >= LEAST_SPOOL_BYTES;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static boolean isDuration(String text, Duration most) {
        try {
            Duration duration = DurationConverter.parseDuration(text);
            return duration.compareTo(Duration.ofSeconds(1)) >= 0 && duration.compareTo(most) <= 0;
        } catch (IllegalArgumentException | DateTimeException e) {
            return false;
        }
    }

    private static boolean hasSchemeAndHost(String text, Set<String> schemes) {
        try {
            URI uri = new URI(text);
            return uri.getScheme() != null && schemes.contains(uri.getScheme()) && uri.getHost() != null;
        } catch (URISyntaxException e) {
            return false;
        }
    }

    private static boolean all(String text, Predicate<String> each) {
        return split(text).stream().allMatch(each);
    }

    private static List<String> split(String text) {
        return Arrays.stream(text.split(",", -1)).map(String::strip).toList();
    }
}
