package dev.sluice.scrub.detect;

import dev.sluice.scrub.text.Ascii;
import dev.sluice.scrub.text.Letters;
import dev.sluice.scrub.text.WordTable;

/**
 * Reads a date of the calendar since 1900, as numbers in any order with one kind of separator, or with the month's name in
 * some twenty languages. Keeps the last one in fields; belongs to one thread.
 */
final class CalendarDate {
    private static final int FIRST_YEAR = 1900;
    private static final int LAST_YEAR = 2099;
    private static final int[] DAYS = {0, 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

    private static final WordTable MONTHS = months(
            "january jan januar jänner janvier janv enero ene gennaio genn gen janeiro januari styczeń stycznia led leden"
                    + " ledna tammikuuta tammikuu ocak január ianuarie января янв ιανουαρίου siječnja",
            "february feb februar febr feber février févr febrero febbraio febb fevereiro fev februari luty lutego únor února"
                    + " helmikuuta şubat február februarie февраля фев φεβρουαρίου veljače",
            "march mar märz maerz mrz mars marzo março maart mrt marzec marca březen března maaliskuuta mart március martie"
                    + " марта мар μαρτίου ožujka marec",
            "april apr avril avr abril abr aprile kwiecień kwietnia duben dubna huhtikuuta nisan április aprilie апреля апр"
                    + " απριλίου travnja apríla",
            "may mai mayo maggio mag maio mei maj maja květen května toukokuuta mayıs május máj мая май μαΐου svibnja",
            "june jun juni juin junio giugno giu junho czerwiec czerwca červen června kesäkuuta haziran június iunie июня июн"
                    + " ιουνίου lipnja jún júna",
            "july jul juli juillet juil julio luglio lug julho lipiec lipca červenec července heinäkuuta temmuz július iulie"
                    + " июля июл ιουλίου srpnja júla",
            "august aug août aout agosto ago augustus augusti sierpień sierpnia srpen srpna elokuuta ağustos augusztus"
                    + " августа авг αυγούστου kolovoza",
            "september sept sep septembre septiembre settembre sett set setembro wrzesień września září syyskuuta eylül"
                    + " szeptember septembrie сентября сен σεπτεμβρίου rujna septembra",
            "october oct oktober okt octobre octubre ottobre ott outubro out październik października říjen října lokakuuta"
                    + " ekim október octombrie октября окт οκτωβρίου listopada",
            "november nov novembre noviembre novembro listopad listopadu marraskuuta kasım noiembrie ноября ноя νοεμβρίου"
                    + " studenoga novembra",
            "december dec dezember dez décembre déc diciembre dic dicembre dezembro desember des grudzień grudnia prosinec"
                    + " prosince joulukuuta aralık decembrie декабря дек δεκεμβρίου prosinca decembra");
    private static final WordTable LINKS =
            new WordTable.Builder().add(1, "of de del den di do der").build();

    int start;
    int end;

    private static WordTable months(String... names) {
        var table = new WordTable.Builder();
        for (int month = 1; month <= names.length; month++) {
            // A word that two languages use for different months stands for the first one; only the day is checked with
            // it.
            table.add(1 << month, names[month - 1]);
        }
        return table.build();
    }

    /** Reads the date whose first digits are {@code [i, run)}; the month's name may stand before them. */
    boolean read(byte[] b, int from, int i, int run, int to) {
        int count = run - i;
        start = i;
        if (count > 8 || (count > 4 && count != 8) || count == 3 || run >= to && count != 8 && count > 2) {
            return false;
        }
        if (count == 8) {
            return compact(b, i, run);
        }
        if (run < to && isSeparator(b[run]) && Ascii.isDigitAt(b, afterSeparator(b, run, to), i, to)) {
            return numeric(b, i, run, to);
        }
        if (run < to && b[run] < 0 && count == 4) {
            return eastern(b, i, run, to);
        }
        return count <= 2 && named(b, from, i, run, to);
    }

    private static boolean isSeparator(byte b) {
        return b == '-' || b == '/' || b == '.';
    }

    /** {@code 3. 5. 1980} has spaces after its dots. */
    private static int afterSeparator(byte[] b, int i, int to) {
        return b[i] == '.' && i + 1 < to && b[i + 1] == ' ' ? i + 2 : i + 1;
    }

    private boolean compact(byte[] b, int i, int run) {
        end = run;
        return isDate(value(b, i, i + 4), value(b, i + 4, i + 6), value(b, i + 6, run));
    }

    private boolean numeric(byte[] b, int i, int run, int to) {
        int middle = afterSeparator(b, run, to);
        int second = Ascii.digits(b, middle, to);
        boolean separated = second < to && b[second] == b[run] && second - middle <= 2;
        if (!separated) {
            return false;
        }
        int last = afterSeparator(b, second, to);
        int third = Ascii.digits(b, last, to);
        int thirdCount = third - last;
        boolean goesOn = Ascii.isWordAt(b, third, i, to) && b[third] != 'T' && b[third] >= 0;
        boolean version = third + 1 < to && isSeparator(b[third]) && Ascii.isDigit(b[third + 1]);
        if (goesOn || version) {
            return false;
        }
        int a = value(b, i, run);
        int m = value(b, middle, second);
        int c = value(b, last, third);
        end = third;
        if (run - i == 4) {
            boolean date = thirdCount <= 2 && thirdCount > 0 && isDate(a, m, c);
            end = date ? timeEnd(b, third, to) : third;
            return date;
        }
        if (thirdCount != 4 && thirdCount != 2) {
            return false;
        }
        int year = thirdCount == 4 ? c : FIRST_YEAR + c;
        return isDate(year, m, a) || isDate(year, a, m);
    }

    /** Takes in the midnight of {@code 1990-05-03T00:00:00Z}. */
    private static int timeEnd(byte[] b, int i, int to) {
        if (i >= to || b[i] != 'T') {
            return i;
        }
        int end = i + 1;
        while (end < to && end - i < 32 && (Ascii.isDigit(b[end]) || ":.Z+-".indexOf(b[end]) >= 0)) {
            end++;
        }
        return end;
    }

    /** {@code 1990年5月3日}, {@code 1990년 5월 3일}. */
    private boolean eastern(byte[] b, int i, int run, int to) {
        int month = digitsAfterSign(b, run, to);
        int monthEnd = month < 0 ? -1 : Ascii.digits(b, month, to);
        int day = month < 0 ? -1 : digitsAfterSign(b, monthEnd, to);
        int dayEnd = day < 0 ? -1 : Ascii.digits(b, day, to);
        if (day < 0 || monthEnd - month > 2 || dayEnd - day > 2) {
            return false;
        }
        end = dayEnd + 3 <= to && b[dayEnd < to ? dayEnd : to - 1] < 0 ? dayEnd + 3 : dayEnd;
        return isDate(value(b, i, run), value(b, month, monthEnd), value(b, day, dayEnd));
    }

    /** Index of the digits behind one sign of three bytes and perhaps a space; -1 if there are none. */
    private static int digitsAfterSign(byte[] b, int i, int to) {
        int digits = i + 3 < to && b[i + 3] == ' ' ? i + 4 : i + 3;
        boolean sign = i < to && b[i] < 0 && (b[i] & 0xf0) == 0xe0;
        return sign && digits < to && Ascii.isDigit(b[digits]) ? digits : -1;
    }

    private boolean named(byte[] b, int from, int i, int run, int to) {
        int day = value(b, i, run);
        int next = afterOrdinal(b, run, to);
        int month = afterGap(b, next, to);
        int monthEnd = Letters.end(b, month, to);
        if (month > next && LINKS.of(b, month, monthEnd) != 0) {
            month = afterGap(b, monthEnd, to);
            monthEnd = Letters.end(b, month, to);
        }
        int months = month > next || next == run ? MONTHS.of(b, month, monthEnd) : 0;
        if (months != 0) {
            int year = afterGap(b, monthEnd, to);
            int word = Letters.end(b, year, to);
            year = word > year && LINKS.of(b, year, word) != 0 ? afterGap(b, word, to) : year;
            return year(b, year, to, months, day);
        }
        int before = i;
        while (before > from
                && i - before < 3
                && (b[before - 1] == ' ' || b[before - 1] == '.' || b[before - 1] == '-')) {
            before--;
        }
        int name = Letters.start(b, Math.max(from, before - 24), before);
        months = before < i ? MONTHS.of(b, name, before) : 0;
        start = name;
        return months != 0 && year(b, afterGap(b, next, to), to, months, day);
    }

    private boolean year(byte[] b, int i, int to, int months, int day) {
        int run = Ascii.digits(b, i, to);
        end = run;
        return run - i == 4
                && !Ascii.isWordAt(b, run, i, to)
                && isDate(value(b, i, run), Integer.numberOfTrailingZeros(months), day);
    }

    /** Index after {@code st}, {@code th}, {@code er}, {@code .}, {@code º}. */
    private static int afterOrdinal(byte[] b, int i, int to) {
        if (i + 1 < to && b[i] == (byte) 0xc2) {
            return i + 2;
        }
        boolean letters = i + 2 < to && Ascii.isLetter(b[i]) && Ascii.isLetter(b[i + 1]) && !Ascii.isLetter(b[i + 2]);
        return letters ? i + 2 : i;
    }

    private static int afterGap(byte[] b, int from, int to) {
        int i = from;
        while (i < to && i - from < 3 && (b[i] == ' ' || b[i] == ',' || b[i] == '.' || b[i] == '-' || b[i] == '/')) {
            i++;
        }
        return i;
    }

    private static int value(byte[] b, int from, int to) {
        int value = 0;
        for (int i = from; i < to && i - from < 8; i++) {
            value = value * 10 + (b[i] - '0');
        }
        return value;
    }

    private static boolean isDate(int year, int month, int day) {
        boolean inRange = year >= FIRST_YEAR && year <= LAST_YEAR && month >= 1 && month <= 12 && day >= 1;
        if (!inRange || day > DAYS[month]) {
            return false;
        }
        boolean leap = (year & 3) == 0 && (year % 100 != 0 || year % 400 == 0);
        return month != 2 || day < 29 || leap;
    }
}
