package dev.sluice.scrub;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** What was found. Closed, because it is a label of metrics. */
public enum Kind {
    EMAIL("[email]"),
    PHONE("[phone]"),
    CARD("[card]"),
    /** Account numbers, security codes and the like, known by their key. */
    PAYMENT("[removed]"),
    NATIONAL_ID("[removed]"),
    NAME("[name]"),
    USERNAME("[user]"),
    /** Addresses and dates of birth, known by their key. */
    PLACE("[removed]"),
    /** Coordinates. */
    LOCATION("[removed]"),
    IP("[ip]"),
    DEVICE("[removed]"),
    CLICK_ID("[removed]"),
    /** Passwords, keys, tokens, cookies. */
    SECRET("[removed]");

    @SuppressWarnings("ImmutableEnumChecker") // Bytes, because that is what is written; nobody gets to change them.
    private final byte[] marker;

    Kind(String marker) {
        this.marker = marker.getBytes(StandardCharsets.US_ASCII);
    }

    /**
     * What stands in the place of a removed value: plain ASCII without quotes, backslashes, semicolons or digits, so that it
     * fits into any nesting of JSON and into {@code $elements_chain}, and no detector fires on it. Not to be modified.
     */
    byte[] marker() {
        return marker;
    }

    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
