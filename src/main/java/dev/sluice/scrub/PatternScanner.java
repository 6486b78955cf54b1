package dev.sluice.scrub;

import dev.sluice.scrub.policy.CustomPattern;
import dev.sluice.scrub.policy.CustomPatterns;

/** Searches a text for what only the project's own policy knows to be personal. Belongs to one thread. */
final class PatternScanner {
    private final Redactor redactor;

    PatternScanner(Redactor redactor) {
        this.redactor = redactor;
    }

    /** Claims every match in {@code [from, to)} of the view. */
    void scan(TextView view, int from, int to, TextScanner.Scope scope, CustomPatterns patterns, Claims claims) {
        if (scope == TextScanner.Scope.EMAILS) {
            return;
        }
        byte[] b = view.bytes;
        claims.beginPass();
        int i = from;
        while (i < to) {
            CustomPattern pattern = patterns.at(b, i, from, to);
            if (pattern == null) {
                i++;
                continue;
            }
            int end = pattern.end(b, i, from, to);
            claim(view, i, end, scope, pattern, claims);
            i = end;
        }
        claims.endPass();
    }

    private void claim(
            TextView view, int start, int end, TextScanner.Scope scope, CustomPattern pattern, Claims claims) {
        switch (scope) {
            case IDENTIFIERS -> redactor.identity(view, start, end, pattern.kind(), claims);
            case KEY -> redactor.partOfKey(view, start, end, pattern.kind(), claims);
            case EVERYTHING, EMAILS -> redactor.part(view, start, end, pattern.kind(), pattern.action(), claims);
        }
    }
}
