package dev.sluice.capture;

import org.jspecify.annotations.Nullable;

/** The families of capture addresses. Routes: reference of the wire protocol, section 1.1; both slash forms are the same. */
enum CapturePath {
    EVENTS(20 << 20, 8 << 20, true),
    /** Events without a name: {@code people.set} of old posthog-js. */
    ENGAGE(20 << 20, 8 << 20, true),
    BATCH(20 << 20, 8 << 20, false),
    REPLAY(25 << 20, 25 << 20, false);

    private final int maxBodyBytes;
    private final int maxEventBytes;
    private final boolean twiceBase64;

    CapturePath(int maxBodyBytes, int maxEventBytes, boolean twiceBase64) {
        this.maxBodyBytes = maxBodyBytes;
        this.maxEventBytes = maxEventBytes;
        this.twiceBase64 = twiceBase64;
    }

    /** The largest body taken on the wire, before anything is inflated. */
    int maxBodyBytes() {
        return maxBodyBytes;
    }

    int maxEventBytes() {
        return maxEventBytes;
    }

    /** Whether a body that is still base64 after one decoding is decoded again (section 2.2, step 6). */
    boolean isTwiceBase64() {
        return twiceBase64;
    }

    static @Nullable CapturePath of(String path) {
        return switch (path) {
            // "vo" with the letter o: a misspelt constant that posthog-js 1.96 shipped.
            case "/e/", "/e", "/i/v0/e/", "/i/v0/e", "/i/vo/e/", "/i/vo/e" -> EVENTS;
            case "/capture/", "/capture", "/track/", "/track" -> EVENTS;
            case "/batch/", "/batch", "/i/v0/ai/batch/", "/i/v0/ai/batch" -> BATCH;
            case "/s/", "/s" -> REPLAY;
            case "/engage/", "/engage" -> ENGAGE;
            default -> null;
        };
    }
}
