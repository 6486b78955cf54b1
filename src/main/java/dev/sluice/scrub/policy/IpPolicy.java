package dev.sluice.scrub.policy;

/** What becomes of the address a visitor came from, and of {@code $ip}. */
public enum IpPolicy {
    /** IPv4 to /24, IPv6 to /48. */
    TRUNCATE,
    /** Taken out, and PostHog told not to locate the event by the gateway's own address ({@code $geoip_disable}). */
    DROP,
    /** Passed on whole. */
    FORWARD
}
