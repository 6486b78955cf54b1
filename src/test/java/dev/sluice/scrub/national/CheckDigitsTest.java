package dev.sluice.scrub.national;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.scrub.policy.Kind;
import dev.sluice.testsupport.Seeds;
import java.util.Locale;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The numbers are the examples that authorities and textbooks print, or were worked out by hand. */
final class CheckDigitsTest {
    private static boolean passes(Kind kind, String written) {
        var code = new Code();
        for (char c : written.toUpperCase(Locale.ROOT).toCharArray()) {
            if (Character.isLetterOrDigit(c)) {
                code.chars[code.length++] = (byte) c;
            }
        }
        return IdentityTable.ALL.stream()
                .filter(identifier -> identifier.kind() == kind)
                .filter(identifier -> isWritten(identifier, code))
                .anyMatch(identifier -> identifier.check().holds(code));
    }

    private static boolean isWritten(Identifier identifier, Code code) {
        for (IdentityTable.Form form : IdentityTable.NAMED[code.length]) {
            if (form.identifier() == identifier && form.fits(code.chars, 0)) {
                return true;
            }
        }
        return false;
    }

    @ParameterizedTest
    @CsvSource({
        "AR_CUIT, 20-05536168-2",
        "AT_SVNR, 1237 010180",
        "AU_ABN, 51 824 753 556",
        "AU_ACN, 004 085 616",
        "AU_MEDICARE, 2123 45670 1",
        "AU_TFN, 123 456 782",
        "BE_NRN, 85.07.30-033.28",
        "BE_NRN, 15.01.01-005.25",
        "BG_EGN, 7523169263",
        "BR_CNPJ, 11.222.333/0001-81",
        "BR_CNPJ, 12.ABC.345/01DE-35",
        "BR_CPF, 123.456.789-09",
        "CA_SIN, 130-692-544",
        "CH_AHV, 756.9217.0769.85",
        "CL_RUT, 12.531.909-2",
        "CL_RUT, 12.345.678-5",
        "CN_RESIDENT_ID, 11010519491231002X",
        "CZ_RODNE_CISLO, 710319/2745",
        "DE_HEALTH_INSURANCE, A123456780",
        "DE_ID_CARD, T220001293",
        "DE_STEUER_ID, 86095742719",
        "DE_SVNR, 15 070649 C 103",
        "DE_VAT_ID, DE136695976",
        "EE_ISIKUKOOD, 37605030299",
        "ES_DNI, 12345678Z",
        "ES_NIE, X1234567L",
        "ES_NUSS, 281234567840",
        "FI_HETU, 131052-308T",
        "FR_NIF, 30 23 217 600 053",
        "FR_NIR, 2 55 08 14 168 025 38",
        "FR_NIR, 2 89 04 2A 342 163 90",
        "GR_AFM, 094259216",
        "GR_AMKA, 01013099997",
        "HK_ID, A123456(3)",
        "HR_OIB, 33392005961",
        "HU_TIN, 8071592153",
        "IE_PPS, 1234567T",
        "IE_PPS, 1234567FA",
        "IL_ID, 039337423",
        "IN_AADHAAR, 2341 2341 2346",
        "IN_GSTIN, 27AAPFU0939F1ZV",
        "IN_PAN, ABCPE1234F",
        "IS_KENNITALA, 120174-3399",
        "IT_CODICE_FISCALE, RSSMRA85T10A562S",
        "IT_VAT, 07643520567",
        "JP_MY_NUMBER, 123456789018",
        "KR_BRN, 116-82-00276",
        "KR_RRN, 970113-1018110",
        "LT_AK, 33309240064",
        "LU_NIN, 1893120105732",
        "LV_PK, 161175-19997",
        "MX_CURP, BOXW310820HNERXN09",
        "NL_BSN, 111222333",
        "NO_FNR, 15108695088",
        "NZ_IRD, 49-091-850",
        "PL_NIP, 123-456-32-18",
        "PL_PESEL, 44051401359",
        "PT_NIF, 501 964 843",
        "RO_CNP, 1800101221144",
        "RU_INN, 500100732259",
        "RU_SNILS, 112-233-445 95",
        "SE_PERSONNUMMER, 811228-9874",
        "SE_PERSONNUMMER, 19811228-9874",
        "SG_NRIC, S1234567D",
        "SG_NRIC, M9612050P",
        "SI_EMSO, 0101006500006",
        "TH_TNIN, 1-2345-67890-12-1",
        "TR_TCKN, 10000000146",
        "TW_ID, A123456789",
        "UA_TIN, 1759013776",
        "UK_NHS, 943 476 5919",
        "UK_NINO, AB 12 34 56 C",
        "UK_UTR, 1955839661",
        "US_DEA, F91234563",
        "US_ITIN, 912-90-3456",
        "US_MBI, 1EG4-TE5-MK73",
        "US_NPI, 1234567893",
        "US_SSN, 536-90-4399",
        "VIN, 1M8GDM9AXKP042788",
        "ZA_ID, 8001015009087"
    })
    void an_example_of_the_authority_passes(Kind kind, String written) {
        assertThat(passes(kind, written)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "AU_ABN, 51 824 753 557",
        "BR_CPF, 111.111.111-11",
        "CA_SIN, 046 454 286",
        "CH_AHV, 757.9217.0769.84",
        "DE_STEUER_ID, 06095742719",
        "DE_STEUER_ID, 11112742719",
        "ES_DNI, 12345678A",
        "FR_NIR, 2 55 13 14 168 025 33",
        "IN_AADHAAR, 1234 5678 9012",
        "NL_BSN, 000000000",
        "UK_NINO, BG 12 34 56 A",
        "UK_NINO, QA 12 34 56 A",
        "US_ITIN, 912-66-3456",
        "US_MBI, 1SG4-TE5-MK73",
        "US_SSN, 666-90-4399",
        "US_SSN, 536-00-4399",
        "US_SSN, 900-12-4399",
        "VIN, 1M8GDM9AXKPO42788"
    })
    void what_is_never_given_out_does_not_pass(Kind kind, String written) {
        assertThat(passes(kind, written)).isFalse();
    }

    /** Each of these schemes was made to notice every single wrong digit. */
    @Property(seed = Seeds.SUITE)
    void one_wrong_digit_is_noticed(@ForAll @IntRange(max = 8) int example, @ForAll @IntRange(max = 8) int at) {
        String[][] examples = {
            {"IN_AADHAAR", "234123412346"},
            {"CA_SIN", "130692544"},
            {"HR_OIB", "33392005961"},
            {"FR_NIR", "255081416802538"},
            {"BE_NRN", "85073003328"},
            {"UK_NHS", "9434765919"},
            {"NL_BSN", "111222333"},
            {"TR_TCKN", "10000000146"},
            {"CH_AHV", "7569217076985"}
        };
        Kind kind = Kind.valueOf(examples[example][0]);
        char[] digits = examples[example][1].toCharArray();
        digits[at] = digits[at] == '9' ? '0' : (char) (digits[at] + 1);

        assertThat(passes(kind, new String(digits))).isFalse();
    }
}
