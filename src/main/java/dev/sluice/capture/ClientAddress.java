package dev.sluice.capture;

import dev.sluice.scrub.detect.IpAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who sent a request: the peer of the connection, or, where that is a trusted proxy, the address that the nearest untrusted
 * hop connected from. Walking from the right is what makes a sender's own {@code X-Forwarded-For} worthless. Thread-safe.
 */
public final class ClientAddress {
    /** Loopback, private, shared (RFC 6598), link-local and unique local addresses. */
    static final List<String> PRIVATE_RANGES = List.of(
            "127.0.0.0/8",
            "::1/128",
            "10.0.0.0/8",
            "172.16.0.0/12",
            "192.168.0.0/16",
            "100.64.0.0/10",
            "169.254.0.0/16",
            "fc00::/7",
            "fe80::/10");

    private static final int MAX_HOPS = 32;

    private final List<Network> trusted;

    /** @throws IllegalArgumentException if one of them is neither an address nor a network */
    public ClientAddress(List<String> trustedProxies) {
        trusted = trustedProxies.stream()
                .map(String::strip)
                .filter(entry -> !entry.isEmpty())
                .map(Network::parse)
                .toList();
    }

    public static ClientAddress trustingPrivateRanges() {
        return new ClientAddress(PRIVATE_RANGES);
    }

    /**
     * The sender's address; null if not even the peer's can be read.
     *
     * @param peer address of the other end of the connection
     * @param forwardedFor each {@code X-Forwarded-For} header, in order
     * @param forwarded each {@code Forwarded} header (RFC 7239), looked at only without the former
     * @param realIp {@code X-Real-IP}, looked at only without either
     */
    @Nullable
    IpAddress of(@Nullable String peer, List<String> forwardedFor, List<String> forwarded, @Nullable String realIp) {
        IpAddress address = peer == null ? null : ForwardedAddress.parse(peer);
        if (address == null || !isTrusted(address)) {
            return address;
        }
        if (!forwardedFor.isEmpty()) {
            return walk(address, forwardedFor, false);
        }
        if (!forwarded.isEmpty()) {
            return walk(address, forwarded, true);
        }
        IpAddress named = realIp == null ? null : ForwardedAddress.parse(realIp);
        return named == null ? address : named;
    }

    /** From the last hop to the first, until one is not trusted. What cannot be read ends the walk: nobody vouches for more. */
    private IpAddress walk(IpAddress peer, List<String> headers, boolean isForwarded) {
        IpAddress nearest = peer;
        int hops = 0;
        for (int h = headers.size() - 1; h >= 0; h--) {
            String header = headers.get(h);
            int end = header.length();
            while (end >= 0 && hops++ < MAX_HOPS) {
                int comma = header.lastIndexOf(',', end - 1);
                IpAddress hop = isForwarded
                        ? forwardedFor(header, comma + 1, end)
                        : ForwardedAddress.parse(header, comma + 1, end);
                if (hop == null) {
                    return nearest;
                }
                nearest = hop;
                if (!isTrusted(hop)) {
                    return hop;
                }
                end = comma;
            }
        }
        return nearest;
    }

    /** The {@code for} parameter of one element of a Forwarded header. */
    private static @Nullable IpAddress forwardedFor(String header, int from, int to) {
        int start = from;
        while (start < to) {
            int semicolon = header.indexOf(';', start);
            int end = semicolon < 0 || semicolon > to ? to : semicolon;
            int equals = header.indexOf('=', start);
            if (equals > 0
                    && equals < end
                    && header.substring(start, equals).strip().equalsIgnoreCase("for")) {
                return ForwardedAddress.parse(header, equals + 1, end);
            }
            start = end + 1;
        }
        return null;
    }

    private boolean isTrusted(IpAddress address) {
        for (int i = 0; i < trusted.size(); i++) {
            if (trusted.get(i).contains(address)) {
                return true;
            }
        }
        return false;
    }
}
