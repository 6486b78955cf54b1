package dev.sluice.scrub.detect;

import dev.sluice.scrub.policy.Kind;
import dev.sluice.scrub.text.Ascii;
import dev.sluice.scrub.text.Match;
import dev.sluice.scrub.text.Text;
import dev.sluice.scrub.text.WordTable;

/**
 * The account in the path of somebody's home: {@code /Users/…}, {@code /home/…}, {@code C:\Users\…}, {@code /mnt/c/Users/…},
 * with single or doubled backslashes. Only the segment that names the account is found. Belongs to one thread.
 */
public final class UserPathDetector {
    private static final int LONGEST_ACCOUNT = 64;
    private static final int LOOK_BACK = 48;

    /** Parents of home directories, in small letters, as they stand before the account. */
    private static final String USERS = "users";

    private static final String HOME = "home";
    private static final String SETTINGS = "documents and settings";
    private static final String PROFILES = "profiles";

    /** First segments of the addresses of pages, which also like to start with {@code /home/}. */
    private static final WordTable PAGES = new WordTable.Builder()
            .add(
                    1,
                    "products product about settings dashboard index profile contact login cart news page pages search help"
                            + " blog category categories item items home main overview welcome feed explore account"
                            + " orders order shop store sale deals offers new list view edit add create details info faq"
                            + " services features pricing team jobs events gallery video videos images image assets static"
                            + " css js api v1 v2 en de fr es it nl us uk garden kitchen decor living furniture appliances"
                            + " improvement design tab tabs section banner hero footer header menu section1 loans insurance")
            .build();

    /** Looks behind the slash or backslash at {@code slash}. */
    public boolean at(Text text, int slash, Match match) {
        byte[] b = text.bytes;
        int to = text.to;
        int after = slash + 1;
        int segment = -1;
        if (Ascii.startsWith(b, after, to, USERS)) {
            segment = account(b, after + USERS.length(), to, b[slash]);
            if (segment > 0 && !isUsers(b, text.from, slash, after)) {
                return false;
            }
        } else if (b[slash] == '/'
                && after + HOME.length() < to
                && b[after] == 'h'
                && Ascii.startsWith(b, after, to, HOME)) {
            segment = account(b, after + HOME.length(), to, b[slash]);
            if (segment > 0 && (!isHome(b, text.from, slash) || isPage(b, segment, to))) {
                return false;
            }
        } else if (b[slash] == '\\'
                && after < to
                && (b[after] | 0x20) == 'd'
                && Ascii.startsWith(b, after, to, SETTINGS)) {
            segment = account(b, after + SETTINGS.length(), to, b[slash]);
        } else if (b[slash] == '\\'
                && after < to
                && (b[after] | 0x20) == 'p'
                && Ascii.startsWith(b, after, to, PROFILES)) {
            segment = account(b, after + PROFILES.length(), to, b[slash]);
        }
        return segment > 0 && claim(b, segment, to, match);
    }

    /** Index after the slash, or the one or two backslashes, at {@code i}; -1 if there is none. */
    private static int account(byte[] b, int i, int to, byte slash) {
        if (i >= to || b[i] != slash) {
            return -1;
        }
        int start = i + 1;
        while (slash == '\\' && start < to && b[start] == slash && start - i < 4) {
            start++;
        }
        return start < to ? start : -1;
    }

    private static boolean claim(byte[] b, int start, int to, Match match) {
        int end = segmentEnd(b, start, to);
        boolean named = end > start && end - start <= LONGEST_ACCOUNT && "[$<{%*~.".indexOf(b[start]) < 0;
        return named
                && !ServiceAccounts.isOne(b, start, end)
                && !Ascii.startsWith(b, start, end, "default ")
                && !Ascii.startsWith(b, start, end, "all ")
                && match.is(start, end, Kind.USER_PATH);
    }

