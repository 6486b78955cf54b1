package dev.sluice.scrub.national;

import static dev.sluice.scrub.national.Identifier.checked;

import dev.sluice.scrub.policy.Kind;
import java.util.List;

/**
 * Identifiers of Germany, Austria, Switzerland and the Benelux. Rules: BZSt, Deutsche Rentenversicherung, GKV-Spitzenverband,
 * ICAO 9303, BBG, ZAS, Belastingdienst, Rijksregister; cross-checked with python-stdnum.
 */
final class CentralEuropeanIds {
    private static final String INSURANCE =
            "sozialversicherung*, versicherungsnummer*, versicherungsnr*, vsnr*, svnr*, sv nr, sv nummer";

    static final List<Identifier> ALL = List.of(
            checked(
                    Kind.DE_STEUER_ID,
                    "99999999999 ?99_999_999_999",
                    CentralEuropeanIds::steuerId,
                    "steuer id*, steueridentifikation*, steuerliche id*, identifikationsnummer*, idnr, id nr, idnummer,"
                            + " tin!, steuernummer*, steuernr*, german tax*, tax id*"),
            checked(
                    Kind.DE_SVNR,
                    "99999999A999 !99999999A999 !99_999999_A_999 !99_999999_A999",
                    CentralEuropeanIds::pension,
                    code -> isInsuredBirth(code) && pension(code),
                    "rvnr*, rentenversicherung*, rv nummer, rv nr, " + INSURANCE),
            checked(
                    Kind.DE_HEALTH_INSURANCE,
                    "A999999999 ?A999999999",
                    CentralEuropeanIds::health,
                    "kvnr*, krankenversicher*, krankenkasse*, egk*, gesundheitskarte*, versichertennummer*,"
                            + " versicherten nr, versichertenkarte*, health insurance*, " + INSURANCE),
            checked(
                    Kind.DE_ID_CARD,
                    "XXXXXXXXX XXXXXXXXXX XXXXXXXXXd XXXXXXXXXXd ?XXXXXXXXX",
                    CentralEuropeanIds::card,
                    CentralEuropeanIds::cardWithCheck,
                    "personalausweis*, ausweis*, perso!, german id*, identity card*, id card*"),
            checked(
                    Kind.DE_VAT_ID,
                    "de999999999 !de999999999 ?de_999_999_999 ?de_999999999 ?de-999-999-999 ?de.999.999.999"
                            + " ?de-999999999 ?de_999-999.999",
                    code -> code.digit(2) != 0 && CheckDigits.mod1110(code, 2, 11),
                    "ust id*, ustid*, umsatzsteuer*, vat*, mwst nr"),
            checked(
                    Kind.AT_SVNR,
                    "9999999999 !9999_999999 ?9999-999999",
                    CentralEuropeanIds::austrian,
                    code -> BirthDates.dayFirst(code, 4) && austrian(code),
                    "e card, ecard, asvg*, " + INSURANCE),
            checked(
                    Kind.CH_AHV,
                    "9999999999999 !999.9999.9999.99 !999_9999_9999_99 !999-9999-9999-99 !9999999999999",
                    code -> code.number(0, 3) == 756 && CheckDigits.mod10(code, 0, "131313131313"),
                    "ahv*, avs, navs*, oasi*, sozialversicherung*, nss, swiss social*"),
            checked(
                    Kind.NL_BSN,
                    "999999999 99999999 9999999",
                    CentralEuropeanIds::dutch,
                    "bsn*, burgerservice*, sofi*, sofinummer, citizen service*, persoonsnummer*"),
            checked(Kind.NL_VAT, "nl999999999b99 !nl999999999b99", Check.NONE, "btw*, omzetbelasting*, vat*"),
            checked(
                    Kind.BE_NRN,
                    "99999999999 !99.99.99-999.99 !99.99.99-999-99 !99.99.99.999.99 ?99_99_99_999_99 !999999-999.99"
                            + " !999999-999-99 ?99999999999",
                    CentralEuropeanIds::belgian,
                    code -> isBelgianBirth(code) && belgian(code),
                    "rijksregister*, numero national, numero de registre*, registre national*, nrn, niss, insz*, rrn,"
                            + " nn!, nationaal nummer*, national register*, registre*"),
            checked(
                    Kind.LU_NIN,
                    "9999999999999 ?9999999999999 !9999_9999_999_99 !9999_99_99_999_99",
                    code -> CheckDigits.luhn(code, 0, 12) && CheckDigits.verhoeff(code, 11, 12),
                    code -> BirthDates.isYear(code, 0)
                            && BirthDates.exists(code.pair(4), code.pair(6))
                            && CheckDigits.luhn(code, 0, 12)
                            && CheckDigits.verhoeff(code, 11, 12),
                    "matricule*, cns!, luxembourg*, numero d identification*, sozialversicherung*"));

