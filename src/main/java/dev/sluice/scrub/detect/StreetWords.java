package dev.sluice.scrub.detect;

import dev.sluice.json.Utf8;
import dev.sluice.scrub.text.Ascii;
import dev.sluice.scrub.text.Letters;
import dev.sluice.scrub.text.WordTable;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The vocabulary of postal addresses: words for streets that follow a name, that precede one, or that are its last syllable.
 * Weak ones have other meanings, too, and count only where a post code, a part of a building or a label confirms them.
 */
final class StreetWords {
    /** After the name of a street: {@code Road}. */
    static final int STREET = 1;

    static final int WEAK_STREET = 1 << 1;
    /** Before the name of a street: {@code rue}. */
    static final int TYPE = 1 << 2;

    static final int WEAK_TYPE = 1 << 3;
    /** Before the number of a post-office box. */
    static final int BOX = 1 << 4;
    /** Announces an address: {@code Lieferadresse}. */
    static final int LABEL = 1 << 5;
    /** Between that and the address: {@code is}. */
    static final int LINK = 1 << 6;
    /** Part of a building: {@code Apt}. */
    static final int UNIT = 1 << 7;
    /** A part of names of streets and places that has no capital. */
    static final int PARTICLE = 1 << 8;
    /** A word that names of places have, though it often means something else: {@code New}. */
    static final int PLACE = 1 << 9;
    /** Between the name of a street and the number: {@code nº}. */
    static final int NUMBER = 1 << 10;

    /** Between the name of a street and the number: {@code Straße}. */
    static final int AFTER_NAME = 1 << 11;

    private static final WordTable TABLE = new WordTable.Builder()
            .add(
                    STREET,
                    "street st str ave avenue av rd road blvd boulevard ln lane pkwy parkway hwy highway crescent cres"
                            + " gardens gdns grove mews terrace ter terr cir cv expressway expy freeway turnpike tpke"
                            + " straße strasse allee gasse straat laan gracht utca")
            .add(
                    WEAK_STREET,
                    "way place pl court ct drive dr square sq trail trl close circle row walk alley loop plaza pike quay"
                            + " rise view hill green park path bend point run heights hts ridge crossing xing cove hollow"
                            + " landing manor meadow meadows pass route rte weg platz ufer damm ring steig út tér")
            .add(
                    TYPE,
                    "calle avda avenida avd paseo carrer viale piazza piazzale vicolo rua travessa praça praca rodovia"
                            + " ulica ul ulice aleja náměstí nám třída rue impasse chemin allée allee quai ruelle"
                            + " faubourg bd boulevard strada bulevardul jalan jl улица ул проспект просп переулок вулиця"
                            + " вул οδός alameda calçada largo avinguda glorieta carretera cra crta")
            .add(
                    WEAK_TYPE,
                    "via corso plaza place camino ronda av avenue al os osiedle pl plac str bul bulevar estrada cours"
                            + " route square passage sentier villa lungo contrada località am an im in auf zum zur unter"
                            + " hinter bei alte neue alter großer kleine пл пер шоссе наб c cr kr jr no trg cesta")
            .add(BOX, "postfach postbus postboks apartado casella postilokero skrytka box")
            .add(
                    LABEL,
                    "address addresses ship shipped shipping deliver delivered delivery bill billed billing mail mailed post"
                            + " send lives live living resides residing resident residence located moved home adresse"
                            + " anschrift lieferadresse rechnungsadresse wohnadresse lieferanschrift wohnhaft wohnt wohne"
                            + " lieferung liefern dirección direccion domicilio vive envío enviar entregar residencia"
                            + " indirizzo residente abita spedire consegna consegnare adres bezorgadres woonadres wonend"
                            + " woont bezorgen endereço endereco morada entrega residente mora livrer livraison demeurant"
                            + " habite domicile domicilié adress bor bosatt leverans leveringsadresse bopæl osoite asuu"
                            + " adresa bydliště zamieszkały dostawa cím lakcím adresi адрес проживает 地址 住所 주소"
                            + " адреса доставки доставка chỉ διεύθυνση alamat pickup pick drop deliveries destination")
            .add(
                    LINK,
                    "is to at in on the it a nach an in der die das lautet ist est es è é en al alla a au à la le het op"
                            + " aan til på na do the my your his her their our line new for jest är er via")
            .add(
                    UNIT,
                    "apt apartment unit suite ste floor fl flat room rm bldg building box wohnung whg app apto depto dpto"
                            + " piso puerta pta esc escalera interno int scala piano bât bâtiment étage etage escalier"
                            + " appartement appt lok lokal mieszkanie bus bte top stiege stock og eg hus lgh leilighet"
                            + " lägenhet m bloco bl sala andar casa kv кв квартира д корп block tower lot trailer penthouse ph")
            .add(
                    PARTICLE,
                    "de la del las los el da das do dos di du des d l le van der den het ten ter von und and of y e i et"
                            + " dei delle della degli dello na nad pod")
            .add(
                    PLACE,
                    "new old united states kingdom central royal bank america east west north south city union page")
            .add(
                    AFTER_NAME,
                    "straße strasse str weg platz allee gasse ufer damm ring laan straat utca út útja tér körút köz gate gata"
                            + " vei veien plass gatan vägen katu tie náměstí ulice ulica třída trg caddesi cad cd sokak"
                            + " sokağı sk bulvarı bulevardi улица ул проспект переулок")
            .add(NUMBER, "д дом kapı č čp nr° nº n° no nr n num numero número núm numéro №")
            .build();

