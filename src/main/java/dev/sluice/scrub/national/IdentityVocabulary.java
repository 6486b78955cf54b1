package dev.sluice.scrub.national;

import java.util.Arrays;
import java.util.List;

/**
 * The words that announce identifiers, in the languages of the countries that give them and in English: a table of the
 * hashes of phrases, and of which identifiers each one names.
 */
final class IdentityVocabulary {
    private static final int SLOTS = 1 << 12;
    static final long SEED = 0x9e3779b97f4a7c15L;
    static final int EXACT = 1;
    /** The hashes of everything that a phrase starts with: most words of a text are no phrase after two letters. */
    static final long[] BEGINNINGS = new long[1 << 10];
    /** The hashes of whole phrases. */
    static final long[] ENDINGS = new long[1 << 10];

    /** Identifiers that a phrase names, by the phrase's hash; a prefix and a whole word of the same letters differ. */
    private static final long[] KEYS = new long[SLOTS];

    static final long[] LOW = new long[SLOTS];
    static final long[] HIGH = new long[SLOTS];
    static final int ANY = 126;
    static final int OTHER = 127;
    static final int FILLER = 125;
    /** Also an ordinary word or another abbreviation, so that nothing may stand between. */
    static final int WEAK = 124;

    /** Say that it is an identifier, but not of which country. */
    private static final String ANY_WORDS =
            "national id*, national number*, nationalid*, identity number*, identity no, identity code*, identity card*,"
                    + " identity document*, identification number*, identification no, id number*, id no, id nr, id card*,"
                    + " id document*, personal id*, personal number*, personal code*, citizen*, tax id*, tax number*, tax no,"
                    + " tax code*, tax ref*, taxpayer*, tin!, vat number*, vat id*, vat no, fiscal number*, fiscal id*,"
                    + " fiscal code*, social security*, social insurance*, insurance number*, insured no, health card*,"
                    + " health insurance*, government id*, gov id, govt id, document number*, document no, document id,"
                    + " documento*, numero de documento*, identificacion*, identidad*, identidade*, d identite*,"
                    + " identificativo*, identificazione*, identifikations*, identitats*, steuernummer*, steuer nr, steuernr*,"
                    + " steuernum*, ausweis*, personalausweis*, personenkenn*, personennummer*,"
                    + " numero fiscal*, codigo fiscal*, identifiant fiscal*, identifiant national*,"
                    + " securite sociale*, seguridad social*, belastingnummer*, fiscaal nummer*,"
                    + " identiteits*, identitets*, legitimatie*, legitimations*,"
                    + " dowod osobist*, dowodu osobist*, numer dowodu, nr dowodu, numer identyfikac*, cislo dokladu,"
                    + " obcansk*, szemelyi*, szemelyazonosito*, carte de identitate*, act de identitate*,"
                    + " licna karta*, licne karte*, osobna iskaznica*, osebna izkaznica*, osebni dokument*, лична карта*,"
                    + " личен номер*, удостоверение личности*, идентификационныи*, vergi no*, vergi"
                    + " vergi numara*, ταυτοτητα*, ταυτοτητας*, 身份证*, 身分証*, 身份證*, 身分證*, 本人確認*, 신분증*,"
                    + " บัตรประชาชน*, chung minh*, can cuoc*, cmnd, cccd, nomor identitas*, ktp*, cedula*, kyc id*,"
                    + " numero de identificacion*, numero di identita*, personas kod*";

    /** Say that a number which is called an id or a number belongs to a thing. */
    private static final String OTHER_WORDS =
            "order*, ticket*, job*, build*, invoice*, transaction*, tracking*, product*, sku, session*, request*, trace*,"
                    + " event*, batch*, version*, booking*, reservation*, shipment*, parcel*, item*, commit*, process*, row,"
                    + " page, device*, serial*, campaign*, pedido*, commande*, bestell*, ordine*, factura*,"
                    + " facture*, rechnung*, beleg*, auftrag*, zamowien*, bestelling*, transac*, message*, span*";

    /** May stand between a word and a value without a check digit. */
    private static final String FILLER_WORDS =
            "no, nr, num, number, numbers, nummer, numer, numero, numbe, nro, n, id, is, was, es, ist, est, are, my,"
                    + " mi, mein, meine, mon, mio, il, la, le, el, o, the, of, de, del, do, da, di, du, der, des, en, in, im,"
                    + " new, old, card, code, value, doc, document, on, file, ar, er, mitt, min, to, jest, je, a, his, her,"
                    + " your, their, holder, cislo, broj, szam, szama, номер, no lu, numarasi, numarali, αριθμος, αρ, s, as,"
                    + " 号码, 号, 號碼, 番号, 번호, 는, 은, 번호는, 番号は, 号码是, 是, は, เลขที่, คือ, lautet, vom, von, customer, client, cliente, kunde, kunden, user, usuario, titular,"
                    + " patient, patients, paciente, employee, applicant, member, owner, person, traveler, driver, guest, carte, karta, tarjeta, at, be,"
                    + " bg, br, cz, dk, ee, el, es, eu, fi, fr, gb, gr, hr, hu, ie, it, lt, lu, lv, nl, pl, pt, ro, se, si, sk, uk, us";

    static {
        List<Identifier> identifiers = IdentityTable.ALL;
        for (int number = 0; number < identifiers.size(); number++) {
            for (String word : identifiers.get(number).words()) {
                learn(word, number);
            }
        }
        learnAll(ANY_WORDS, ANY);
        learnAll(OTHER_WORDS, OTHER);
        learnAll(FILLER_WORDS, FILLER);
    }

    private IdentityVocabulary() {}

    private static void learnAll(String words, int number) {
        Arrays.stream(words.split(",", -1)).forEach(word -> learn(word.strip(), number));
    }

    private static void learn(String word, int number) {
        boolean prefix = word.endsWith("*");
        boolean weak = word.endsWith("!");
        long hash = SEED;
        for (char c : Folded.name(word).toCharArray()) {
            hash = step(hash, c);
            mark(BEGINNINGS, hash);
        }
        mark(ENDINGS, hash);
        long key = prefix ? hash : hash ^ EXACT;
        int slot = slot(key);
        while (KEYS[slot] != 0 && KEYS[slot] != key) {
            slot = (slot + 1) & (SLOTS - 1);
        }
        KEYS[slot] = key;
        if (number < 64) {
            LOW[slot] |= 1L << number;
        } else {
            HIGH[slot] |= 1L << number;
        }
        HIGH[slot] |= weak ? 1L << WEAK : 0;
    }

    static long step(long hash, char c) {
        long product = (hash ^ c) * SEED;
        return product ^ product >>> 32;
    }

    private static void mark(long[] marks, long hash) {
        marks[(int) (hash >>> 54)] |= 1L << (hash >>> 48);
    }

    /** No is sure, yes is not. */
    static boolean isMarked(long[] marks, long hash) {
        return (marks[(int) (hash >>> 54)] >>> (hash >>> 48) & 1) != 0;
    }

    private static int slot(long key) {
        return (int) (key >>> 40) & (SLOTS - 1);
    }

    static int find(long key) {
        int slot = slot(key);
        while (KEYS[slot] != key) {
            if (KEYS[slot] == 0) {
                return -1;
            }
            slot = (slot + 1) & (SLOTS - 1);
        }
        return slot;
    }
}