    private CentralEuropeanIds() {}

    /** Among the first ten no digit may come more than three times; the law's exact count has changed over the years. */
    private static boolean steuerId(Code code) {
        int[] seen = new int[10];
        for (int i = 0; i < 10; i++) {
            if (++seen[code.digit(i)] > 3) {
                return false;
            }
        }
        return code.digit(0) != 0 && CheckDigits.mod1110(code, 0, 11);
    }

    private static boolean pension(Code code) {
        int letter = code.at(8) - 'A' + 1;
        int sum = product(code.digit(0), 2) + product(code.digit(1), 1) + product(code.digit(2), 2);
        sum += product(code.digit(3), 5) + product(code.digit(4), 7) + product(code.digit(5), 1);
        sum += product(code.digit(6), 2) + product(code.digit(7), 1) + product(letter / 10, 2);
        sum += product(letter % 10, 1) + product(code.digit(9), 2) + product(code.digit(10), 1);
        return sum % 10 == code.digit(11);
    }

    /** Sum of the digits of a product. */
    private static int product(int digit, int weight) {
        int product = digit * weight;
        return product / 10 + product % 10;
    }

    private static boolean isInsuredBirth(Code code) {
        return code.pair(0) >= 2 && BirthDates.dayFirst(code, 2);
    }

    private static boolean health(Code code) {
        int letter = code.at(0) - 'A' + 1;
        int sum = product(letter / 10, 1) + product(letter % 10, 2);
        for (int i = 1; i < 9; i++) {
            sum += product(code.digit(i), (i & 1) == 1 ? 1 : 2);
        }
        return sum % 10 == code.digit(9);
    }

    /** Ten characters end in a check digit; nine are the number alone, whose letters spell no words. */
    private static boolean card(Code code) {
        int digits = 0;
        for (int i = 0; i < 9; i++) {
            digits += code.hasDigitAt(i) ? 1 : 0;
            if (!code.hasDigitAt(i) && !code.isOneOf(i, "CFGHJKLMNPRTVWXYZ")) {
                return false;
            }
        }
        return code.length == 9 || !code.hasDigitAt(9)
                ? digits >= 3 && digits < 9
                : code.hasDigitAt(9) && isIcaoCheck(code, 9);
    }

    private static boolean cardWithCheck(Code code) {
        return card(code) && !code.hasDigitAt(0) && code.hasDigitAt(8) && isIcaoCheck(code, 8);
    }

    static boolean isIcaoCheck(Code code, int last) {
        int sum = 0;
        for (int i = 0; i < last; i++) {
            sum += code.value(i) * "731".charAt(i % 3) - code.value(i) * '0';
        }
        return sum % 10 == code.digit(last);
    }

    private static boolean austrian(Code code) {
        int sum = code.weighted(0, "379") + code.weighted(4, "584216");
        return code.digit(0) != 0 && sum % 11 == code.digit(3);
    }

    /** The eleven test; leading zeros are often left away. */
    private static boolean dutch(Code code) {
        int last = code.length - 1;
        int sum = -code.digit(last);
        for (int i = 0; i < last; i++) {
            sum += code.digit(i) * (code.length - i);
        }
        return code.number(0, last) > 0 && sum % 11 == 0;
    }

    private static boolean belgian(Code code) {
        long number = code.number(0, 9);
        int check = code.pair(9);
        return 97 - number % 97 == check || 97 - (2_000_000_000L + number) % 97 == check;
    }

    /** Months of people who are only visitors to the register are 20 or 40 higher; unknown ones are 00. */
    private static boolean isBelgianBirth(Code code) {
        int month = code.pair(2) % 20;
        return month <= 12 && code.pair(2) <= 52 && code.pair(4) <= 31;
    }
}
