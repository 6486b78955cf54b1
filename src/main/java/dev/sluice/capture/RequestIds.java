package dev.sluice.capture;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Names requests: by the sender's own name for it where that is harmless, else by a new one. Thread-safe. */
final class RequestIds {
    private static final int MAX_LENGTH = 64;
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

    private String fresh() {
        long z = state.addAndGet(GOLDEN_GAMMA);
        z = (z ^ z >>> 30) * 0xbf58476d1ce4e5b9L;
        z = (z ^ z >>> 27) * 0x94d049bb133111ebL;
        return hex.toHexDigits(z ^ z >>> 31);
    }

    private static boolean isHarmless(String id) {
        if (id.isEmpty() || id.length() > MAX_LENGTH) {
            return false;
        }
        for (int i = 0; i < id.length(); i++) {
            char c = id.charAt(i);
            boolean isLetter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
            if (!isLetter && !(c >= '0' && c <= '9') && c != '.' && c != '_' && c != '-') {
                return false;
            }
        }
        return true;
    }
}
