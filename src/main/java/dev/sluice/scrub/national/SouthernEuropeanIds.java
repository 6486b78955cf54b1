package dev.sluice.scrub.national;

import static dev.sluice.scrub.national.Identifier.checked;
import static dev.sluice.scrub.national.Identifier.shaped;

import dev.sluice.scrub.policy.Kind;
import java.util.List;

/**
 * Identifiers of Spain, Portugal, Italy, France, Greece and Türkiye. Rules: Ministerio del Interior, Agenzia delle
 * Entrate, INSEE, DGFiP, AADE, NVİ; cross-checked with python-stdnum.
 */
final class SouthernEuropeanIds {
    static final List<Identifier> ALL = List.of(
            checked(
                    Kind.ES_DNI,
                    "99999999A 9999999A !99999999A !99999999-A ?9999999A ?9999999-A ?99.999.999-A ?99_999_999_A",
                    code -> dni(code, 0, 0),
                    "dni, nif, documento nacional*, documento de identidad, documento, identificacion fiscal"),
            checked(
                    Kind.ES_NIE,
                    "A9999999A !A9999999A !A9999999-A !A-9999999-A",
                    SouthernEuropeanIds::nie,
                    "nie!, nif, identidad de extranjero*, identificacion de extranjero*"),
            checked(
                    Kind.ES_NUSS,
                    "999999999999 ?99/99999999/99 ?99_99999999_99 ?99-99999999-99",
                    SouthernEuropeanIds::nuss,
                    "nuss, naf!, seguridad social, numero de afiliacion, afiliacion"),
            checked(
                    Kind.PT_NIF,
                    "999999999",
                    SouthernEuropeanIds::portuguese,
                    "nif, contribuinte*, nipc, numero fiscal, identificacao fiscal"),
            checked(
                    Kind.IT_CODICE_FISCALE,
                    "AAAAAAXXAXXAXXXA !AAAAAAXXAXXAXXXA ?AAAAAA_XXAXX_AXXXA ?AAA_AAA_XXAXX_AXXXA",
                    SouthernEuropeanIds::codiceFiscale,
                    "codice fiscale*, cod fiscale, cod fisc, cf!, c f!, fiscal code, tax code"),
            checked(
                    Kind.IT_VAT,
                    "99999999999",
                    code -> !code.isUniform(0, 11) && CheckDigits.luhn(code, 0, 11),
                    "partita iva!, p iva!, piva, iva!, vat*, codice fiscale"),
            checked(
                    Kind.FR_NIR,
                    "999999X99999999 !999999X99999999 !9_99_99_9X_999_999_99 !9_99_99_9X999_999_99"
                            + " !9-99-99-9X-999-999-99 !9-99-99-9X999-999-99 ?9.99.99.9X.999.999.99",
                    SouthernEuropeanIds::nir,
                    "nir, securite sociale*, secu, numero insee, insee, carte vitale, nss, social security*, assure social*"),
            checked(
                    Kind.FR_NIF,
                    "9999999999999 ?99_99_999_999_999",
                    SouthernEuropeanIds::spi,
                    "numero fiscal*, identifiant fiscal*, reference fiscal*, spi!, nif, tax id*"),
            checked(
                    Kind.GR_AFM,
                    "999999999",
                    code -> code.number(0, 8) > 0 && greek(code) == code.digit(8),
                    "afm, αφμ, αριθμος φορολογικου*, φορολογικου μητρωου"),
            checked(
                    Kind.GR_AMKA,
                    "99999999999 ?99999999999",
                    code -> CheckDigits.luhn(code, 0, 11),
                    code -> BirthDates.dayFirst(code, 0) && CheckDigits.luhn(code, 0, 11),
                    "amka, αμκα, μητρωου κοινωνικης*"),
            checked(
                    Kind.TR_TCKN,
                    "99999999999 ?99999999999",
                    SouthernEuropeanIds::turkish,
                    "tckn, tc kimlik*, t c kimlik*, kimlik*, tc no, turkish id*, turkiye cumhuriyeti*, vatandaslik*"),
            shaped(
                    Kind.IT_IDENTITY_CARD,
                    "AA9999999 AA99999AA",
                    Check.NONE,
                    "carta d identita*, carta identita*, documento d identita*, cie!, identity card*, id card*"));

