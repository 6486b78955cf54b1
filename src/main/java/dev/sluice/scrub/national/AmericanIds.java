package dev.sluice.scrub.national;

import static dev.sluice.scrub.national.Identifier.checked;
import static dev.sluice.scrub.national.Identifier.shaped;

import dev.sluice.scrub.policy.Kind;
import dev.sluice.scrub.text.Luhn;
import java.util.List;

/**
 * Identifiers of the Americas. Rules: SSA and IRS publications, CMS (NPI, MBI), DEA, CRA, Receita Federal, AFIP, SII,
 * RENAPO; cross-checked with python-stdnum.
 */
final class AmericanIds {
    static final List<Identifier> ALL = List.of(
            checked(
                    Kind.US_SSN,
                    "999999999 !999-99-9999 ?999_99_9999 ?999.99.9999",
                    AmericanIds::ssn,
                    "ssn*, social security*, soc sec*, socsec, ss no, ss number, seguro social"),
            checked(
                    Kind.US_ITIN,
                    "999999999 !999-99-9999",
                    AmericanIds::itin,
                    "itin, individual taxpayer*, taxpayer id*, tax id*, tin!"),
            checked(
                    Kind.US_NPI,
                    "9999999999 ?9999_999_999 ?9999-999-999",
                    AmericanIds::npi,
                    "npi, national provider*, provider id*, provider number, provider no"),
            checked(
                    Kind.US_MBI,
                    "XXXXXXXXXXX !XXXX-XXX-XXXX !XXXXXXXXXXX",
                    AmericanIds::mbi,
                    "mbi, medicare*, beneficiary*"),
            checked(
                    Kind.US_DEA,
                    "AX9999999 ?AX9999999",
                    AmericanIds::dea,
                    "dea!, drug enforcement*, prescriber*, certificate number"),
            checked(
                    Kind.CA_SIN,
                    "999999999 ?999-999-999 ?999_999_999",
                    AmericanIds::sin,
                    "sin!, social insurance*, assurance sociale, numero d assurance*, nas!"),
            checked(
                    Kind.BR_CPF,
                    "99999999999 !999.999.999-99 ?999_999_999_99 ?999999999-99",
                    AmericanIds::cpf,
                    "cpf, cadastro de pessoa*, contribuinte, documento"),
            checked(Kind.BR_CNPJ, "XXXXXXXXXXXX99 !XX.XXX.XXX/XXXX-99", AmericanIds::cnpj, "cnpj, cadastro nacional*"),
            // A second written as fourteen digits would be a company with a thousand branches.
            checked(Kind.BR_CNPJ, "?99999999999999", code -> code.number(8, 12) < 100 && cnpj(code), ""),
            checked(
                    Kind.AR_CUIT,
                    "99999999999 !99-99999999-9",
                    AmericanIds::cuit,
                    "cuit, cuil, clave unica*, codigo unico de identificacion*"),
            checked(
                    Kind.CL_RUT,
                    "99999999X 9999999X !99.999.999-X !9.999.999-X ?99999999-X",
                    AmericanIds::rut,
                    "rut*, rol unico*, rol nacional, cedula*"),
            checked(
                    Kind.MX_CURP,
                    "XXXXXXXXXXXXXXXXXX !AAAA999999AAAAAAX9",
                    AmericanIds::curp,
                    "curp, clave unica de registro*"),
            shaped(
                    Kind.MX_RFC,
                    "AAAA999999XXX ?AAAA999999XXX",
                    code -> BirthDates.yearFirst(code, 4),
                    "rfc, registro federal*"));

    private AmericanIds() {}

    private static boolean ssn(Code code) {
        int area = (int) code.number(0, 3);
        return area > 0 && area != 666 && area < 900 && code.pair(3) > 0 && code.number(5, 9) > 0;
    }

    private static boolean itin(Code code) {
        int group = code.pair(3);
        return code.digit(0) == 9
                && group >= 50
                && group != 66
                && group != 67
                && group != 68
                && group != 69
                && group != 89
                && group != 93;
    }

    /** Luhn with the prefix of the United States, 80840, which adds 24. */
    private static boolean npi(Code code) {
        return (Luhn.sum(code.chars, 0, 10) + 24) % 10 == 0;
    }

    private static boolean mbi(Code code) {
        String pattern = "cabnabnaann";
        for (int i = 0; i < 11; i++) {
            boolean digit = code.hasDigitAt(i);
            boolean letter = !digit && !code.isOneOf(i, "SLOIBZ");
            boolean fits = switch (pattern.charAt(i)) {
                case 'c' -> digit && code.digit(i) > 0;
                case 'n' -> digit;
                case 'a' -> letter;
                default -> digit || letter;
            };
            if (!fits) {
                return false;
            }
        }
        return true;
    }

    private static boolean dea(Code code) {
        boolean registrant = !code.hasDigitAt(1) || code.digit(1) == 9;
        return registrant && code.weighted(2, "121212") % 10 == code.digit(8);
    }

    private static boolean sin(Code code) {
        return code.digit(0) != 0 && code.digit(0) != 8 && !code.isUniform(0, 9) && CheckDigits.luhn(code, 0, 9);
    }

    private static boolean cpf(Code code) {
        return !code.isUniform(0, 11)
                && CheckDigits.mod11Or0(code, 0, "a98765432")
                && CheckDigits.mod11Or0(code, 0, "ba98765432");
    }

    /** From 2026 on the first twelve may be letters too; they count by their place in ASCII, like digits. */
    private static boolean cnpj(Code code) {
        return !code.isUniform(0, 14)
                && CheckDigits.mod11Or0(code, 0, "543298765432")
                && CheckDigits.mod11Or0(code, 0, "6543298765432");
    }

    private static boolean cuit(Code code) {
        int check = (11 - code.weighted(0, "5432765432") % 11) % 11;
        return switch (code.pair(0)) {
            case 20, 23, 24, 25, 26, 27, 30, 33, 34, 50, 51, 55 -> code.digit(10) == (check == 10 ? 9 : check);
            default -> false;
        };
    }

    private static boolean rut(Code code) {
        int last = code.length - 1;
        int sum = code.weighted(0, last == 8 ? "32765432" : "2765432");
        int check = (11 - sum % 11) % 11;
        return check == 10 ? code.at(last) == 'K' : code.at(last) == '0' + check;
    }

    private static boolean curp(Code code) {
        for (int i = 0; i < 16; i++) {
            if (code.hasDigitAt(i) != (i >= 4 && i < 10)) {
                return false;
            }
        }
        int sum = 0;
        for (int i = 0; i < 17; i++) {
            // The Ñ has a place of its own after the N.
            int value = code.at(i) > 'N' ? code.value(i) + 1 : code.value(i);
            sum += value * (18 - i);
        }
        return code.isOneOf(10, "HMX") && BirthDates.yearFirst(code, 4) && (10 - sum % 10) % 10 == code.digit(17);
    }
}
