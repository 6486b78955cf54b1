package dev.sluice.scrub.detect;

import dev.sluice.scrub.policy.Kind;
import dev.sluice.scrub.text.Ascii;
import dev.sluice.scrub.text.Letters;
import dev.sluice.scrub.text.Match;
import dev.sluice.scrub.text.Text;
import dev.sluice.scrub.text.WordTable;

/**
 * Dates of birth: a real date of the calendar since 1900, and a word that speaks of birth before or after it. Between the two
 * only words that link them, and names of places. Belongs to one thread.
 */
final class BirthDetector {
    private static final int BIRTH = 1;
    private static final int LINK = 2;
    private static final int LOOK_BACK = 48;
    private static final int MOST_WORDS = 6;

    private static final WordTable WORDS = new WordTable.Builder()
            .add(
                    BIRTH,
                    "dob birth born birthday birthdate bday dateofbirth birthdt userdob patientdob geburtsdatum geburtstag"
                            + " geboren geb gebdatum né née naissance datenaissance nacimiento nacido nacida nació"
                            + " cumpleaños nascita nato nata compleanno nascimento nascido nascida nasceu aniversário"
                            + " geboortedatum geboorte verjaardag född födelsedatum födelsedag født fødselsdato fødselsdag"
                            + " fødsel syntymäaika syntynyt syntymäpäivä urodzenia urodzony urodzona urodzin urodzić ur"
                            + " narození narozen narozena narodenia született születési doğum dogum naștere născut rođen"
                            + " рождения родился родилась рожд γέννησης γεννήθηκε lahir sinh 出生 出生日期 生年月日 생년월일"
                            + " народження народився народилась nașterii जन्म תאריך الميلاد jmbg")
            .add(
                    LINK,
                    "of is was on the date day in at a my her his your year am den der den das ist im le la en à est de del"
                            + " el día fecha es il a è data di em dia do na op den i år den på dato dnia dne dn г от p l"
                            + " and o b d datum user customer patient tarihi ngày tanggal yyyy mm dd ce तिथि तारीख idő ideje dátuma")
            .build();

    private final CalendarDate date = new CalendarDate();

    /** Looks around the run of digits {@code [i, run)} that starts a date, or is the day after a month's name. */
    boolean at(Text text, int i, int run, Match match) {
        if (!date.read(text.bytes, text.from, i, run, text.to)) {
            return false;
        }
        boolean birth = before(text.bytes, text.from, date.start) || after(text.bytes, date.end, text.to);
        return birth && match.is(date.start, date.end, Kind.DATE_OF_BIRTH);
    }

    private static boolean before(byte[] b, int from, int start) {
        int floor = Math.max(from, start - LOOK_BACK);
        int end = start;
        for (int words = 0; words < MOST_WORDS; words++) {
            int gap = end;
            while (end > floor && gap - end < 4 && isGap(b[end - 1])) {
                end--;
            }
            int word = Letters.start(b, floor, end);
            if (word == end) {
                return false;
            }
            int meaning = WORDS.of(b, word, end);
            if ((meaning & BIRTH) != 0 || endsInBirth(b, word, end)) {
                return !isShouted(b, word, end);
            }
            if (isInitials(b, floor, end)) {
                return true;
            }
            if ((meaning & LINK) == 0 && !Letters.isCapital(b, word, end)) {
                return false;
            }
            end = word;
        }
        return false;
    }

    private static boolean isGap(byte b) {
        return Ascii.isSpace(b) || ":=\"'([-_.,*>/)|#".indexOf(b) >= 0;
    }

    /** NATO is no birth. */
    private static boolean isShouted(byte[] b, int from, int to) {
        boolean other = Ascii.startsWith(b, from, to, "nato") || to - from == 2;
        return other && b[from + 1] >= 'A' && b[from + 1] <= 'Z';
    }

    /** {@code birthDate}, {@code dateOfBirth} and the like in one word. */
    private static boolean endsInBirth(byte[] b, int from, int to) {
        for (String ending : new String[] {"birth", "birthdate", "birthday", "dob"}) {
            int start = to - ending.length();
            if (start > from && b[start] >= 'A' && b[start] <= 'Z' && Ascii.startsWith(b, start, to, ending)) {
                return true;
            }
        }
        return false;
    }

    /** {@code D.O.B.}, whose last letter ends at {@code end}. */
    private static boolean isInitials(byte[] b, int from, int end) {
        int start = end - 5;
        boolean dotted = start >= from && b[start + 1] == '.' && b[start + 3] == '.';
        return dotted && (b[start] | 0x20) == 'd' && (b[start + 2] | 0x20) == 'o' && (b[start + 4] | 0x20) == 'b';
    }

    private static boolean after(byte[] b, int from, int to) {
        int i = from;
        for (int words = 0; words < 4; words++) {
            int gap = i;
            while (i < to && i - gap < 3 && (b[i] == ' ' || b[i] == '(' || b[i] == '[')) {
                i++;
            }
            int end = Letters.end(b, i, Math.min(to, i + 32));
            if (end == i || (words == 0 && i == from && !Letters.isCaseless(b, i, to))) {
                return false;
            }
            int meaning = WORDS.of(b, i, end);
            if ((meaning & BIRTH) != 0 && i > from) {
                return !isBirthOfOther(b, end, to);
            }
            // 1990年5月3日生まれ
            if (i == from && b[i] == (byte) 0xe7 && i + 2 < to && b[i + 1] == (byte) 0x94 && b[i + 2] == (byte) 0x9f) {
                return true;
            }
            if ((meaning & LINK) == 0) {
                return false;
            }
            i = end;
        }
        return false;
    }

    /** {@code 2024-05-01 birthday campaign}: no date of birth is followed by such a word. */
    private static boolean isBirthOfOther(byte[] b, int end, int to) {
        return end + 1 < to && (b[end] == ' ' || b[end] == '-') && Ascii.isLetter(b[end + 1]);
    }
}