    private SouthernEuropeanIds() {}

    private static boolean dni(Code code, int from, int leading) {
        int last = code.length - 1;
        long number = leading * 10_000_000L + code.number(from, last);
        return "TRWAGMYFPDXBNJZSQVHLCKE".charAt((int) (number % 23)) == code.at(last);
    }

    /** X, Y and Z stand for 0, 1 and 2; K, L and M for Spaniards without a document count as 0. */
    private static boolean nie(Code code) {
        int leading = "XYZ".indexOf(code.at(0));
        return leading >= 0 ? dni(code, 1, leading) : code.isOneOf(0, "KLM") && dni(code, 1, 0);
    }

    private static boolean nuss(Code code) {
        long number = code.number(2, 10);
        long province = code.pair(0);
        long joined = number < 10_000_000 ? number + province * 10_000_000 : code.number(0, 10);
        return number > 0 && joined % 97 == code.pair(10);
    }

    private static boolean portuguese(Code code) {
        return code.digit(0) != 0 && !code.isUniform(0, 9) && CheckDigits.mod11Or0(code, 0, "98765432");
    }

    private static boolean codiceFiscale(Code code) {
        int sum = 0;
        for (int i = 0; i < 15; i++) {
            int value = code.hasDigitAt(i) ? code.digit(i) : code.at(i) - 'A';
            boolean isOdd = (i & 1) == 0;
            sum += isOdd ? "BAFHJNPRTVCESULDGIMOQKWZYX".charAt(value) - 'A' : value;
        }
        return isSwapped(code, 6)
                && isSwapped(code, 7)
                && isSwapped(code, 9)
                && isSwapped(code, 10)
                && isSwapped(code, 12)
                && isSwapped(code, 13)
                && isSwapped(code, 14)
                && code.isOneOf(8, "ABCDEHLMPRST")
                && code.at(15) == 'A' + sum % 26;
    }

    /** A digit, or the letter that takes its place where two persons would have the same code. */
    private static boolean isSwapped(Code code, int i) {
        return code.hasDigitAt(i) || code.isOneOf(i, "LMNPQRSTUV");
    }

    private static boolean nir(Code code) {
        int month = code.pair(3);
        boolean corsican = !code.hasDigitAt(6) || !code.hasDigitAt(5);
        if (corsican && !(code.digit(5) == 2 && code.isOneOf(6, "AB"))) {
            return false;
        }
        boolean born = (month >= 1 && month <= 12) || (month >= 20 && month <= 42) || month >= 50;
        if (!born || code.isOneOf(0, "0569")) {
            return false;
        }
        // The two parts of Corsica count as departments 19 and 18.
        long department = corsican ? (code.at(6) == 'A' ? 19 : 18) : code.pair(5);
        long number = (code.number(0, 5) * 100 + department) * 1_000_000 + code.number(7, 13);
        return 97 - number % 97 == code.pair(13);
    }

    private static boolean spi(Code code) {
        return code.digit(0) <= 3 && code.number(0, 10) % 511 == code.number(10, 13);
    }

    private static int greek(Code code) {
        int sum = 0;
        for (int i = 0; i < 8; i++) {
            sum += code.digit(i) << (8 - i);
        }
        return sum % 11 % 10;
    }

    private static boolean turkish(Code code) {
        int odd = code.weighted(0, "101010101");
        int even = code.weighted(0, "01010101");
        int tenth = Math.floorMod(odd * 7 - even, 10);
        return code.digit(0) != 0 && tenth == code.digit(9) && (odd + even + tenth) % 10 == code.digit(10);
    }
}
