package dev.sluice.scrub.detect;

import dev.sluice.scrub.policy.Kind;
import dev.sluice.scrub.text.Ascii;
import dev.sluice.scrub.text.Context;
import dev.sluice.scrub.text.Letters;
import dev.sluice.scrub.text.Match;
import dev.sluice.scrub.text.Text;
import dev.sluice.scrub.text.WordTable;
import java.util.List;

/**
 * E-mail addresses written out to dodge filters: {@code jane at example dot com}, {@code jane[at]example[dot]com}, {@code
 * jane @ example . com}. The last label must be a top-level domain; plain words for the sign need a dot-word, too, or
 * something before them that speaks of mail. Belongs to one thread.
 */
final class SpokenEmailDetector {
    private static final int LONGEST_LOCAL = 64;
    private static final int LONGEST_LABEL = 63;
    private static final int MOST_LABELS = 6;
    private static final int CONTEXT = 40;

    private static final Context MAIL = new Context(
            List.of("mail", "e-mail", "email", "correo", "courriel", "posta", "adresse", "write to", "reach"));
    /** What stands before "at" in a sentence. */
    private static final WordTable SENTENCE = new WordTable.Builder()
            .add(
                    1,
                    "us me you it him her them look looking arrive arrived live is are be was available hosted found located"
                            + " visit online out back site website here more shop order meet meeting sign log in up down on"
                            + " sold sale not error failed running listening mail email e-mail address contact now today"
                            + " available that this and or who works working employed team support")
            .build();

    private int end;
    private int dotWords;
    private int spacedDots;
    /** Where a dot that was just read ends. */
    private int afterDot;

    /** Looks around the word or sign for "at" at {@code [start, end)}. */
    boolean at(Text text, int start, int end, Match match) {
        byte[] b = text.bytes;
        int left = start;
        int right = end;
        boolean enclosed = false;
        if (left - 1 >= text.from && right < text.to && isPair(b[left - 1], b[right])) {
            enclosed = true;
            left--;
            right++;
        }
        boolean sign = b[start] == '@';
        int domain = NameDetector.spaces(b, right, text.to);
        int localEnd = left;
        while (localEnd > text.from && left - localEnd < 3 && b[localEnd - 1] == ' ') {
            localEnd--;
        }
        boolean spaced = domain > right && localEnd < left;
        if (!(enclosed || spaced || (sign && (domain > right || localEnd < left)))) {
            return false;
        }
        if (!domain(b, domain, text.to)) {
            return false;
        }
        int local = local(b, text.from, localEnd);
        if (local == localEnd || localEnd - local > LONGEST_LOCAL) {
            return false;
        }
        boolean telling = isTelling(b, local, localEnd);
        boolean sentence = SENTENCE.of(b, local, localEnd) != 0;
        boolean mail = telling || MAIL.before(b, text.from, local, CONTEXT);
        boolean sure = sign
                ? telling || spacedDots > 0 || mail
                : enclosed || dotWords > 0 || (telling && mail && mails(b, domain));
        return sure && !sentence && match.is(local, this.end, Kind.EMAIL);
    }

    /** A plain "at" and plain dots: only with one of the few words that are all but sure. */
    private boolean mails(byte[] b, int domain) {
        for (String provider : PROVIDERS) {
            if (Ascii.startsWith(b, domain, end, provider)) {
                return true;
            }
        }
        return false;
    }

    private static final List<String> PROVIDERS = List.of(
            "gmail.",
            "googlemail.",
            "yahoo.",
            "outlook.",
            "hotmail.",
            "live.",
            "icloud.",
            "aol.",
            "gmx.",
            "web.de",
            "proton.",
            "protonmail.",
            "orange.fr",
            "free.fr",
            "t-online.",
            "libero.it",
            "mail.ru",
            "yandex.",
            "qq.com",
            "163.com",
            "naver.com",
            "uol.com",
            "zoho.",
            "fastmail.");

    private static boolean isPair(byte open, byte close) {
        return switch (open) {
            case '(' -> close == ')';
            case '[' -> close == ']';
            case '{' -> close == '}';
            case '<' -> close == '>';
            case '_', '*', '-' -> close == open;
            default -> false;
        };
    }

    /** Names have a dot, a digit or an underscore in them; words of a sentence do not. */
    private static boolean isTelling(byte[] b, int from, int to) {
        for (int i = from; i < to; i++) {
            if (!Ascii.isLetter(b[i]) && b[i] != '-' && b[i] >= 0) {
                return true;
            }
        }
        return false;
    }

