package dev.sluice.scrub;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A key that was met before, its rule, and which keys came after it: the events of one SDK have the same keys in the same
 * order, so that most keys need not be looked up but only compared.
 */
final class KnownKey extends ShortText {
    final KeyRule rule;
    final UsualValue value = new UsualValue();

    private final int hash;
    private final int length;
    private final byte[] bytes;

    private final int silentIn;
    private final int protectedIn;

    /** The key that followed this one last, and the one before it that did. */
    private @Nullable KnownKey next;

    private @Nullable KnownKey other;
    private boolean forgotten;

    KnownKey(byte[] b, int from, int to, int hash, KeyRule rule) {
        this.rule = rule;
        this.hash = hash;
        this.length = to - from;
        this.bytes = Arrays.copyOfRange(b, from, to);
        take(Arrays.copyOfRange(b, from, from + Math.max(length, MOST)), 0, length);
        this.silentIn = rule.silentIn();
        this.protectedIn = rule.onlyProtectedIn();
    }

    int length() {
        return length;
    }

    /** Whether a plain value under this key is treated like everything around it. */
    boolean isSilentIn(Place place) {
        return (silentIn & place.bit()) != 0;
    }

    /** Whether a plain value under this key is left as it is, and nothing else has to be known about it. */
    boolean isProtectedIn(Place place) {
        return (protectedIn & place.bit()) != 0;
    }

    /** Whether this is {@code [from, to)}. */
    boolean is(byte[] b, int from, int to, int hash) {
        return this.hash == hash && Arrays.equals(b, from, to, bytes, 0, length);
    }

    /** The same question, known by the order of keys: which key comes after this one at {@code from}, its quote included. */
    @Nullable
    KnownKey following(byte[] b, int from, int to) {
        KnownKey first = next;
        if (first == null || first.standsAt(b, from, to)) {
            return first;
        }
        KnownKey second = other;
        if (second == null || !second.standsAt(b, from, to)) {
            return null;
        }
        other = first;
        next = second;
        return second;
    }

    private boolean standsAt(byte[] b, int from, int to) {
        int end = from + length;
        return end < to
                && b[end] == '"'
                && startsAt(b, from)
                && (length <= MOST || Arrays.equals(b, from + MOST, end, bytes, MOST, length));
    }

    void isFollowedBy(KnownKey key) {
        if (key != next && !forgotten && !key.forgotten) {
            other = next;
            next = key;
        }
    }

    /** From now on this key expects no other one: a chain of keys that nobody knows any more would grow without end. */
    void forget() {
        forgotten = true;
        next = null;
        other = null;
    }
}
