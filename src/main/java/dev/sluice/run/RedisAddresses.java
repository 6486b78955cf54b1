package dev.sluice.run;

import java.util.Arrays;
import java.util.List;

/** {@code REDIS_URL} as Quarkus takes it: each host with a scheme of its own. */
final class RedisAddresses {
    private RedisAddresses() {}

    /** Hosts after the first may leave out what they share with it: the scheme, user and password. */
    static List<String> parse(String text) {
        List<String> hosts =
                Arrays.stream(text.split(",", -1)).map(String::strip).toList();
        String first = hosts.getFirst();
        int end = Math.max(first.indexOf("://") + 3, first.lastIndexOf('@') + 1);
        String shared = first.contains("://") ? first.substring(0, end) : "";
        return hosts.stream()
                .map(host -> host.contains("://") ? host : shared + host)
                .toList();
    }
}
