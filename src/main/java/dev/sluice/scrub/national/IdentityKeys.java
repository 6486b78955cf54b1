package dev.sluice.scrub.national;

import dev.sluice.scrub.policy.Kind;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * Names of fields that hold identifiers and documents: the reference's list (section 4.1) and what the authorities of each
 * country call them, each also with the words for "number" around it and without accents.
 */
public final class IdentityKeys {
    private static final String[] AFTER = {"number", "nr", "num", "nummer", "numero"};
    private static final String[] AFTER_SURE = {"no", "code", "value", "card"};
    private static final String[] BEFORE = {"numero", "nr", "num", "numer", "número", "numerode", "numéro"};

    private static final Map<String, Kind> SURE = new HashMap<>();
    /** These say less as the end of a longer name. */
    private static final Map<String, Kind> EXACT = new HashMap<>();
    /** These have other meanings, too. */
    private static final Map<String, Kind> AMBIGUOUS = new HashMap<>();

    static {
        sure(
                Kind.NATIONAL_ID,
                "nationalid nationalidentity nationalidentification nationalinsurance socialsecurity socsec nationalidnumber"
                        + " identitynumber identitydocument iddocument idnumber governmentid govid"
                        + " govtid citizenid personalid personalcode personalnumber personalidnumber civilid"
                        + " taxid taxidentification taxpayerid taxnumber taxidnumber fiscalid fiscalcode vatid vatnumber"
                        + " numerodocumento numerodedocumento documentonacional documentoidentidad documentodeidentidad cedula cédula carteidentite"
                        + " cartedidentite cartaidentita cartadidentita ausweisnummer identitätsnummer idnr"
                        + " steuernummer steuernr numerofiscal codigofiscal codefiscal numérofiscal identifiantfiscal"
                        + " belastingnummer identificacion identificacionfiscal legitimatienummer kimlik kimlikno"
                        + " vergino vergikimlik dowodosobisty obcanskyprukaz cmnd cccd ktp паспортныеданные 身份证 身份证号"
                        + " 身分證 마이넘버 hkid cnic mykad kadpengenalan emiratesid kennitala jmbg umcn embg"
                        + " jedinstvenimaticnibroj maticnibroj teudatzehut hongkongid personalidentity"
                        + " personalidentitycode personbeteckning rnokpp рнокпп"
                        + " snils снилс инн");
        sure(Kind.US_SSN, "ssn usssn ssnlast4 socialsecuritynumber socialsecurityno ssnumber");
        sure(Kind.US_ITIN, "itin individualtaxpayerid");
        sure(Kind.US_NPI, "npi npinumber providernpi");
        sure(Kind.US_MBI, "mbi medicareid medicarenumber medicarebeneficiaryid medicarecard");
        sure(Kind.US_DEA, "deanumber deano deaid dearegistration");
        sure(Kind.UK_NINO, "nino nationalinsurancenumber nationalinsuranceno ninumber");
        sure(Kind.UK_NHS, "nhs nhsnumber nhsid");
        sure(Kind.UK_UTR, "utr uniquetaxpayerreference utrnumber");
        sure(Kind.CA_SIN, "socialinsurance socialinsurancenumber canadiansin numeroassurancesociale");
        sure(Kind.IN_AADHAAR, "aadhaar aadhar adhaar uidai aadhaarid");
        sure(Kind.IN_PAN, "pancard panno pannumber permanentaccountnumber");
        sure(Kind.IN_GSTIN, "gstin gstnumber gstno");
        sure(Kind.IN_VOTER, "voterid votercard voteridnumber epicno epicnumber");
        sure(Kind.BR_CPF, "cpf cpfcnpj cpftitular cpfcliente");
        sure(Kind.BR_CNPJ, "cnpj");
        sure(Kind.ES_DNI, "dninie nifnie documentodni dnititular dnicliente");
        sure(Kind.ES_NIE, "nienumber numeronie");
        sure(Kind.ES_NUSS, "nuss numeross numss nss seguridadsocial numeroseguridadsocial numafiliacion");
        sure(Kind.PT_NIF, "contribuinte numerocontribuinte nipc niss");
        sure(Kind.IT_CODICE_FISCALE, "codicefiscale codfiscale codfisc");
        sure(Kind.IT_VAT, "partitaiva piva");
        sure(Kind.FR_NIR, "numerosecu numsecu securitesociale sécuritésociale numerosecuritesociale cartevitale");
        sure(
                Kind.DE_STEUER_ID,
                "steuerid steueridentifikationsnummer steueridnr steuerliche steueridentnummer identifikationsnummer");
        sure(
                Kind.DE_SVNR,
                "sozialversicherungsnummer svnr rentenversicherungsnummer rvnr sozialversicherung versicherungsnummer");
        sure(
                Kind.DE_HEALTH_INSURANCE,
                "kvnr krankenversicherungsnummer krankenversichertennummer versichertennummer egk healthinsurancenumber");
        sure(Kind.DE_ID_CARD, "personalausweis personalausweisnummer");
        sure(Kind.DE_VAT_ID, "ustid ustidnr umsatzsteuerid vatregistration");
        sure(Kind.CH_AHV, "ahv ahvnummer avsnumber numeroavs navs navs13 ahvn13 ahvn");
        sure(Kind.NL_BSN, "bsn burgerservicenummer sofinummer persoonsnummer");
        sure(
                Kind.BE_NRN,
                "rijksregisternummer rijksregister nrn niss insz registrenational numeronational nationaalnummer nationalregister");
        sure(Kind.SE_PERSONNUMMER, "personnummer personnr samordningsnummer");
        sure(Kind.NO_FNR, "fnr fodselsnummer fødselsnummer fodselsnr dnummer");
        sure(Kind.DK_CPR, "cpr cprnr cprnummer");
        sure(Kind.FI_HETU, "hetu henkilotunnus henkilötunnus sotu sosiaaliturvatunnus");
        sure(Kind.EE_ISIKUKOOD, "isikukood");
        sure(Kind.LT_AK, "asmenskodas");
        sure(Kind.LV_PK, "personaskods");
        sure(Kind.PL_PESEL, "pesel");
        sure(Kind.PL_NIP, "numernip nrnip nipnumber");
        sure(Kind.CZ_RODNE_CISLO, "rodnecislo rodnéčíslo birthnumber");
        sure(Kind.HU_TIN, "adoazonosito adóazonosító adoszam adószám adoazonositojel");
        sure(Kind.HU_TAJ, "taj tajszam tajszám");
        sure(Kind.RO_CNP, "cnp codnumericpersonal");
        sure(Kind.BG_EGN, "egn егн");
        sure(Kind.HR_OIB, "oib osobniidentifikacijskibroj");
        sure(Kind.SI_EMSO, "emso emšo");
        sure(Kind.SI_TIN, "davcnastevilka davčnaštevilka");
        sure(Kind.GR_AMKA, "amka αμκα");
        sure(Kind.GR_AFM, "afm αφμ");
        sure(Kind.IE_PPS, "pps ppsn ppsnumber");
        sure(Kind.TR_TCKN, "tckn tckimlik tckimlikno kimliknumarasi tcno");
        sure(Kind.ZA_ID, "saidnumber rsaid southafricanid");
        sure(Kind.KR_RRN, "rrn residentregistration residentregistrationnumber jumin 주민등록번호 주민번호");
        sure(Kind.KR_FRN, "alienregistration alienregistrationnumber foreignerregistration 외국인등록번호");
        sure(Kind.CN_RESIDENT_ID, "residentid residentidentitycard shenfenzheng 身份证号码 身份证");
        sure(Kind.JP_MY_NUMBER, "mynumber kojinbango マイナンバー 個人番号");
        sure(Kind.TH_TNIN, "tnin thaiid thainationalid เลขบัตรประชาชน เลขประจำตัวประชาชน");
        sure(Kind.SG_NRIC, "nric nricfin");
        sure(Kind.MX_CURP, "curp");
        sure(Kind.MX_RFC, "rfccliente rfcnumber");
        sure(Kind.AR_CUIT, "cuit cuil");
        sure(Kind.CL_RUT, "rutcliente rutnumber rutempresa rolunico");
        sure(Kind.AU_TFN, "tfn taxfilenumber taxfile");
        sure(Kind.AU_ABN, "abn");
        sure(Kind.KR_BRN, "businessregistration 사업자등록번호");
        sure(Kind.NZ_IRD, "irdnumber");
        sure(
                Kind.PASSPORT,
                "passportnumber passportno passportid passportmrz reisepass reisepassnummer passnummer passnr");
        sure(
                Kind.PASSPORT,
                "passeport pasaporte passaporto passaporte paspoort paszport utlevel pasaport putovnica traveldocument"
                        + " traveldocumentnumber cestovnipas reisdocument reisedokument putnaisprava potnilist rejsepas"
                        + " паспорт загранпаспорт διαβατήριο דרכון パスポート パスポート番号 여권 护照 護照 旅券番号 여권번호");
        sure(
                Kind.DRIVING_LICENCE,
                "driverslicense driverlicense drivinglicence drivinglicense driverslicence driverlicence licencenumber"
                        + " licensenumber dlnumber dln führerschein fuehrerschein führerscheinnummer permisdeconduire"
                        + " permisconduire carnetconducir carnetdeconducir licenciaconducir licenciadeconducir patenteguida"
                        + " patentediguida rijbewijs rijbewijsnummer prawojazdy cnh körkort ehliyet permisodeconducir permisoconducir carteirademotorista ridicskyprukaz"
                        + " vozackadozvola surucubelgesi ajokortti førerkort jogositvany 운전면허 운전면허번호 運転免許証 驾驶证"
                        + " driverlicenceid");
        sure(
                Kind.VIN,
                "vin vinnumber vehicleidentificationnumber chassisnumber fahrgestellnummer fahrgestellnr"
                        + " fahrzeugidentifikationsnummer numerochasis numerobastidor bastidor numerotelaio");
        ambiguous(Kind.NATIONAL_ID, "tin nin nik inn egk documentnumber");
        exact(Kind.PASSPORT, "passport");
        exact(Kind.NATIONAL_ID, "idcard identitycard ausweis");
        exact(Kind.LU_NIN, "matricule");
        ambiguous(Kind.CA_SIN, "sin");
        ambiguous(Kind.FR_NIR, "nir");
        ambiguous(Kind.VIN, "chassis");
        ambiguous(Kind.ES_DNI, "dni nif");
        ambiguous(Kind.ES_NIE, "nie");
        ambiguous(Kind.CL_RUT, "rut");
        ambiguous(Kind.AU_MEDICARE, "medicare");
        ambiguous(Kind.US_DEA, "dea");
        ambiguous(Kind.SG_NRIC, "uin");
        ambiguous(Kind.PL_NIP, "nip");
        ambiguous(Kind.MX_RFC, "rfc");
        ambiguous(Kind.DRIVING_LICENCE, "patente");
    }

