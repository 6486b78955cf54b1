package dev.sluice.scrub.detect;

/** Whether the words before a number say that it is dialled, in some twenty languages. */
final class PhoneWords {
    private static final int WINDOW = 30;
    private static final int FAR = 4;
    private static final int NEAR = 16;

    /** What is hardly ever followed by any other number. */
    private static final LabelWords SURE = new LabelWords("""
            phone* telephone* cellphone* smartphone_no* tel telno telnr telnummer mobil* mobno cell_no cell_number
            fax faxno faxnummer telefax* sms whatsapp* viber* msisdn imessage gsm hotline landline text_me text_us otp_to
            code_to reach_me reach_us contact_no contact_number callback*
            telefon* telefón* teléfono* téléphone* telepon telepono telefoon* télécopie tél handynr handynummer* rufnummer*
            durchwahl festnetz* rückruf* anrufen erreichbar_unter portable móvil* movil celular* cellulare* cel tfno tlf tlfn
            telemóvel telemovel fijo mobiel* gsm-nummer puhelin* puh matkapuhelin* mobilnr tlf.nr komórk* komork*
            kom numer_telefonu telefonszám* mobilszám* telefonní telefonu mobitel* cep_telefonu cep_tel cep_no hp no._hp
            handphone ponsel nomor_telepon sđt SĐT di_động điện_thoại* số_điện_thoại τηλ* Τηλ* κιν κινητό* тел телефон* моб мобильн*
            звон* мобільн* Тел Телефон* Моб Мобильн* Звон* 電話* 电话* 手机* 手機* 携帯* 联系方式 联系电话 连絡先 連絡先
            전화* 휴대폰* 핸드폰* 연락처* هاتف* الهاتف جوال موبايل رقم_الهاتف טלפון* נייד โทร* เบอร์* มือถือ फ़ोन* फोन* मोबाइल*""");

    /** What is also said of other things: the number must follow at once, or after words such as "me on". */
    private static final LabelWords POSSIBLE = new LabelWords("""
            call called caller calls calling dial dialed dialled dialing ring ringing rang contact reach reached cell text
            texted texting handy kontakt* anruf* ruf rufe appel* appeler appelez llam* llám* chiam* lig* zadzwoń dzwoń bel zavolejte volat
            ara arayın soita ring_til hubungi telpon gọi cep contatto contacto contato numara numaram numarası nummer_ist
            my_number our_number his_number her_number mein_nummer meine_nummer mon_numéro mi_número il_mio_numero""");

    private static final LabelWords FILLERS = new LabelWords("""
            me us him her them at on now to is the my our no nr num number nummer numero número numéro back or and direct
            directly please under unter auf an am au al allo su ist es est è é al a from this via for op på na em de por le ara
            sms hier here today heute para""");

    private static final LabelWords PREPOSITIONS =
            new LabelWords("at on under unter auf to au al sur op på na em pod al_numero au_numéro al_número");

    /** What is numbered without being dialled. */
    private static final LabelWords OTHER = new LabelWords("""
            id ids uid uuid pid order orders ticket invoice ref reference case version ver build v model serial sku item code
            otp pin token session trace span request req job port line row page step seq index offset count total size bytes
            length timestamp ts time epoch date in after took ms duration price amount sum usd eur gbp € year isbn ean upc gtin
            doi issn asin tracking parcel shipment bestellung bestellnummer rechnung auftrag kundennummer commande facture
            pedido factura ordine fattura zamówienie faktura zakaz code_postal zip postcode plz postal account acct konto
            compte cuenta conto card karte carte tarjeta iban bic routing imei ssn vat tax steuernummer passport hash commit
            revision rev release api user_id score rating balance retry retries attempt attempts error status exit level""");

    private static final LabelWords POSSESSIVES = new LabelWords("my our his her mein* unser* mon mi mio meu mijn min");
    private static final LabelWords NUMBER =
            new LabelWords("number_is number: numero_è numéro_est número_es nummer_ist");

    enum Say {
        NOTHING,
        /** It could be one, or any other number. */
        FAINT,
        /** It could be one. */
        POSSIBLE,
        /** It is one. */
        SURE,
        /** It is something else. */
        OTHER
    }

    private PhoneWords() {}

    /** What the words in the 30 bytes before {@code at} say. */
    static Say before(byte[] b, int from, int at) {
        if (OTHER.isLast(b, from, at)) {
            return Say.OTHER;
        }
        int sure = SURE.lastBefore(b, from, at, WINDOW);
        if (sure >= 0 && isSameSentence(b, sure, at)) {
            return Say.SURE;
        }
        int possible = POSSIBLE.lastBefore(b, from, at, WINDOW);
        if (possible >= 0 && isSameSentence(b, possible, at)) {
            int between = PREPOSITIONS.isLast(b, possible, at) ? 1 : FILLERS.countOnly(b, possible, at);
            if (between >= 0) {
                return between == 0 ? Say.FAINT : Say.POSSIBLE;
            }
        }
        int number = NUMBER.lastBefore(b, from, at, NEAR);
        boolean isOwn = number >= 0 && at - number <= 2 && POSSESSIVES.before(b, from, number, WINDOW);
        return isOwn ? Say.POSSIBLE : Say.NOTHING;
    }

    /** No new line and no end of a sentence; the dot of an abbreviation is none. */
    private static boolean isSameSentence(byte[] b, int from, int at) {
        for (int i = from; i < at; i++) {
            boolean ends = b[i] == '\n' || b[i] == ';' || (b[i] == '.' && i + 1 < at && b[i + 1] == ' ');
            if (ends && i - from > FAR) {
                return false;
            }
        }
        return true;
    }
}
