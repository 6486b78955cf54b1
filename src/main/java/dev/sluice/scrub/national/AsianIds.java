package dev.sluice.scrub.national;

import static dev.sluice.scrub.national.Identifier.checked;
import static dev.sluice.scrub.national.Identifier.shaped;

import dev.sluice.scrub.policy.Kind;
import java.util.List;

/**
 * Identifiers of Asia, Africa and Oceania. Rules: UIDAI, GSTN, GB 11643, MOIS, MIC, DOPA, ICA, ATO, ABR, Services Australia,
 * DHA, NIMC; cross-checked with python-stdnum.
 */
final class AsianIds {
    static final List<Identifier> ALL = List.of(
            checked(
                    Kind.IN_AADHAAR,
                    "999999999999 ?9999_9999_9999 ?9999-9999-9999 ?9999:9999:9999",
                    AsianIds::aadhaar,
                    "aadhaar*, aadhar*, adhaar*, uidai*, uid no, uid number, आधार"),
            checked(
                    Kind.IN_PAN,
                    "AAAAA9999A ?AAAAA9999A",
                    code -> code.isOneOf(3, "ABCFGHJKLPT"),
                    "pan!, pan card*, pan no, pan number*, pan id, permanent account*, income tax*"),
            checked(Kind.IN_GSTIN, "99AAAAA9999AXzX !99AAAAA9999AXzX", AsianIds::gstin, "gst*, goods and services*"),
            shaped(
                    Kind.IN_VOTER,
                    "AAA9999999",
                    Check.NONE,
                    "voter*, epic!, epic no, election card*, vote!, electoral*, elector*"),
            checked(
                    Kind.CN_RESIDENT_ID,
                    "99999999999999999X !99999999999999999X",
                    AsianIds::chinese,
                    code -> BirthDates.isYear(code, 6)
                            && BirthDates.exists(code.pair(10), code.pair(12))
                            && chinese(code),
                    "身份证*, 身份證*, 公民身份*, 居民身份*, 证件号*, shenfenzheng*, resident identity*, resident id*,"
                            + " chinese id*, sfz!, citizen id*"),
            shaped(
                    Kind.KR_RRN,
                    "9999999999999 !999999-9999999",
                    AsianIds::isCitizen,
                    "rrn, 주민등록*, 주민번호*, resident registration*, jumin*, korean id*"),
            shaped(
                    Kind.KR_FRN,
                    "9999999999999 !999999-9999999",
                    AsianIds::isForeigner,
                    "frn!, 외국인등록*, foreigner registration*, alien registration*"),
            checked(
                    Kind.KR_RRN,
                    "?9999999999999",
                    code -> isCitizen(code) && korean(code, 11) && !isMilliseconds(code),
                    ""),
            checked(
                    Kind.KR_FRN,
                    "?9999999999999",
                    code -> isForeigner(code) && korean(code, 13) && !isMilliseconds(code),
                    ""),
            checked(
                    Kind.KR_BRN,
                    "9999999999 ?999-99-99999",
                    AsianIds::koreanBusiness,
                    "brn!, 사업자등록*, 사업자번호*, business registration*"),
            checked(
                    Kind.JP_MY_NUMBER,
                    "999999999999",
                    AsianIds::japanese,
                    "my number*, マイナンバー*, 個人番号*, mynumber*, 個人ナンバー*"),
            checked(
                    Kind.TH_TNIN,
                    "9999999999999 !9-9999-99999-99-9 ?9_9999_99999_99_9 ?9999999999999",
                    AsianIds::thai,
                    code -> thai(code) && isThaiProvince(code.pair(1)) && !isMilliseconds(code) && !isArticle(code),
                    "เลขบัตรประชาชน*, เลขประจำตัวประชาชน*, บัตรประชาชน*, thai id*, thai national*, tnin, citizen id*,"
                            + " เลขประจำตัว*"),
            checked(
                    Kind.SG_NRIC,
                    "A9999999A !A9999999A",
                    AsianIds::singaporean,
                    "nric*, fin!, uin!, singapore id*, ic no, ic number"),
            checked(
                    Kind.AU_TFN,
                    "999999999 99999999 ?999_999_999",
                    code -> code.length == 9
                            ? code.number(0, 9) > 0 && code.weighted(0, "14375869a") % 11 == 0
                            : code.weighted(0, "a7846351") % 11 == 0,
                    "tfn*, tax file*"),
            checked(
                    Kind.AU_MEDICARE,
                    "9999999999 99999999999 999999999 ?9999_99999_9 ?9999-99999-9 ?9999_99999_9/9",
                    code -> code.digit(0) >= 2
                            && code.digit(0) <= 6
                            && code.weighted(0, "13791379") % 10 == code.digit(8),
                    "medicare*"),
            checked(
                    Kind.AU_ABN,
                    "99999999999 ?99_999_999_999",
                    code -> code.digit(0) > 0 && (code.weighted(0, "a13579bdfhj") - 10) % 89 == 0,
                    "abn!, australian business*"),
            checked(
                    Kind.AU_ACN,
                    "999999999 ?999_999_999 ?999-999-999 ?999999999",
                    code -> CheckDigits.mod10(code, 0, "87654321"),
                    // Numbers that people write in thousands have no zero in front.
                    code -> code.digit(0) == 0 && code.number(0, 9) > 0 && CheckDigits.mod10(code, 0, "87654321"),
                    "acn!, australian company*"),
            checked(Kind.NZ_IRD, "999999999 99999999", AsianIds::newZealand, "ird!, ird number*, inland revenue*"),
            checked(
                    Kind.ZA_ID,
                    "9999999999999 !9999999999999 ?999999_9999_999 ?999999_9999_99_9",
                    AsianIds::southAfrican,
                    code -> southAfrican(code) && !isMilliseconds(code),
                    "sa id*, rsa id*, south african*, identity number*, identiteitsnommer*, za id*"),
            shaped(
                    Kind.NG_NIN,
                    "99999999999",
                    Check.NONE,
                    "nin!, nimc*, national identification number*, nigerian id*"),
            checked(
                    Kind.IL_ID,
                    "999999999",
                    code -> code.number(0, 9) > 0 && CheckDigits.luhn(code, 0, 9),
                    "תעודת זהות*, מספר זהות*, ת ז, teudat zehut*, mispar zehut*, israeli id*"),
            checked(
                    Kind.AE_EMIRATES_ID,
                    "784999999999999 !784-9999-9999999-9",
                    code -> CheckDigits.luhn(code, 0, 15),
                    "emirates id*, eid!, eida, هوية*, الهوية*"),
            checked(Kind.HK_ID, "A999999X", AsianIds::hongKong, "hkid*, hong kong id*, 香港身份*, 身份證*"),
            checked(Kind.TW_ID, "A999999999", AsianIds::taiwanese, "身分證*, 統一編號*, taiwan*, roc id*"),
            shaped(Kind.PK_CNIC, "9999999999999 !99999-9999999-9", Check.NONE, "cnic*, nadra*, nicop*"),
            shaped(
                    Kind.ID_NIK,
                    "9999999999999999",
                    code -> BirthDates.exists(code.pair(8), code.pair(6) % 40),
                    "nik, ktp*, nomor induk*, e ktp"),
            shaped(
                    Kind.MY_NRIC,
                    "999999999999 ?999999-99-9999",
                    code -> BirthDates.yearFirst(code, 0),
                    "mykad*, nric*, kad pengenalan*, no kp, ic no, ic number, malaysian ic*"));

