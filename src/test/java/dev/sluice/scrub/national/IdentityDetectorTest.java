package dev.sluice.scrub.national;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.scrub.policy.Kind;
import dev.sluice.scrub.text.Ascii;
import dev.sluice.scrub.text.Match;
import dev.sluice.scrub.text.Text;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class IdentityDetectorTest {
    private final IdentityDetector detector = new IdentityDetector();
    private final Match match = new Match();

    /** What is found first in a text, as the scanner would ask for it; empty if nothing is. */
    private String found(String written) {
        var text = new Text();
        text.bytes = written.getBytes(StandardCharsets.UTF_8);
        text.to = text.bytes.length;
        byte[] b = text.bytes;
        for (int i = 0; i < text.to; i++) {
            if (!Ascii.isDigit(b[i]) || Ascii.isDigitAt(b, i - 1, 0, text.to)) {
                continue;
            }
            int start = i;
            while (Ascii.isWordAt(b, start - 1, 0, text.to) && !Ascii.isBorderBefore(b, start, 0)) {
                start--;
            }
            if (start == i ? detector.number(text, i, match) : detector.code(text, start, i, match)) {
                return new String(b, match.start, match.end - match.start, StandardCharsets.UTF_8);
            }
        }
        return "";
    }

    private boolean isWhole(String written) {
        byte[] b = written.getBytes(StandardCharsets.UTF_8);
        return detector.isWhole(b, 0, b.length, true);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "US_SSN | her SSN is 536904399, call back | 536904399",
                "US_SSN | Social Security No. 536 90 4399 | 536 90 4399",
                "US_ITIN | ITIN: 912903456 | 912903456",
                "US_NPI | provider NPI 1234567893 | 1234567893",
                "US_DEA | DEA no. F91234563 | F91234563",
                "CA_SIN | mon NAS est 130 692 544 | 130 692 544",
                "BR_CPF | CPF do cliente: 12345678909 | 12345678909",
                "AR_CUIT | CUIL 20055361682 | 20055361682",
                "CL_RUT | su RUT es 12531909-2 | 12531909-2",
                "MX_RFC | RFC: VECJ880326XXX | VECJ880326XXX",
                "UK_NHS | NHS no 9434765919 | 9434765919",
                "UK_UTR | Unique Taxpayer Reference 1955839661 | 1955839661",
                "UK_NINO | nino: ab123456c | ab123456c",
                "IE_PPS | PPSN 1234567T | 1234567T",
                "DE_STEUER_ID | Meine Steuer-ID lautet 86095742719. | 86095742719",
                "DE_STEUER_ID | Steueridentifikationsnummer des Kunden: 86 095 742 719 | 86 095 742 719",
                "DE_ID_CARD | Personalausweis Nr. T220001293 | T220001293",
                "DE_HEALTH_INSURANCE | Krankenversichertennummer A123456780 | A123456780",
                "AT_SVNR | SVNR 1237010180 | 1237010180",
                "NL_BSN | burgerservicenummer 111222333 | 111222333",
                "BE_NRN | numéro de registre national 85073003328 | 85073003328",
                "FR_NIF | votre numéro fiscal : 3023217600053 | 3023217600053",
                "ES_DNI | D.N.I. 12345678-Z | 12345678-Z",
                "ES_NUSS | Nº de Seguridad Social 281234567840 | 281234567840",
                "PT_NIF | contribuinte n.º 501964843 | 501964843",
                "IT_CODICE_FISCALE | codice fiscale RSS MRA 85T10 A562S | RSS MRA 85T10 A562S",
                "PL_PESEL | numer PESEL: 44051401359 | 44051401359",
                "PL_NIP | NIP 123-456-32-18 | 123-456-32-18",
                "CZ_RODNE_CISLO | rodné číslo 7103192745 | 7103192745",
                "HU_TIN | adóazonosító jele 8071592153 | 8071592153",
                "RO_CNP | codul numeric personal 1800101221144 | 1800101221144",
                "BG_EGN | ЕГН: 7523169263 | 7523169263",
                "HR_OIB | osobni identifikacijski broj 33392005961 | 33392005961",
                "GR_AFM | ΑΦΜ 094259216 | 094259216",
                "SE_PERSONNUMMER | Personnummer: 8112289874 | 8112289874",
                "NO_FNR | fødselsnummeret er 15108695088 | 15108695088",
                "DK_CPR | CPR-nr. 070761-4285 | 070761-4285",
                "FI_HETU | henkilötunnukseni on 131052308T | 131052308T",
                "LV_PK | personas kods 161175-19997 | 161175-19997",
                "TR_TCKN | T.C. Kimlik No: 10000000146 | 10000000146",
                "RU_INN | ИНН 500100732259 | 500100732259",
                "IN_AADHAAR | aadhaarNumber 2341-2341-2346 | 2341-2341-2346",
                "IN_PAN | PAN ABCPE1234F | ABCPE1234F",
                "IN_VOTER | voter id XGZ7802534 | XGZ7802534",
                "JP_MY_NUMBER | マイナンバーは123456789018です | 123456789018",
                "CN_RESIDENT_ID | 身份证号：11010519491231002X。 | 11010519491231002X",
                "KR_RRN | 주민등록번호는 9701131018110 | 9701131018110",
                "TH_TNIN | เลขบัตรประชาชน 1234567890121 | 1234567890121",
                "AU_TFN | tax_file_number=123 456 782 | 123 456 782",
                "AU_MEDICARE | Medicare 2123456701 | 2123456701",
                "PASSPORT | Reisepass Nr. C01X00T47 | C01X00T47",
                "PASSPORT | passeport n° 14AV65338 | 14AV65338",
                "PASSPORT | my passport number is N1234567 | N1234567",
                "PASSPORT | 护照号码E12345678 | E12345678",
                "DRIVING_LICENCE | driver's license D1234567 | D1234567",
                "DRIVING_LICENCE | Führerschein-Nr. B072RRE2I55 | B072RRE2I55",
                "VIN | Fahrgestellnummer WVWZZZ1JZXW000010 | WVWZZZ1JZXW000010",
                "UK_NHS | 9434765919 is my NHS number | 9434765919",
                "ES_DNI | 1234567L (DNI) | 1234567L"
            })
    void a_word_announces_an_identifier(Kind kind, String written, String expected) {
        assertThat(found(written)).isEqualTo(expected);
        assertThat(match.kind).isEqualTo(kind);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "US_SSN | got 536-90-4399 from him | 536-90-4399",
                "US_MBI | for 1EG4-TE5-MK73 today | 1EG4-TE5-MK73",
                "BR_CPF | ref 123.456.789-09 ok | 123.456.789-09",
                "BR_CNPJ | de 11.222.333/0001-81 | 11.222.333/0001-81",
                "ES_NIE | of X1234567L now | X1234567L",
                "IT_CODICE_FISCALE | (RSSMRA85T10A562S) | RSSMRA85T10A562S",
                "FR_NIR | 2 55 08 14 168 025 38 | 2 55 08 14 168 025 38",
                "CH_AHV | 756.9217.0769.85 | 756.9217.0769.85",
                "BE_NRN | 85.07.30-033.28 | 85.07.30-033.28",
                "FI_HETU | born as 131052-308T in Turku | 131052-308T",
                "SE_PERSONNUMMER | anna 19811228-9874 | 19811228-9874",
                "DE_SVNR | 15070649C103 | 15070649C103",
                "UK_NINO | to AB 12 34 56 C. | AB 12 34 56 C",
                "MX_CURP | BOXW310820HNERXN09 | BOXW310820HNERXN09",
                "CN_RESIDENT_ID | 客户11010519491231002X已登记 | 11010519491231002X",
                "TH_TNIN | 1-2345-67890-12-1 | 1-2345-67890-12-1",
                "SG_NRIC | S1234567D | S1234567D",
                "DRIVING_LICENCE | MORGA657054SM9IJ | MORGA657054SM9IJ",
                "VIN | 1M8GDM9AXKP042788 | 1M8GDM9AXKP042788"
            })
    void some_are_known_by_their_writing(Kind kind, String written, String expected) {
        assertThat(found(written)).isEqualTo(expected);
        assertThat(match.kind).isEqualTo(kind);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "job 9434765919 finished",
                "ticket 86095742719",
                "order id number 1234567893",
                "SIN(x) computed 130692544 times",
                "passport page viewed 1234567 times",
                "passport photo 35x45mm",
                "NHS website down, ticket 9434765919",
                "Steuer-ID 86095742718",
                "536-90-43990",
                "1-536-90-4399",
                "666-90-4399",
                "sha 12345678z9",
                "commit 90245679a",
                "dni12345678Z@example.com",
                "9434765919 rows, NPI 1234567890",
                "PAN and zoom ABCPE1234F",
                "https://example.com/p/8112289874",
                "10.0.22631.1",
                "2025-12-19T16:07:17",
                "part SKU4175801234960948X",
                "4317 5674 0521 5895",
                "driver license renewed 2024-11-02",
                "vin rouge 2019"
            })
    void anything_else_stays(String written) {
        assertThat(found(written)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "536-90-4399",
                "X1234567L",
                "12345678z",
                "AB123456C",
                "943 476 5919",
                "2341 2341 2346",
                "86 095 742 719",
                "44051401359",
                "10000000146",
                "51 824 753 556",
                "27AAPFU0939F1ZV",
                "ABCPE1234F"
            })
    void a_whole_text_may_be_one(String written) {
        assertThat(isWhole(written)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "9434765919",
                "111222333",
                "86095742719",
                "1750494975500",
                "20251231181522",
                "4006381333931",
                "12345678A",
                "AB 12 34 56 C and more"
            })
    void a_plain_number_is_none(String written) {
        assertThat(isWhole(written)).isFalse();
    }
}
