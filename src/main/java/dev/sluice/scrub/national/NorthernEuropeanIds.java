package dev.sluice.scrub.national;

import static dev.sluice.scrub.national.Identifier.checked;
import static dev.sluice.scrub.national.Identifier.shaped;

import dev.sluice.scrub.policy.Kind;
import java.util.List;

/**
 * Identifiers of the United Kingdom, Ireland and the Nordic and Baltic countries. Rules: HMRC, NHS Data Dictionary, DVLA,
 * DSP, Skatteverket, Skatteetaten, CPR-kontoret, DVV; cross-checked with python-stdnum.
 */
final class NorthernEuropeanIds {
    private static final String MARKS = "0123456789ABCDEFHJKLMNPRSTUVWXY";

    static final List<Identifier> ALL = List.of(
            checked(
                    Kind.UK_NINO,
                    "AA999999A !AA_99_99_99_A ?AA999999A ?AA_999999_A ?AA_999999A ?AA-99-99-99-A",
                    NorthernEuropeanIds::nino,
                    "nino, ni number*, ni no, nat ins*, national insurance*, ni!"),
            checked(
                    Kind.UK_NHS,
                    "9999999999 ?999_999_9999 ?999-999-9999",
                    code -> CheckDigits.mod11(code, 0, "a98765432"),
                    "nhs*, national health service*, chi number, chi no, health service number"),
            checked(
                    Kind.UK_UTR,
                    "9999999999 9999999999k k9999999999 9999999999999 k9999999999999",
                    NorthernEuropeanIds::utr,
                    "utr, unique taxpayer*, tax reference*, self assessment*"),
            checked(
                    Kind.DRIVING_LICENCE,
                    "XXXXX9XX99XXXXXX !XXXXX999999XXXXX !AAAAA_999999_XXXXX",
                    NorthernEuropeanIds::britishLicence,
                    "driving licence*, driving license*, driver licence*, driver number, licence*, dvla"),
            checked(
                    Kind.IE_PPS,
                    "9999999A 9999999AA ?9999999A ?9999999AA",
                    NorthernEuropeanIds::irish,
                    "pps*, personal public service*, uimhir psp*, rsi no, rsi number"),
            checked(
                    Kind.SE_PERSONNUMMER,
                    "9999999999 999999999999 !999999-9999 !999999+9999 !99999999-9999 ?999999999999",
                    NorthernEuropeanIds::swedish,
                    NorthernEuropeanIds::swedishBirth,
                    "personnummer*, personnr*, person nr, pnr!, samordningsnummer*, swedish id*, personal identity*,"
                            + " svenskt*, fodelsenummer*"),
            checked(
                    Kind.NO_FNR,
                    "99999999999 !999999_99999 ?99999999999",
                    NorthernEuropeanIds::norwegian,
                    NorthernEuropeanIds::norwegianBirth,
                    "fodselsnummer*, fodselsnr*, fnr, fodsels og personnummer, personnummer*, d nummer*, dnr!,"
                            + " norwegian id*"),
            shaped(
                    Kind.DK_CPR,
                    "9999999999 ?999999-9999",
                    code -> BirthDates.dayFirst(code, 0),
                    "cpr*, personnummer*, danish id*, person nr"),
            checked(
                    Kind.FI_HETU,
                    "999999999X 999999A999X !999999-999X !999999+999X !999999A999X",
                    NorthernEuropeanIds::finnish,
                    NorthernEuropeanIds::finnishBirth,
                    "hetu*, henkilotunnu*, sotu*, sosiaaliturvatunnu*, finnish id*, personal identity*, personbeteckning*"),
            checked(
                    Kind.EE_ISIKUKOOD,
                    "99999999999 ?99999999999",
                    NorthernEuropeanIds::baltic,
                    NorthernEuropeanIds::balticBirth,
                    "isikukood*, estonian id*, personal code*"),
            checked(
                    Kind.LT_AK,
                    "99999999999 ?99999999999",
                    NorthernEuropeanIds::baltic,
                    NorthernEuropeanIds::balticBirth,
                    "asmens kod*, ak!, lithuanian id*, personal code*"),
            checked(
                    Kind.LV_PK,
                    "99999999999 ?999999-99999",
                    NorthernEuropeanIds::latvian,
                    code -> BirthDates.dayFirst(code, 0) && latvian(code),
                    "personas kod*, pk!, latvian id*, personal code*"),
            checked(
                    Kind.IS_KENNITALA,
                    "9999999999 !999999-9999",
                    NorthernEuropeanIds::icelandic,
                    "kennital*, kt!, icelandic id*"));

