package dev.sluice.capture;

import dev.sluice.scrub.detect.IpAddress;

/** A network in CIDR notation; an address alone is the network of just that address. */
record Network(IpAddress address, int prefix) {

    /** @throws IllegalArgumentException if it is neither an address nor a network */
    static Network parse(String text) {
        int slash = text.indexOf('/');
        IpAddress address = ForwardedAddress.parse(text, 0, slash < 0 ? text.length() : slash);
        if (address == null) {
            throw new IllegalArgumentException("not an address or a network such as 10.0.0.0/8");
        }
        int longest = address.isV4() ? 32 : 128;
        if (slash < 0) {
            return new Network(address, longest);
        }
        int prefix = prefix(text.substring(slash + 1).strip());
        if (prefix < 0 || prefix > longest) {
            throw new IllegalArgumentException("the prefix length of a network takes 0 to " + longest);
        }
        return new Network(address, prefix);
    }

    boolean contains(IpAddress other) {
        if (other.isV4() != address.isV4()) {
            return false;
        }
        if (address.isV4()) {
            return prefix == 0 || (address.low() ^ other.low()) >>> 32 - prefix == 0;
        }
        boolean isHighEqual = prefix == 0 || (address.high() ^ other.high()) >>> 64 - Math.min(64, prefix) == 0;
        return isHighEqual && (prefix <= 64 || (address.low() ^ other.low()) >>> 128 - prefix == 0);
    }

    private static int prefix(String digits) {
        try {
            return Integer.parseInt(digits);
        } catch (NumberFormatException e) {
            return -1;
        }
    }
}
