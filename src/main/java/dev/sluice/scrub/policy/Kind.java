package dev.sluice.scrub.policy;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * What was found. Closed, because it is a label of metrics and a name in the policy: {@link #label} is what both use.
 * National identifiers carry the country (ISO 3166) in their name.
 */
public enum Kind {
    EMAIL(Group.CONTACT, "[email]"),
    PHONE(Group.CONTACT, "[phone]"),

    PERSON_NAME(Group.PERSON, "[name]"),
    USERNAME(Group.PERSON, "[user]"),
    STREET_ADDRESS(Group.PERSON, "[address]"),
    DATE_OF_BIRTH(Group.PERSON, "[birth]"),
    /** Coordinates. */
    GPS(Group.PERSON, "[place]"),
    /** The account's name in the path of a file. */
    USER_PATH(Group.PERSON, "[user]"),

    CREDIT_CARD(Group.PAYMENT, "[card]"),
    CVV(Group.PAYMENT, "[cvv]"),
    IBAN(Group.PAYMENT, "[iban]"),
    /** Account and routing numbers, expiry dates and the like, known by their key or a word before them. */
    BANK_ACCOUNT(Group.PAYMENT, "[account]"),
    /** Bitcoin, Ethereum, Monero. */
    CRYPTO_ADDRESS(Group.PAYMENT, "[wallet]"),

    PASSPORT(Group.NATIONAL_ID, "[passport]"),
    DRIVING_LICENCE(Group.NATIONAL_ID, "[licence]"),
    /** One that its key names, of whatever country. */
    NATIONAL_ID(Group.NATIONAL_ID, "[id]"),
    AE_EMIRATES_ID(Group.NATIONAL_ID, "[id]"),
    AR_CUIT(Group.NATIONAL_ID, "[id]"),
    AT_SVNR(Group.NATIONAL_ID, "[id]"),
    AU_ABN(Group.NATIONAL_ID, "[id]"),
    AU_ACN(Group.NATIONAL_ID, "[id]"),
    AU_MEDICARE(Group.NATIONAL_ID, "[id]"),
    AU_TFN(Group.NATIONAL_ID, "[id]"),
    BE_NRN(Group.NATIONAL_ID, "[id]"),
    BG_EGN(Group.NATIONAL_ID, "[id]"),
    BR_CNPJ(Group.NATIONAL_ID, "[id]"),
    BR_CPF(Group.NATIONAL_ID, "[id]"),
    CA_SIN(Group.NATIONAL_ID, "[id]"),
    CH_AHV(Group.NATIONAL_ID, "[id]"),
    CL_RUT(Group.NATIONAL_ID, "[id]"),
    CN_RESIDENT_ID(Group.NATIONAL_ID, "[id]"),
    CZ_RODNE_CISLO(Group.NATIONAL_ID, "[id]"),
    DE_HEALTH_INSURANCE(Group.NATIONAL_ID, "[id]"),
    DE_ID_CARD(Group.NATIONAL_ID, "[id]"),
    DE_STEUER_ID(Group.NATIONAL_ID, "[id]"),
    DE_SVNR(Group.NATIONAL_ID, "[id]"),
    DE_VAT_ID(Group.NATIONAL_ID, "[id]"),
    DK_CPR(Group.NATIONAL_ID, "[id]"),
    EE_ISIKUKOOD(Group.NATIONAL_ID, "[id]"),
    ES_DNI(Group.NATIONAL_ID, "[id]"),
    ES_NIE(Group.NATIONAL_ID, "[id]"),
    ES_NUSS(Group.NATIONAL_ID, "[id]"),
    FI_HETU(Group.NATIONAL_ID, "[id]"),
    FR_NIF(Group.NATIONAL_ID, "[id]"),
    FR_NIR(Group.NATIONAL_ID, "[id]"),
    GR_AFM(Group.NATIONAL_ID, "[id]"),
    GR_AMKA(Group.NATIONAL_ID, "[id]"),
    HK_ID(Group.NATIONAL_ID, "[id]"),
    HR_OIB(Group.NATIONAL_ID, "[id]"),
    HU_TAJ(Group.NATIONAL_ID, "[id]"),
    HU_TIN(Group.NATIONAL_ID, "[id]"),
    ID_NIK(Group.NATIONAL_ID, "[id]"),
    IE_PPS(Group.NATIONAL_ID, "[id]"),
    IL_ID(Group.NATIONAL_ID, "[id]"),
    IN_AADHAAR(Group.NATIONAL_ID, "[id]"),
    IN_GSTIN(Group.NATIONAL_ID, "[id]"),
    IN_PAN(Group.NATIONAL_ID, "[id]"),
    IN_VOTER(Group.NATIONAL_ID, "[id]"),
    IS_KENNITALA(Group.NATIONAL_ID, "[id]"),
    IT_CODICE_FISCALE(Group.NATIONAL_ID, "[id]"),
    IT_IDENTITY_CARD(Group.NATIONAL_ID, "[id]"),
    IT_VAT(Group.NATIONAL_ID, "[id]"),
    JP_MY_NUMBER(Group.NATIONAL_ID, "[id]"),
    KR_BRN(Group.NATIONAL_ID, "[id]"),
    KR_FRN(Group.NATIONAL_ID, "[id]"),
    KR_RRN(Group.NATIONAL_ID, "[id]"),
    LT_AK(Group.NATIONAL_ID, "[id]"),
    LU_NIN(Group.NATIONAL_ID, "[id]"),
    LV_PK(Group.NATIONAL_ID, "[id]"),
    MX_CURP(Group.NATIONAL_ID, "[id]"),
    MX_RFC(Group.NATIONAL_ID, "[id]"),
    MY_NRIC(Group.NATIONAL_ID, "[id]"),
    NG_NIN(Group.NATIONAL_ID, "[id]"),
    NL_BSN(Group.NATIONAL_ID, "[id]"),
    NL_VAT(Group.NATIONAL_ID, "[id]"),
    NO_FNR(Group.NATIONAL_ID, "[id]"),
    NZ_IRD(Group.NATIONAL_ID, "[id]"),
    PK_CNIC(Group.NATIONAL_ID, "[id]"),
    PL_NIP(Group.NATIONAL_ID, "[id]"),
    PL_PESEL(Group.NATIONAL_ID, "[id]"),
    PT_NIF(Group.NATIONAL_ID, "[id]"),
    RO_CNP(Group.NATIONAL_ID, "[id]"),
    RU_INN(Group.NATIONAL_ID, "[id]"),
    RU_SNILS(Group.NATIONAL_ID, "[id]"),
    SE_PERSONNUMMER(Group.NATIONAL_ID, "[id]"),
    SG_NRIC(Group.NATIONAL_ID, "[id]"),
    SI_EMSO(Group.NATIONAL_ID, "[id]"),
    SI_TIN(Group.NATIONAL_ID, "[id]"),
    TH_TNIN(Group.NATIONAL_ID, "[id]"),
    TR_TCKN(Group.NATIONAL_ID, "[id]"),
    TW_ID(Group.NATIONAL_ID, "[id]"),
    UA_TIN(Group.NATIONAL_ID, "[id]"),
    UK_NHS(Group.NATIONAL_ID, "[id]"),
    UK_NINO(Group.NATIONAL_ID, "[id]"),
    UK_UTR(Group.NATIONAL_ID, "[id]"),
    US_DEA(Group.NATIONAL_ID, "[id]"),
    US_ITIN(Group.NATIONAL_ID, "[id]"),
    US_MBI(Group.NATIONAL_ID, "[id]"),
    US_NPI(Group.NATIONAL_ID, "[id]"),
    US_SSN(Group.NATIONAL_ID, "[id]"),
    ZA_ID(Group.NATIONAL_ID, "[id]"),

    IP(Group.NETWORK, "[ip]"),
    MAC(Group.DEVICE, "[mac]"),
    IMEI(Group.DEVICE, "[imei]"),
    VIN(Group.DEVICE, "[vin]"),
    /** IDFA, GAID. */
    AD_DEVICE_ID(Group.DEVICE, "[device]"),
    /** A serial number or the like, known by its key. */
    DEVICE_ID(Group.DEVICE, "[device]"),
    AD_CLICK_ID(Group.DEVICE, "[click]"),

    JWT(Group.CREDENTIAL, "[token]"),
    BEARER_TOKEN(Group.CREDENTIAL, "[token]"),
    BASIC_AUTH(Group.CREDENTIAL, "[credentials]"),
    /** A key in a provider's own format. */
    API_KEY(Group.CREDENTIAL, "[key]"),
    /** Whatever stands under a key that names a secret. */
    KEYED_SECRET(Group.CREDENTIAL, "[secret]"),
    URL_PASSWORD(Group.CREDENTIAL, "[password]"),
    PASSWORD(Group.CREDENTIAL, "[password]"),
    SESSION_COOKIE(Group.CREDENTIAL, "[cookie]"),
    PRIVATE_KEY(Group.CREDENTIAL, "[key]"),
    /** A parameter of an address that names a secret. */
    QUERY_SECRET(Group.CREDENTIAL, "[secret]"),

    /** What was typed, or in the strict level shown, in a session recording. */
    RECORDED_TEXT(Group.PERSON, "[text]"),

    /** A literal or a pattern of the project's own policy. */
    CUSTOM(Group.CUSTOM, "[custom]");

    /** Kinds that a policy may treat alike. */
    public enum Group {
        CONTACT,
        PERSON,
        PAYMENT,
        NATIONAL_ID,
        NETWORK,
        DEVICE,
        CREDENTIAL,
        CUSTOM;

        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private static final byte[] REMOVED = "[removed]".getBytes(StandardCharsets.US_ASCII);

    private final Group group;

    @SuppressWarnings("ImmutableEnumChecker") // Bytes, because that is what is written; nobody gets to change them.
    private final byte[] marker;

    Kind(Group group, String marker) {
        this.group = group;
        this.marker = marker.getBytes(StandardCharsets.US_ASCII);
    }

    public Group group() {
        return group;
    }

    /**
     * What stands in the place of a replaced value: plain ASCII without quotes, backslashes, semicolons or digits, so that it
     * fits into any nesting of JSON and into {@code $elements_chain}, and no detector fires on it. Not to be modified.
     */
    public byte[] marker() {
        return marker;
    }

    /** What stands in the place of a removed value of any kind. Not to be modified. */
    public static byte[] removed() {
        return REMOVED;
    }

    /** What is done about a finding of this kind in a text, where no policy says anything else. */
    public Action usually() {
        return switch (this) {
            case EMAIL, PHONE, PERSON_NAME, USERNAME, USER_PATH, CREDIT_CARD, IP -> Action.REPLACE;
            default -> Action.REMOVE;
        };
    }

    /** What opens doors: it is never kept, not even in part. */
    public boolean isSecret() {
        return group == Group.CREDENTIAL || this == CVV;
    }

    /** Whether a policy may ask for this: parts are kept only of what has a part that tells nobody apart. */
    public boolean takes(Action action) {
        return switch (action) {
            case REMOVE, REPLACE, PSEUDONYM -> true;
            case MASK ->
                switch (this) {
                    case EMAIL, PHONE, CREDIT_CARD, IBAN, BANK_ACCOUNT -> true;
                    default -> false;
                };
            case TRUNCATE ->
                switch (this) {
                    case IP, GPS, DATE_OF_BIRTH -> true;
                    default -> false;
                };
            case KEEP -> !isSecret();
        };
    }

    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