    private NorthernEuropeanIds() {}

    private static boolean nino(Code code) {
        return !code.isOneOf(0, "DFIQUV")
                && !code.isOneOf(1, "DFIQUVO")
                && code.isOneOf(8, "ABCD")
                && !isUnused(code.at(0), code.at(1));
    }

    private static boolean isUnused(char first, char second) {
        return switch (first) {
            case 'B', 'K', 'T' -> second == (first == 'B' ? 'G' : 'N');
            case 'G' -> second == 'B';
            case 'N' -> second == 'K' || second == 'T';
            case 'Z' -> second == 'Z';
            default -> false;
        };
    }

    /** The first digit of ten is the check; a K or three digits more are the office's. */
    private static boolean utr(Code code) {
        int from = code.at(code.length - 1) == 'K' ? 0 : code.length - 10;
        return "21987654321".charAt(code.weighted(from + 1, "6789a5432") % 11) == code.at(from);
    }

    /** Name, decade of birth, month (women plus 50), day, year, initials. */
    private static boolean britishLicence(Code code) {
        boolean padding = false;
        for (int i = 0; i < 5; i++) {
            boolean nine = code.at(i) == '9';
            if ((padding && !nine) || (code.hasDigitAt(i) && !nine)) {
                return false;
            }
            padding = nine;
        }
        for (int i = 5; i < 11; i++) {
            if (!code.hasDigitAt(i)) {
                return false;
            }
        }
        return code.at(0) != '9' && BirthDates.exists(code.pair(6) % 50, code.pair(8)) && code.pair(6) <= 62;
    }

    private static boolean irish(Code code) {
        int second = code.length == 9 && code.at(8) != 'W' ? code.at(8) - 'A' + 1 : 0;
        int check = (code.weighted(0, "8765432") + second * 9) % 23;
        return code.at(7) == (check == 0 ? 'W' : 'A' + check - 1);
    }

    private static boolean swedish(Code code) {
        return CheckDigits.luhn(code, code.length - 10, code.length);
    }

    private static boolean swedishBirth(Code code) {
        int at = code.length - 10;
        int day = code.pair(at + 4);
        // Twelve digits are also how a minute is written; nobody was born in the years that clocks show now and logged
        // it.
        boolean minute = code.length == 12 && code.digit(0) == 2 && code.pair(8) < 24 && code.digit(10) < 6;
        boolean year = code.length == 10 || BirthDates.isYear(code, 0);
        return year && !minute && BirthDates.exists(code.pair(at + 2), day > 60 ? day - 60 : day) && swedish(code);
    }

    private static boolean norwegian(Code code) {
        return CheckDigits.mod11(code, 0, "376189452") && CheckDigits.mod11(code, 0, "5432765432");
    }

    private static boolean norwegianBirth(Code code) {
        int day = code.pair(0) % 40;
        int month = code.pair(2) % 40;
        return BirthDates.exists(month, day) && norwegian(code);
    }

    private static boolean finnish(Code code) {
        int last = code.length - 1;
        if (code.length == 11 && !code.isOneOf(6, "ABCDEFYXWVU")) {
            return false;
        }
        long number = code.number(0, 6) * 1000 + code.number(last - 3, last);
        return MARKS.charAt((int) (number % 31)) == code.at(last);
    }

    private static boolean finnishBirth(Code code) {
        return BirthDates.dayFirst(code, 0) && finnish(code);
    }

    private static boolean baltic(Code code) {
        int check = code.weighted(0, "1234567891") % 11;
        if (check == 10) {
            check = code.weighted(0, "3456789123") % 11 % 10;
        }
        return check == code.digit(10);
    }

    private static boolean balticBirth(Code code) {
        return code.digit(0) >= 1 && code.digit(0) <= 6 && BirthDates.yearFirst(code, 1) && baltic(code);
    }

    /** Numbers given since 2017 begin with 32 and have no date; they are checked like the others. */
    private static boolean latvian(Code code) {
        return (1 + code.weighted(0, "a584216379")) % 11 % 10 == code.digit(10) || code.pair(0) == 32;
    }

    private static boolean icelandic(Code code) {
        int day = code.pair(0) % 40;
        return BirthDates.exists(code.pair(2), day)
                && CheckDigits.mod11(code, 0, "32765432")
                && (code.digit(9) == 9 || code.digit(9) == 0 || code.digit(9) == 8);
    }
}
