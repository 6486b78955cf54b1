package dev.sluice.passthrough;

/** PostHog could not be asked. The message holds no address and nothing of the request. */
final class UpstreamFailure extends Exception {
    private static final long serialVersionUID = 1L;

    private final boolean timeout;

    private UpstreamFailure(String message, boolean timeout) {
        super(message, null, false, false);
        this.timeout = timeout;
    }

    static UpstreamFailure timedOut() {
        return new UpstreamFailure("PostHog did not answer in time", true);
    }

    static UpstreamFailure unreachable() {
        return new UpstreamFailure("PostHog cannot be reached", false);
    }

    static UpstreamFailure unusable(String why) {
        return new UpstreamFailure("PostHog's answer cannot be passed on: " + why, false);
    }

    /** Flags SDKs repeat a request once after either (section 12). */
    int status() {
        return timeout ? 504 : 502;
    }
}
