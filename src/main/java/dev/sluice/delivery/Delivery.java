package dev.sluice.delivery;

import java.time.Duration;

/** What an upstream's answer to a batch, or the lack of one, means. */
public sealed interface Delivery {

    /** The upstream has the events. */
    record Delivered(int status) implements Delivery {}

    /**
     * Nothing is known to be wrong with the events.
     *
     * @param after not before this has passed; zero where the retry schedule decides alone
     * @param trouble whose trouble it is
     * @param why for the operator, without any value from an event
     */
    record TryLater(Duration after, Trouble trouble, String why) implements Delivery {}

    /** At least one of the events is not acceptable. */
    record Refused(int status) implements Delivery {}

    /** The request is too large for the upstream. */
    record TooLarge() implements Delivery {}

    /**
     * Nothing was sent and nothing will be: the upstream is known not to want the events. They have their end with that, and
     * it says nothing about how the upstream is.
     */
    record Dropped() implements Delivery {}

    /** Whom a failure concerns. */
    enum Trouble {
        /** Everybody who sends there: no answer, or one that it is not well. */
        UPSTREAM,
        /** Everybody who sends with the project's token: it was asked to slow down. */
        SLOW_DOWN,
        /** The project's configuration. */
        PROJECT,
        /** This process alone. */
        HERE
    }
}