    private int local(byte[] b, int from, int to) {
        int limit = Math.max(from, to - LONGEST_LOCAL - 1);
        int i = localWord(b, limit, to);
        for (int parts = 0; parts < 3 && i < to; parts++) {
            int dot = dotBefore(b, limit, i);
            int next = dot < 0 ? -1 : localWord(b, limit, dot);
            if (next < 0 || next == dot) {
                break;
            }
            i = next;
        }
        while (i < to && (b[i] == '.' || b[i] == '-' || b[i] == '+')) {
            i++;
        }
        return i;
    }

    private static int localWord(byte[] b, int from, int to) {
        int i = to;
        while (i > from && (Ascii.isWord(b[i - 1]) || b[i - 1] == '.' || b[i - 1] == '-' || b[i - 1] == '+')) {
            i--;
        }
        return i;
    }

    /** Index where a dot, spelled out or between spaces, starts that ends at {@code to}; -1 if there is none. */
    private int dotBefore(byte[] b, int from, int to) {
        int i = to;
        if (i > from && (b[i - 1] == ')' || b[i - 1] == ']' || b[i - 1] == '}')) {
            int open = i - 2;
            while (open > from && i - open < 10 && Ascii.isLetter(b[open])) {
                open--;
            }
            return open >= from && dot(b, open, to) ? open : -1;
        }
        if (i > from && b[i - 1] == ' ') {
            i--;
            int word = i > from && b[i - 1] == '.' ? i - 1 : Letters.start(b, from, i);
            boolean spaced = word > from && word < i && b[word - 1] == ' ';
            return spaced && (b[word] == '.' || PeopleWords.is(b, word, i, PeopleWords.DOT)) ? word - 1 : -1;
        }
        return -1;
    }

    /** Reads labels and dots; leaves where the last top-level domain ends. */
    private boolean domain(byte[] b, int from, int to) {
        end = -1;
        dotWords = 0;
        spacedDots = 0;
        int dots = 0;
        int spacedSoFar = 0;
        int i = from;
        for (int labels = 0; labels < MOST_LABELS; labels++) {
            int label = i;
            while (i < to
                    && i - label <= LONGEST_LABEL
                    && (Ascii.isAlphanumeric(b[i]) || b[i] < 0 || isInnerDash(b, i, to))) {
                i++;
            }
            if (i == label || i - label > LONGEST_LABEL) {
                break;
            }
            if (labels > 0 && TopLevelDomains.isOne(b, label, i)) {
                end = i;
                dotWords = dots;
                spacedDots = spacedSoFar;
            }
            if (!dot(b, i, to)) {
                break;
            }
            boolean plain = afterDot == i + 1;
            boolean spaced = b[i] == ' ' && b[afterDot - 1] == ' ' && b[i + 1] == '.';
            spacedSoFar += spaced ? 1 : 0;
            dots += plain || spaced ? 0 : 1;
            i = afterDot;
        }
        return end > 0;
    }

    private static boolean isInnerDash(byte[] b, int i, int to) {
        return b[i] == '-' && i + 1 < to && Ascii.isAlphanumeric(b[i + 1]);
    }

    /** Reads {@code .}, {@code " . "}, {@code (dot)}, {@code " dot "}, {@code _dot_} at {@code i}. */
    private boolean dot(byte[] b, int i, int to) {
        if (i >= to) {
            return false;
        }
        if (b[i] == '.') {
            afterDot = i + 1;
            return i + 1 < to && (Ascii.isAlphanumeric(b[i + 1]) || b[i + 1] < 0);
        }
        int start = NameDetector.spaces(b, i, to);
        boolean spaces = start > i;
        boolean open = start < to && "([{_<".indexOf(b[start]) >= 0;
        int word = open ? start + 1 : start;
        int wordEnd = word < to && b[word] == '.' ? word + 1 : Letters.end(b, word, Math.min(to, word + 16));
        boolean dot = wordEnd > word && (b[word] == '.' || PeopleWords.is(b, word, wordEnd, PeopleWords.DOT));
        if (!dot || (open && (wordEnd >= to || !isPair(b[start], b[wordEnd]))) || (!open && !spaces)) {
            return false;
        }
        int after = open ? wordEnd + 1 : wordEnd;
        afterDot = NameDetector.spaces(b, after, to);
        return open || afterDot > after;
    }
}
