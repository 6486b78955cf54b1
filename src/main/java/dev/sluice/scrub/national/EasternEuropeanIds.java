package dev.sluice.scrub.national;

import static dev.sluice.scrub.national.Identifier.checked;
import static dev.sluice.scrub.national.Identifier.shaped;

import dev.sluice.scrub.policy.Kind;
import java.util.List;

/**
 * Identifiers of Poland, Czechia, Slovakia, Hungary, Romania, Bulgaria, the successors of Yugoslavia, Russia and Ukraine.
 * Rules: the ministries of the interior and of finance; cross-checked with python-stdnum.
 */
final class EasternEuropeanIds {
    static final List<Identifier> ALL = List.of(
            checked(
                    Kind.PL_PESEL,
                    "99999999999 ?99999999999",
                    code -> CheckDigits.mod10(code, 0, "1379137913"),
                    code -> isPolishBirth(code) && CheckDigits.mod10(code, 0, "1379137913"),
                    "pesel*, polish id*, numer ewidencyjny*"),
            checked(
                    Kind.PL_NIP,
                    "9999999999 ?999-999-99-99 ?999-99-99-999 ?999_999_99_99",
                    code -> code.weighted(0, "657234567") % 11 == code.digit(9),
                    "nip!, nr nip!, numer nip!, identyfikacji podatkowej"),
            checked(
                    Kind.CZ_RODNE_CISLO,
                    "9999999999 !999999/9999",
                    EasternEuropeanIds::czech,
                    code -> isCzechBirth(code) && czech(code),
                    "rodne cislo*, rodneho cisla*, rodnym cislem*, rc!, r c!, cislo pojistence*, birth number*"),
            shaped(Kind.CZ_RODNE_CISLO, "999999999", Check.NONE, "rodne cislo*, rodneho cisla*, rc!, r c!"),
            checked(
                    Kind.HU_TIN,
                    "9999999999",
                    code -> code.weighted(0, "123456789") % 11 == code.digit(9),
                    "adoazonosito*, ado azonosito*, adoszam*, hungarian tax*, adojel*"),
            checked(
                    Kind.HU_TAJ,
                    "999999999",
                    code -> code.number(0, 9) > 0 && code.weighted(0, "37373737") % 10 == code.digit(8),
                    "taj!, taj szam*, tarsadalombiztositasi*"),
            checked(
                    Kind.RO_CNP,
                    "9999999999999",
                    EasternEuropeanIds::romanian,
                    "cnp*, cod numeric*, romanian id*, codul numeric*"),
            checked(
                    Kind.BG_EGN,
                    "9999999999",
                    code -> code.weighted(0, "2485a9736") % 11 % 10 == code.digit(9),
                    "egn, егн, единен граждански*, bulgarian id*, lnch"),
            checked(
                    Kind.HR_OIB,
                    "99999999999",
                    code -> CheckDigits.mod1110(code, 0, 11),
                    "oib*, osobni identifikacijski*, osobni broj*, croatian id*"),
            checked(
                    Kind.SI_EMSO,
                    "9999999999999",
                    code -> CheckDigits.mod11Or0(code, 0, "765432765432"),
                    "emso*, jmbg*, enotna maticna*, maticni broj*, јмбг, эмбг, ембг, embg, jedinstveni maticni*"),
            checked(
                    Kind.SI_TIN,
                    "99999999",
                    EasternEuropeanIds::slovenian,
                    "davcna*, id za ddv, davcno*, slovenian tax*"),
            checked(
                    Kind.RU_INN,
                    "999999999999",
                    code -> code.weighted(0, "724a359468") % 11 % 10 == code.digit(10)
                            && code.weighted(0, "3724a359468") % 11 % 10 == code.digit(11),
                    "inn!, инн*, идентификационныи номер*, россиискии инн"),
            checked(
                    Kind.RU_SNILS,
                    "99999999999 !999-999-999_99",
                    code -> code.weighted(0, "987654321") % 101 % 100 == code.pair(9),
                    "snils, снилс*, страховои номер*"),
            checked(
                    Kind.UA_TIN,
                    "9999999999",
                    code -> Math.floorMod(ukrainian(code), 11) % 10 == code.digit(9),
                    "рнокпп*, ипн, іпн*, rnokpp, ідентифікаціинии*, идентификационныи*, ідентифікаційний*"));

    private EasternEuropeanIds() {}

    /** The month of those born from 2000 on is 20 higher. */
    private static boolean isPolishBirth(Code code) {
        int month = code.pair(2);
        return BirthDates.exists(month > 20 ? month - 20 : month, code.pair(4));
    }

    /** Women's months are 50 higher, and 20 where a day's numbers had run out. */
    private static boolean isCzechBirth(Code code) {
        int month = code.pair(2) % 50;
        return BirthDates.exists(month > 20 ? month - 20 : month, code.pair(4));
    }

    private static boolean czech(Code code) {
        long remainder = code.number(0, 9) % 11;
        return remainder % 10 == code.digit(9) && code.number(0, 9) > 0;
    }

    private static boolean romanian(Code code) {
        int check = code.weighted(0, "279146358279") % 11;
        return code.digit(0) != 0 && (check == 10 ? 1 : check) == code.digit(12);
    }

    /** A remainder of 0 would need a check digit of 11 and is never given out. */
    private static boolean slovenian(Code code) {
        int check = 11 - code.weighted(0, "8765432") % 11;
        return code.digit(0) != 0 && (check == 10 ? 0 : check) == code.digit(7);
    }

    /** The first weight is negative. */
    private static int ukrainian(Code code) {
        return code.weighted(1, "57946a57") - code.digit(0);
    }
}