    private IdentityKeys() {}

    /** Names that mean nothing else, without case and separators. */
    public static void sure(BiConsumer<Kind, String> to) {
        SURE.forEach((word, kind) -> to.accept(kind, word));
    }

    public static void exact(BiConsumer<Kind, String> to) {
        EXACT.forEach((word, kind) -> to.accept(kind, word));
    }

    public static void ambiguous(BiConsumer<Kind, String> to) {
        AMBIGUOUS.forEach((word, kind) -> {
            if (!SURE.containsKey(word)) {
                to.accept(kind, word);
            }
        });
    }

    private static void sure(Kind kind, String words) {
        for (String word : words.split(" ", -1)) {
            String plain = Folded.name(word);
            SURE.put(word, kind);
            SURE.put(plain, kind);
            for (String after : AFTER_SURE) {
                SURE.putIfAbsent(plain + after, kind);
            }
            withNumber(kind, plain);
        }
    }

    private static void exact(Kind kind, String words) {
        for (String word : words.split(" ", -1)) {
            EXACT.put(word, kind);
            withNumber(kind, word);
        }
    }

    private static void ambiguous(Kind kind, String words) {
        for (String word : words.split(" ", -1)) {
            AMBIGUOUS.put(word, kind);
            withNumber(kind, word);
        }
    }

    private static void withNumber(Kind kind, String word) {
        for (String after : AFTER) {
            SURE.putIfAbsent(word + after, kind);
        }
        for (String before : BEFORE) {
            SURE.putIfAbsent(before + word, kind);
        }
    }
}
