package dev.sluice.capture;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Names requests: by the sender's own name for it where that is harmless, else by a new one. Thread-safe. */
final class RequestIds {
    private static final long GOLDEN_GAMMA = 0x9e3779b97f4a7c15L;

    // SplitMix64: each step of the counter becomes 64 bits that look random, without a lock or a system call.
    private final AtomicLong state;
    private final HexFormat hex = HexFormat.of();

    RequestIds() {
        state = new AtomicLong(new SecureRandom().nextLong());
    }

    String of(@Nullable String offered) {
        return offered != null && isHarmless(offered) ? offered : fresh();
    }

    /** As long as a trace's id: a Sluice behind this one keeps it. */
    private String fresh() {
        return hex.toHexDigits(next()) + hex.toHexDigits(next());
    }

    private long next() {
        long z = state.addAndGet(GOLDEN_GAMMA);
        z = (z ^ z >>> 30) * 0xbf58476d1ce4e5b9L;
        z = (z ^ z >>> 27) * 0x94d049bb133111ebL;
        return z ^ z >>> 31;
    }

    /** A uuid or a trace id: no other form, because ids are logged, and a sender could write anything into one. */
    private static boolean isHarmless(String id) {
        boolean isUuid = id.length() == 36;
        if (!isUuid && id.length() != 32) {
            return false;
        }
        for (int i = 0; i < id.length(); i++) {
            boolean isDash = isUuid && (i == 8 || i == 13 || i == 18 || i == 23);
            if (isDash ? id.charAt(i) != '-' : !HexFormat.isHexDigit(id.charAt(i))) {
                return false;
            }
        }
        return true;
    }
}
