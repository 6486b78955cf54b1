package dev.sluice.tunnel;

/**
 * The limits that Sentry set for one destination and that have not run out, as of one moment. Reference of Sentry, section
 * 2.7.
 */
public interface LimitsInForce {
    LimitsInForce NONE = new LimitsInForce() {
        @Override
        public boolean isLimited(String category) {
            return false;
        }

        @Override
        public String header() {
            return "";
        }

        @Override
        public int retryAfterSeconds() {
            return 0;
        }
    };

    /** Whether items of this category ({@code error}, {@code session}, …) are refused. */
    boolean isLimited(String category);

    /** For {@code X-Sentry-Rate-Limits}, with the seconds that are left; empty where there is no limit. */
    String header();

    /** For {@code Retry-After}: until the last of the limits has run out; 0 where there is none. */
    int retryAfterSeconds();
}
