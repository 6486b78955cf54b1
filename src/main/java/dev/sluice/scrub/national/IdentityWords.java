package dev.sluice.scrub.national;

import dev.sluice.scrub.text.Ascii;
import java.util.Arrays;
import java.util.List;

/**
 * The words that announce identifiers, in the languages of the countries that give them and in English. Looks at the few
 * words around one candidate, and notes which identifiers they name. Reused; one per thread.
 */
final class IdentityWords {
    private static final int SLOTS = 1 << 12;
    private static final long SEED = 0x9e3779b97f4a7c15L;
    private static final int MAX_GAP = 3;
    private static final int MOST_BYTES = 96;
    private static final int EXACT = 1;
    /** The hashes of everything that a phrase starts with: most words of a text are no phrase after two letters. */
    private static final long[] BEGINNINGS = new long[1 << 10];
    /** The hashes of whole phrases. */
    private static final long[] ENDINGS = new long[1 << 10];

    /** Identifiers that a phrase names, by the phrase's hash; a prefix and a whole word of the same letters differ. */
    private static final long[] KEYS = new long[SLOTS];

    private static final long[] LOW = new long[SLOTS];
    private static final long[] HIGH = new long[SLOTS];
    private static final int ANY = 126;
    private static final int OTHER = 127;
    private static final int FILLER = 125;
    /** Also an ordinary word or another abbreviation, so that nothing may stand between. */
    private static final int WEAK = 124;

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

    private final Folded text = new Folded();
    private long low;
    private long high;
    private long nearLow;
    private long nearHigh;
    private int otherEnd;

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

    private static long step(long hash, char c) {
        long product = (hash ^ c) * SEED;
        return product ^ product >>> 32;
    }

    private static void mark(long[] marks, long hash) {
        marks[(int) (hash >>> 54)] |= 1L << (hash >>> 48);
    }

    /** No is sure, yes is not. */
    private static boolean isMarked(long[] marks, long hash) {
        return (marks[(int) (hash >>> 54)] >>> (hash >>> 48) & 1) != 0;
    }

    private static int slot(long key) {
        return (int) (key >>> 40) & (SLOTS - 1);
    }

    private static int find(long key) {
        int slot = slot(key);
        while (KEYS[slot] != key) {
            if (KEYS[slot] == 0) {
                return -1;
            }
            slot = (slot + 1) & (SLOTS - 1);
        }
        return slot;
    }

    /** Reads the words before {@code at}. */
    void before(byte[] b, int from, int at) {
        int start = at;
        int characters = 0;
        int floor = Math.max(from, at - MOST_BYTES);
        // A label may stand on the line above, or in the cell of a table before.
        while (start > floor && (Ascii.isSpace(b[start - 1]) || b[start - 1] == '|')) {
            start--;
        }
        while (start > floor && characters < Folded.MAX - 1 && !endsClause(b[start - 1])) {
            start--;
            characters += (b[start] & 0xc0) == 0x80 ? 0 : 1;
        }
        while (start < at && (b[start] & 0xc0) == 0x80) {
            start++;
        }
        text.read(b, start, at);
        boolean cut = start > from && Ascii.isWord(b[start - 1]) && start < at && !Folded.isWide(text.chars[0]);
        forget();
        int first = cut ? wordEnd(0) : 0;
        find(first, text.length, fillersBefore(first));
    }

    /** Reads the words after {@code end}: one must follow right away, with nothing but fillers before it. */
    void after(byte[] b, int end, int to) {
        forget();
        int word = end;
        while (word < to && word - end < MAX_GAP && b[word] > 0 && !Ascii.isAlphanumeric(b[word])) {
            word++;
        }
        if (word == end || word == to || !Ascii.isWord(b[word]) || Ascii.isDigit(b[word])) {
            return;
        }
        readAfter(b, end, to);
    }

    private void readAfter(byte[] b, int end, int to) {
        int limit = end;
        int ceiling = Math.min(to, end + MOST_BYTES);
        int characters = 0;
        while (limit < ceiling && characters < Folded.MAX - 1 && !endsClause(b[limit]) && b[limit] != ',') {
            characters += (b[limit] & 0xc0) == 0x80 ? 0 : 1;
            limit++;
        }
        while (limit > end && limit < to && (b[limit] & 0xc0) == 0x80) {
            limit--;
        }
        text.read(b, end, limit);
        int word = 0;
        while (word < text.length && low == 0 && high == 0) {
            while (word < text.length && !Folded.isLetter(text.chars[word])) {
                if (text.chars[word] == Folded.DIGIT) {
                    return;
                }
                word++;
            }
            int next = wordEnd(word);
            if (word < text.length) {
                namesAt(word, 0);
            }
            if (low == 0 && high == 0 && !isFiller(word, next)) {
                return;
            }
            word = next;
        }
        if (announcesAnother(word)) {
            forget();
        }
    }

