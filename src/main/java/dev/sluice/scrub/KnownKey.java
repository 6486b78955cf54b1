package dev.sluice.scrub;

import dev.sluice.scrub.text.Words;
import org.jspecify.annotations.Nullable;

/**
 * A key that was met before, its rule, and which keys came after it: the events of one SDK have the same keys in the same
 * order, so that most keys need not be looked up but only compared.
 */
final class KnownKey {
    /** Where no word is, because the key is to be forgotten. */
    private static final int NOWHERE = Integer.MAX_VALUE / 2;

    final KeyRule rule;
    /** Whether the walk goes on below this key as if it had none. */
    final boolean silent;

    private final int hash;
    private final int length;
    /** In words of eight bytes, the last one filled up with 0. */
    private final long[] words;

    private int lastWord;
    private final long lastMask;

    /** The key that followed this one last, and the one before it that did. */
    private @Nullable KnownKey next;

    private @Nullable KnownKey other;

    KnownKey(byte[] b, int from, int to, int hash, KeyRule rule) {
        this.rule = rule;
        this.silent = rule.isSilent();
        this.hash = hash;
        this.length = to - from;
        this.words = new long[Math.max(1, (length + 7) >>> 3)];
        for (int i = 0; i < words.length; i++) {
            words[i] = Words.upTo(b, from + i * 8, to);
        }
        this.lastWord = words.length - 1 << 3;
        this.lastMask = length == words.length * 8 ? -1L : Words.lowest(-1L, length & 7);
    }

    int length() {
        return length;
    }

    /** Whether this is {@code [from, to)}. */
    boolean is(byte[] b, int from, int to, int hash) {
        if (this.hash != hash || length != to - from) {
            return false;
        }
        for (int i = 0; i < words.length; i++) {
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
        int last = from + lastWord;
        if (last + 8 > b.length || from + length >= to || b[from + length] != '"') {
            return false;
        }
        for (int i = from, word = 0; i < last; i += 8) {
            if (Words.at(b, i) != words[word++]) {
                return false;
            }
        }
        return (Words.at(b, last) & lastMask) == words[words.length - 1];
    }

    void isFollowedBy(KnownKey key) {
        if (key != next && lastWord != NOWHERE) {
            other = next;
            next = key;
        }
    }

    /** Nobody expects this key any more, and it keeps no other one: a chain of keys would grow without end. */
    void forget() {
        lastWord = NOWHERE;
        next = null;
        other = null;
    }
}
