package dev.sluice.scrub;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.json.ByteSink;
import dev.sluice.json.Edits;
import dev.sluice.json.MalformedJsonException;
import dev.sluice.scrub.policy.Kind;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * One invented value of each kind, to see at start that the firewall which was built finds all that it was made to find: a
 * table that came out wrong, or a compiler's mistake, must not be noticed first in PostHog.
 */
public final class SelfCheck {
    /** A project of its own: what is checked is the firewall, not what a policy makes of it. */
    private static final String PROJECT = "self-check";

    /**
     * Label of the kind, then a text or a document, with the value between angle quotes. A tilde parts what scanners for
     * leaked keys would take for one.
     */
    private static final String CANARIES = """
            email written by ‹canary.one@mail.example.org› yesterday
            phone call ‹+49 151 23456789› back
            person_name Customer name: ‹Gerlinde Ostrowski›
            username {"username":"‹gostrowski84›"}
            street_address Ship to: ‹418 Kestrel Street, Springfield, IL 62701›
            date_of_birth date of birth: ‹1971-03-22›
            gps {"latitude":"‹48.137154›"}
            user_path open '/home/‹gostrowski›/notes.txt'
            credit_card paid with ‹4111 1111 1111 1111›
            cvv {"cvv":"‹737›"}
            iban refund to ‹DE89370400440532013000›
            bank_account account number ‹0532013000›
            crypto_address wallet ‹0x52908400098527886e0f7030069857d2e4169ee7›
            passport passport number ‹C01234567›
            driving_licence driving licence ‹MORGA657054SM9IJ›
            national_id {"national_id":"‹AB-1234-77›"}
            ae_emirates_id Emirates ID ‹784-1958-7805504-5›
            ar_cuit CUIT ‹20-51598534-5›
            at_svnr Sozialversicherungsnummer ‹9203050295›
            au_abn ABN ‹15 664 887 566›
            au_acn ACN ‹126 238 793›
            au_medicare Medicare card ‹2675 36281 1›
            au_tfn TFN: ‹894 385 184›
            be_nrn rijksregisternummer ‹44051371350›
            bg_egn ЕГН ‹9306069280›
            br_cnpj CNPJ ‹90.400.177/0001-78›
            br_cpf CPF do cliente: ‹304.226.435-13›
            ca_sin social insurance number ‹476-570-361›
            ch_ahv AHV-Nr. ‹756.4518.1556.81›
            cl_rut RUT: ‹03.733.261-5›
            cn_resident_id 身份证号 ‹110101200405090854›
            cz_rodne_cislo rodné číslo ‹481219/3903›
            de_health_insurance Krankenversichertennummer ‹U532815691›
            de_id_card Personalausweis-Nr. ‹NTHRY707M6›
            de_steuer_id Steuer-ID: ‹90834744151›
            de_svnr Rentenversicherungsnummer ‹53220871K211›
            de_vat_id USt-IdNr. ‹DE152240797›
            dk_cpr CPR-nummer ‹230773-9420›
            ee_isikukood isikukood ‹47809052224›
            es_dni mi DNI es ‹42844844F›
            es_nie NIE ‹Y2321887M›
            es_nuss número de la seguridad social ‹281299117195›
            fi_hetu henkilötunnus ‹010248-252S›
            fr_nif numéro fiscal ‹1774364709502›
            fr_nir numéro de sécurité sociale ‹152030364281589›
            gr_afm ΑΦΜ ‹176432768›
            gr_amka ΑΜΚΑ ‹13025082242›
            hk_id HKID ‹H048641(A)›
            hr_oib OIB: ‹36231407335›
            hu_taj TAJ szám: ‹145834906›
            hu_tin adóazonosító jel ‹8640285071›
            id_nik NIK ‹3273012209500003›
            ie_pps PPS number ‹0222333Q›
            il_id Teudat Zehut ‹394282156›
            in_aadhaar Aadhaar number ‹616589297133›
            in_gstin GSTIN ‹27DPCPJ0316N1ZW›
            in_pan PAN card number ‹RQGHP6666R›
            in_voter voter id EPIC ‹QLJ2398782›
            is_kennitala kennitala ‹170485-4249›
            it_codice_fiscale codice fiscale: ‹CZXTOP68D10T487D›
            it_identity_card carta d'identità ‹CA75710CW›
            it_vat partita IVA ‹08648110594›
            jp_my_number マイナンバー ‹663350759971›
            kr_brn 사업자등록번호 ‹232-49-88349›
            kr_frn 외국인등록번호 ‹870317-8122907›
            kr_rrn 주민등록번호 ‹680311-2197548›
            lt_ak asmens kodas ‹36209161470›
            lu_nin matricule national luxembourg ‹2002100327738›
            lv_pk personas kods ‹25086210763›
            mx_curp CURP: ‹LOMJ410406MJCGRR14›
            mx_rfc RFC ‹GOMC740722737›
            my_nric MyKad IC number ‹711206-14-5615›
            ng_nin NIN number ‹47347194898› Nigeria
            nl_bsn BSN: ‹626073959›
            nl_vat BTW-nummer ‹NL111441141B07›
            no_fnr fødselsnummer ‹02116850713›
            nz_ird IRD number ‹45-434-583›
            pk_cnic CNIC ‹35202-8729246-8›
            pl_nip NIP: ‹002-083-03-83›
            pl_pesel PESEL ‹81061413633›
            pt_nif NIF ‹252108361›
            ro_cnp CNP: ‹1420806347611›
            ru_inn ИНН ‹774362688149›
            ru_snils СНИЛС ‹151-432-403 17›
            se_personnummer personnummer ‹980312-4164›
            sg_nric NRIC: ‹T8054639J›
            si_emso EMŠO ‹1910945501960›
            si_tin davčna številka ‹14162423›
            th_tnin เลขประจำตัวประชาชน ‹1484869051481›
            tr_tckn TC Kimlik No: ‹64312023966›
            tw_id 身分證字號 ‹F246684199›
            ua_tin РНОКПП ‹2336423985›
            uk_nhs NHS number ‹9141235657›
            uk_nino National Insurance number ‹AB880070D›
            uk_utr Unique Taxpayer Reference UTR ‹4611402268›
            us_dea DEA number ‹BC6272657›
            us_itin ITIN ‹995-84-9882›
            us_mbi Medicare beneficiary MBI ‹6H43CD5HM17›
            us_npi NPI ‹1491117267›
            us_ssn SSN ‹787-41-7724›
            za_id SA ID number ‹8201131348084›
            ip request from ‹81.24.193.77› failed
            mac device ‹3c:22:fb:41:9a:07› paired
            imei IMEI ‹490154203237518›
            vin VIN ‹1HGCM82633A004352›
            ad_device_id {"idfa":"‹7f9c24e8-3b12-4d6f-91a0-5c2e8b7d4f30›"}
            device_id {"android_id":"‹9774d56d682e549c›"}
            ad_click_id https://shop.test/?gclid=‹EAIaIQobChMIx4Pq9dXkgQMVRoKDBx3n7A›
            jwt got ‹eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiI0MjQyNDI0MiJ9.dGhpcy1pcy1ub3Qtc2lnbmVkLWF0LWFsbC0wMDE›
            bearer_token Authorization: Bearer ‹q8Zk2mV7xT4nB9cL1wR6yP3sD5fG0hJ7›
            basic_auth Authorization: Basic ‹Y2FuYXJ5OmNhZ2VkLWJpcmQtNzc=›
            api_key leaked ‹gh~p_q8Zk2mV7xT4nB9cL1wR6yP3sD5fG0hJ7kQ2e›
            keyed_secret {"client_secret":"‹q8Zk2mV7xT4nB9cL›"}
            url_password postgres://app:‹q8Zk2mV7xT4n›@db.internal/shop
            password password: ‹Caged#Bird77›
            session_cookie Cookie: sessionid=‹q8Zk2mV7xT4nB9cL1wR6yP3s›; theme=dark
            private_key -----BEGIN PRI~VATE KEY-----\\n‹MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQC7VJTUt9Us8cKj›\\n-----END PRI~VATE KEY-----
            query_secret https://shop.test/cb?access_token=‹q8Zk2mV7xT4nB9cL1wR6yP3s›&a=1
            recorded_text {"event":"$snapshot","properties":{"$snapshot_data":[{"type":3,"data":{"source":5,"id":7,"text":"‹Caged bird›"}}]}}
            """;