    /** Whether a digit follows soon: then the words belong to that. */
    private boolean announcesAnother(int from) {
        for (int i = from; i < Math.min(text.length, from + 16); i++) {
            if (text.chars[i] == Folded.DIGIT) {
                return true;
            }
        }
        return false;
    }

    private void forget() {
        low = 0;
        high = 0;
        nearLow = 0;
        nearHigh = 0;
        otherEnd = -MAX_GAP;
    }

    private static boolean endsClause(byte b) {
        return b == ';' || b == '\n' || b == '\r' || b == '|' || b == '{' || b == '}' || b == '&';
    }

    /** Whether the words read name no identifier at all. */
    boolean isEmpty() {
        return low == 0 && high == 0;
    }

    /** Whether the words read name this identifier. */
    boolean name(IdentityTable.Form form) {
        int number = form.number();
        if (!form.identifier().checked()) {
            return number < 64 ? (nearLow >>> number & 1) != 0 : (nearHigh >>> number & 1) != 0;
        }
        return (number < 64 ? (low >>> number & 1) != 0 : (high >>> number & 1) != 0) || (high >>> ANY & 1) != 0;
    }

    /** Whether they name this one and not just any. */
    boolean nameItself(IdentityTable.Form form) {
        int number = form.number();
        return number < 64 ? (low >>> number & 1) != 0 : (high >>> number & 1) != 0;
    }

    private void find(int from, int to, int near) {
        for (int i = from; i < to; i++) {
            if (text.startsWord(i)) {
                namesAt(i, near);
            }
        }
        if (otherEnd >= near) {
            forget();
        }
    }

    /** Notes all names that start at {@code start}. */
    private void namesAt(int start, int near) {
        long hash = SEED;
        int gap = 0;
        for (int i = start; i < text.length; i++) {
            char c = text.chars[i];
            if (!Folded.isLetter(c)) {
                if (c != Folded.GAP || ++gap > MAX_GAP) {
                    return;
                }
                continue;
            }
            gap = 0;
            hash = step(hash, c);
            if (!isMarked(BEGINNINGS, hash)) {
                return;
            }
            if (!isMarked(ENDINGS, hash)) {
                continue;
            }
            note(find(hash), start, i, near);
            if (text.endsWord(i)) {
                note(find(hash ^ EXACT), start, i, near);
            }
        }
    }

    private void note(int slot, int start, int last, int near) {
        if (slot < 0) {
            return;
        }
        long named = HIGH[slot] & ~(1L << FILLER);
        if ((named >>> OTHER & 1) != 0) {
            otherEnd = wordEnd(last);
            return;
        }
        if ((named >>> ANY & 1) != 0 && start - otherEnd < MAX_GAP) {
            named &= ~(1L << ANY);
        }
        boolean isNear = wordEnd(last) >= near;
        if (isNear || (named >>> WEAK & 1) == 0) {
            low |= LOW[slot];
            high |= named;
        }
        if (isNear) {
            nearLow |= LOW[slot];
            nearHigh |= named;
        }
    }

    private int wordEnd(int i) {
        int end = i;
        while (end < text.length && Folded.isLetter(text.chars[end])) {
            end++;
        }
        return end;
    }

    /** Index from which on there are only fillers. */
    private int fillersBefore(int floor) {
        int near = text.length;
        int i = text.length;
        while (i > floor) {
            int end = i;
            while (end > floor && !Folded.isLetter(text.chars[end - 1])) {
                if (text.chars[end - 1] == Folded.DIGIT) {
                    return near;
                }
                end--;
            }
            int start = end;
            while (start > floor && Folded.isLetter(text.chars[start - 1])) {
                start--;
            }
            near = end;
            if (start == end || !isFiller(start, end)) {
                return near;
            }
            i = start;
        }
        return near;
    }

    private boolean isFiller(int start, int end) {
        long hash = SEED;
        for (int i = start; i < end; i++) {
            hash = step(hash, text.chars[i]);
        }
        int slot = find(hash ^ EXACT);
        return slot >= 0 && (HIGH[slot] >>> FILLER & 1) != 0;
    }
}
