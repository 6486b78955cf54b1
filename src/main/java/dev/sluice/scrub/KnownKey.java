package dev.sluice.scrub;

import dev.sluice.scrub.text.Words;
import org.jspecify.annotations.Nullable;

/**
 * A key that was met before, its rule, and which keys came after it: the events of one SDK have the same keys in the same
 * order, so that most keys need not be looked up but only compared.
 */
final class KnownKey {
    private static final int WORDS = 3;
    private static final int COMPARED = WORDS * 8;

    final KeyRule rule;
    final UsualValue value = new UsualValue();

    private final int hash;
    private final int length;
    /** In words of eight bytes, the last one filled up with 0. */
    private final long[] words;

    // The first words once more: to compare all three is faster than to find out how many there are.
    private final long first;
    private final long second;
    private final long third;
    private final long firstMask;
    private final long secondMask;
    private final long thirdMask;

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
        this.words = new long[Math.max(WORDS, (length + 7) >>> 3)];
        for (int i = 0; i * 8 < length; i++) {
            words[i] = Words.upTo(b, from + i * 8, to);
        }
        this.first = words[0];
        this.second = words[1];
        this.third = words[2];
        this.firstMask = Words.mask(length);
        this.secondMask = Words.mask(length - 8);
        this.thirdMask = Words.mask(length - 16);
        this.silentIn = Place.set(rule::isSilentIn);
        this.protectedIn = Place.set(rule::isOnlyProtectedIn);
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
        if (this.hash != hash || length != to - from) {
            return false;
        }
        for (int i = 0; i * 8 < length; i++) {
            if (words[i] != Words.upTo(b, from + i * 8, to)) {
                return false;
            }
        }
        return true;
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
        if (from + COMPARED > b.length || from + length >= to || b[from + length] != '"') {
            return false;
        }
        long difference = ((Words.at(b, from) ^ first) & firstMask)
                | ((Words.at(b, from + 8) ^ second) & secondMask)
                | ((Words.at(b, from + 16) ^ third) & thirdMask);
        return difference == 0 && (length <= COMPARED || is(b, from, from + length, hash));
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