    private static int segmentEnd(byte[] b, int start, int to) {
        int limit = Math.min(to, start + LONGEST_ACCOUNT + 1);
        int i = start;
        while (i < limit && !ends(b[i])) {
            i++;
        }
        // A space belongs to the name if the path goes on soon after it, with a capital in between.
        int next = i;
        for (int words = 0; words < 2 && next + 1 < limit && b[next] == ' ' && isCapital(b[next + 1]); words++) {
            next++;
            while (next < limit && !ends(b[next])) {
                next++;
            }
        }
        boolean goesOn = next > i && next < to && (b[next] == '/' || b[next] == '\\');
        int end = goesOn ? next : i;
        while (end > start && (b[end - 1] == '.' || b[end - 1] == ',')) {
            end--;
        }
        return end;
    }

    private static boolean isCapital(byte b) {
        return b >= 'A' && b <= 'Z' || b < 0;
    }

    private static boolean ends(byte b) {
        return b >= 0 && (b <= ' ' || "/\\\"'`:;,()<>|?*&#]}=".indexOf(b) >= 0);
    }

    /** A folder of accounts, and not a page of an address. */
    private static boolean isUsers(byte[] b, int from, int slash, int word) {
        boolean drive = b[slash] == '\\' ? b[word] == 'U' || startsOnDrive(b, from, slash) : afterDrive(b, from, slash);
        if (drive) {
            return true;
        }
        // macOS writes it with a capital; pages and interfaces do not.
        return b[word] == 'U' && b[word + 1] == 's' && isPathStart(b, from, slash, true);
    }

    /** {@code c:\\users}, with any number of backslashes. */
    private static boolean startsOnDrive(byte[] b, int from, int slash) {
        int i = slash;
        while (i > from && slash - i < 4 && b[i - 1] == '\\') {
            i--;
        }
        return i > from && b[i - 1] == ':';
    }

    /** {@code C:/Users}, {@code /mnt/c/Users}, {@code /c/Users}. */
    private static boolean afterDrive(byte[] b, int from, int slash) {
        if (slash - 2 < from || !(Ascii.isLetter(b[slash - 1]) || b[slash - 1] == ':')) {
            return false;
        }
        int letter = b[slash - 1] == ':' ? slash - 2 : slash - 1;
        boolean alone = !Ascii.isWordAt(b, letter - 1, from, slash) && Ascii.isLetter(b[letter]);
        return alone && (b[slash - 1] == ':' || (letter > from && b[letter - 1] == '/' && b[slash + 1] == 'U'));
    }

    private static boolean isHome(byte[] b, int from, int slash) {
        for (String parent : new String[] {"/export", "/var", "/usr", "/data", "/mnt", "/private"}) {
            int start = slash - parent.length();
            if (start >= from && Ascii.startsWith(b, start, slash, parent)) {
                return isPathStart(b, from, start, false);
            }
        }
        return isPathStart(b, from, slash, false);
    }

    /** Whether a path starts at the slash: at the border of a word, or in a {@code file:} address. */
    private static boolean isPathStart(byte[] b, int from, int slash, boolean mayBeDeep) {
        int i = slash;
        int limit = Math.max(from, slash - LOOK_BACK);
        if (mayBeDeep) {
            while (i > limit && (Ascii.isWord(b[i - 1]) || b[i - 1] == '.' || b[i - 1] == '-')) {
                i--;
                if (i > limit && b[i - 1] == '/') {
                    i--;
                }
            }
        }
        if (i == from) {
            return true;
        }
        byte before = b[i - 1];
        if (before == '/') {
            // file:///home, but not https://example.com/home
            return i - 2 >= from && b[i - 2] == '/' && i == slash;
        }
        boolean host = i >= from + 1 && before == ':' && i + 1 < slash && b[i] == '/' && b[i + 1] == '/';
        return !host && !Ascii.isWord(before) && before != '.' && before != '-' && before != '~' && before != '}';
    }

    private static boolean isPage(byte[] b, int start, int to) {
        int end = start;
        while (end < to && (Ascii.isWord(b[end]) || b[end] == '-')) {
            end++;
        }
        return PAGES.of(b, start, end) != 0;
    }
}
