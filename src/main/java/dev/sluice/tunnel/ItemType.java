package dev.sluice.tunnel;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The items that the tunnel takes, with the category that Sentry limits them by. Reference of Sentry, sections 2.3 and 2.7.
 */
public enum ItemType {
    EVENT("error"),
    TRANSACTION("transaction"),
    SPAN("span"),
    LOG("log_item"),
    TRACE_METRIC("trace_metric"),
    SESSION("session"),
    SESSIONS("session"),
    ATTACHMENT("attachment"),
    FEEDBACK("feedback"),
    USER_REPORT("feedback"),
    REPLAY_EVENT("replay"),
    REPLAY_RECORDING("replay"),
    PROFILE("profile"),
    PROFILE_CHUNK("profile_chunk"),
    CHECK_IN("monitor"),
    /** What the SDK lost, in numbers; never limited. */
    CLIENT_REPORT("internal");

    private static final Map<String, ItemType> BY_NAME =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(ItemType::label, Function.identity()));

    private final String category;

    ItemType(String category) {
        this.category = category;
    }

    /** Empty for what the tunnel does not know and therefore cannot search. */
    public static Optional<ItemType> of(String name) {
        return Optional.ofNullable(BY_NAME.get(name));
    }

    /** As in the item's header, and on metrics. */
    String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    String category() {
        return category;
    }

    boolean isReplay() {
        return this == REPLAY_EVENT || this == REPLAY_RECORDING;
    }

    /** Whether Sentry wants none of them for the moment. */
    public boolean isLimited(LimitsInForce limits) {
        return this != CLIENT_REPORT && limits.isLimited(category);
    }
}
