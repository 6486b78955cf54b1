package dev.sluice.e2e;

import java.util.List;

/** The personal data of an invented customer, which no test wants to see upstream. */
final class Planted {
    static final String EMAIL = "jane.query@example.com";
    static final String CARD = "4242 4242 4242 4242";
    static final String PHONE = "+1 555 010 7788";

    /** What would betray it in any spelling. */
    static final List<String> TRACES = List.of(
            "jane.query",
            "billing@",
            "4242 4242",
            "4242424242424242",
            "010 7788",
            "0107788",
            "Jane Query",
            "Jane%20Query");

    private Planted() {}
}