    private SelfCheck() {}

    /** What is sent, and what of it must not come back. */
    record Canary(String text, String value) {}

    /**
     * The kinds whose value gets through.
     *
     * @param scrubber one with the usual policy, which keeps nothing
     */
    public static Set<Kind> survivors(EventScrubber scrubber) {
        Set<Kind> survivors = EnumSet.noneOf(Kind.class);
        canaries().forEach((kind, canary) -> {
            if (survives(scrubber, canary)) {
                survivors.add(kind);
            }
        });
        return survivors;
    }

    private static boolean survives(EventScrubber scrubber, Canary canary) {
        try {
            byte[] text = canary.text().getBytes(UTF_8);
            byte[] scrubbed = text[0] == '{' ? document(scrubber, text) : scrubber.scrubText(text, PROJECT);
            return new String(scrubbed, UTF_8).contains(canary.value());
        } catch (ScrubFailedException | MalformedJsonException broken) {
            // Withheld, so it did not get through; but then nothing of its kind ever does.
            return true;
        }
    }

    private static byte[] document(EventScrubber scrubber, byte[] json)
            throws MalformedJsonException, ScrubFailedException {
        var edits = new Edits();
        var out = new ByteSink(json.length);
        scrubber.scanAnything(json, 0, json.length, PROJECT, edits, new Findings());
        edits.apply(json, 0, json.length, out);
        return out.toByteArray();
    }

    /** Each with a kind; a policy's own patterns have none. */
    static Map<Kind, Canary> canaries() {
        Map<Kind, Canary> canaries = new EnumMap<>(Kind.class);
        CANARIES.lines().forEach(line -> {
            int space = line.indexOf(' ');
            int start = line.indexOf('‹');
            int end = line.indexOf('›');
            Kind kind = Kind.valueOf(line.substring(0, space).toUpperCase(Locale.ROOT));
            String text =
                    line.substring(space + 1).replace("‹", "").replace("›", "").replace("~", "");
            canaries.put(kind, new Canary(text, line.substring(start + 1, end).replace("~", "")));
        });
        return canaries;
    }
}