    private AsianIds() {}

    private static boolean aadhaar(Code code) {
        boolean palindrome = true;
        for (int i = 0; i < 6; i++) {
            palindrome &= code.chars[i] == code.chars[11 - i];
        }
        return code.digit(0) >= 2 && !palindrome && CheckDigits.verhoeff(code, 11, 11);
    }

    /** State, PAN, number of the registration, Z: the last one is not looked at, for the shape alone says enough. */
    private static boolean gstin(Code code) {
        int state = code.pair(0);
        return ((state >= 1 && state <= 38) || state == 97) && code.at(13) == 'Z' && code.at(12) != '0';
    }

    private static boolean chinese(Code code) {
        int check = (12 - code.weighted(0, "79a584216379a5842") % 11) % 11;
        return check == 10 ? code.at(17) == 'X' : code.at(17) == '0' + check;
    }

    /** The check digit has been left to chance since 2020: where the writing is sure, the date must do. */
    private static boolean isCitizen(Code code) {
        return code.digit(6) <= 4 && BirthDates.yearFirst(code, 0);
    }

    private static boolean isForeigner(Code code) {
        return code.digit(6) >= 5 && code.digit(6) <= 8 && BirthDates.yearFirst(code, 0);
    }

    private static boolean korean(Code code, int base) {
        return (base - code.weighted(0, "234567892345") % 11) % 10 == code.digit(12);
    }