    private static final byte[][] SUFFIXES = bytes(List.of(
            "straße",
            "strasse",
            "str",
            "gracht",
            "straat",
            "laan",
            "plein",
            "kade",
            "singel",
            "dreef",
            "gatan",
            "vägen",
            "gränd",
            "stræde",
            "veien",
            "gaten",
            "katu",
            "allee",
            "gasse",
            "chaussee",
            "promenade",
            "steeg"));
    private static final byte[][] WEAK_SUFFIXES = bytes(List.of(
            "weg", "platz", "ufer", "damm", "ring", "steig", "hof", "dijk", "pad", "väg", "torg", "stigen", "gade",
            "vej", "allé", "vei", "gata", "gate", "plass", "tie", "kuja", "polku", "tori", "markt", "park", "berg",
            "tal", "feld"));

    private StreetWords() {}

    static int of(byte[] b, int from, int to) {
        return TABLE.of(b, from, to);
    }

    /** Whether the word {@code [from, to)} has a capital and the name of a street in one: {@link #STREET}, or a weak one. */
    static int suffix(byte[] b, int from, int to) {
        if (!Letters.isCapital(b, from, to)) {
            return 0;
        }
        return ends(b, from, to, SUFFIXES) ? STREET : ends(b, from, to, WEAK_SUFFIXES) ? WEAK_STREET : 0;
    }

    private static boolean ends(byte[] b, int from, int to, byte[][] suffixes) {
        for (byte[] suffix : suffixes) {
            int start = to - suffix.length;
            if (start > from + 1 && matches(b, start, suffix)) {
                return true;
            }
        }
        return false;
    }

    private static boolean matches(byte[] b, int start, byte[] suffix) {
        for (int i = 0; i < suffix.length; i++) {
            if (b[start + i] != suffix[i]) {
                return false;
            }
        }
        return true;
    }

    private static byte[][] bytes(List<String> words) {
        return words.stream().map(word -> word.getBytes(StandardCharsets.UTF_8)).toArray(byte[][]::new);
    }

    /** Index after the word at {@code i}, which may have hyphens and apostrophes inside. */
    static int wordEnd(byte[] b, int i, int to) {
        int limit = Math.min(to, i + 40);
        int end = Letters.end(b, i, limit);
        while (end > i
                && end + 1 < limit
                && joint(b, end, limit) > 0
                && Letters.lengthAt(b, end + joint(b, end, limit), limit) > 0) {
            end = Letters.end(b, end + joint(b, end, limit), limit);
        }
        return end;
    }

    private static int joint(byte[] b, int i, int to) {
        if (b[i] == '-' || b[i] == '\'') {
            return 1;
        }
        int length = b[i] < 0 ? Utf8.lengthAt(b, i, to) : 0;
        return length == 3 && Utf8.codePointAt(b, i, 3) == 0x2019 ? 3 : 0;
    }

    /** Index of the first byte of such a word that ends before {@code to}. */
    static int wordStart(byte[] b, int from, int to) {
        int start = Letters.start(b, from, to);
        while (start < to
                && start - 1 > from
                && (b[start - 1] == '-' || b[start - 1] == '\'')
                && !Ascii.isSpace(b[start - 2])) {
            int next = Letters.start(b, from, start - 1);
            if (next == start - 1) {
                break;
            }
            start = next;
        }
        return start;
    }
}