    /** 13 digits of this century's clocks, from 2017 to 2030. */
    private static boolean isMilliseconds(Code code) {
        return code.digit(0) == 1 && code.digit(1) >= 5;
    }

    private static boolean koreanBusiness(Code code) {
        int sum = code.weighted(0, "137137135") + code.digit(8) * 5 / 10;
        return code.number(0, 10) > 0 && (10 - sum % 10) % 10 == code.digit(9);
    }

    private static boolean japanese(Code code) {
        int remainder = code.weighted(0, "65432765432") % 11;
        return (remainder <= 1 ? 0 : 11 - remainder) == code.digit(11);
    }

    private static boolean southAfrican(Code code) {
        return BirthDates.yearFirst(code, 0)
                && code.digit(10) <= 2
                && code.digit(11) >= 8
                && CheckDigits.luhn(code, 0, 13);
    }

    private static boolean thai(Code code) {
        return code.digit(0) != 0
                && code.digit(0) != 9
                && (11 - code.weighted(0, "dcba98765432") % 11) % 10 == code.digit(12);
    }

    private static boolean isThaiProvince(int code) {
        return switch (code / 10) {
            case 1, 2 -> code <= 27;
            case 3, 4 -> true;
            case 5 -> code <= 58;
            case 6, 7 -> code % 10 <= 7;
            default -> code >= 80 && code % 10 <= 6;
        };
    }

    /** EAN-13, as on everything that is sold. */
    private static boolean isArticle(Code code) {
        return CheckDigits.mod10(code, 0, "131313131313");
    }

    private static boolean singaporean(Code code) {
        int sum = code.weighted(1, "2765432");
        return switch (code.at(0)) {
            case 'S' -> code.at(8) == "JZIHGFEDCBA".charAt(sum % 11);
            case 'T' -> code.at(8) == "JZIHGFEDCBA".charAt((sum + 4) % 11);
            case 'F' -> code.at(8) == "XWUTRQPNMLK".charAt(sum % 11);
            case 'G' -> code.at(8) == "XWUTRQPNMLK".charAt((sum + 4) % 11);
            case 'M' -> code.at(8) == "XWUTRQPNJLK".charAt((sum + 3) % 11);
            default -> false;
        };
    }

    /** Eight digits have a 0 before them; a second set of weights comes in where the first gives 10. */
    private static boolean newZealand(Code code) {
        int from = code.length == 9 ? 1 : 0;
        int first = code.length == 9 ? code.digit(0) : 0;
        int check = (11 - (code.weighted(from, "2765432") + first * 3) % 11) % 11;
        if (check == 10) {
            check = (11 - (code.weighted(from, "4325276") + first * 7) % 11) % 11;
        }
        return check == code.digit(code.length - 1);
    }

    private static boolean hongKong(Code code) {
        int sum = 36 * 9 + code.value(0) * 8 + code.weighted(1, "765432");
        int check = (11 - sum % 11) % 11;
        return check == 10 ? code.at(7) == 'A' : code.at(7) == '0' + check;
    }

    private static boolean taiwanese(Code code) {
        int area = "ABCDEFGHJKLMNPQRSTUVXYWZIO".indexOf(code.at(0)) + 10;
        return (area / 10 + area % 10 * 9 + code.weighted(1, "876543211")) % 10 == 0;
    }
}
