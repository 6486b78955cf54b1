package dev.sluice.scrub.detect;

import java.nio.charset.StandardCharsets;
import java.util.StringTokenizer;

/**
 * Length and structure of account numbers by country, as the registry of SWIFT (ISO 13616, release 99) has them, and the
 * countries that use the form without being in it.
 */
final class IbanFormats {
    /** Country, then the structure after the check digits: n digits, a upper-case letters, c either. */
    private static final String FORMATS = """
            AD8n12c AE19n AL8n16c AT16n AZ4a20c BA16n BE12n BG4a6n8c BH4a14c BI23n BR23n1a1c BY4c4n16c CH5n12c CR18n CY8n16c
            CZ20n DE18n DJ23n DK14n DO4c20n EE16n EG25n ES20n FI14n FK2a12n FO14n FR10n11c2n GB4a14n GE2a16n GI4a15c GL14n
            GR7n16c GT4c20c HN4a20n HR17n HU24n IE4a14n IL19n IQ4a15n IS22n IT1a10n12c JO4a4n18c KW4a22c KZ3n13c LB4n20c
            LC4a24c LI5n12c LT16n LU3n13c LV4a13c LY21n MC10n11c2n MD2c18c ME18n MK3n10c2n MN16n MR23n MT4a5n18c MU4a19n3a
            NI4a20n NL4a10n NO11n OM3n16c PK4a16c PL24n PS4a21c PT21n QA4a21c RO4a16c RS18n RU14n15c SA2n18c SC4a20n3a SD14n
            SE20n SI15n SK20n SM1a10n12c SO19n ST21n SV4a20n TL19n TN20n TR5n1n16c UA6n19c VA18n VG4a16n XK16n YE4a4n18c
            AO21n BF2c22n BJ2c22n CF23n CG23n CI2a22n CM23n CV21n DZ22n GA23n GQ23n GW2c19n IR22n KM23n MA24n MG23n ML2c22n
            MZ21n NE2a22n SN2a22n TD23n TG2a22n""";

    private static final int COUNTRIES = 26 * 26;
    /** By country: the kind of character at each place after the check digits; null if there is no such country. */
    private static final byte[][] PLACES = new byte[COUNTRIES][];

    static {
        var formats = new StringTokenizer(FORMATS);
        while (formats.hasMoreTokens()) {
            String format = formats.nextToken();
            int country = (format.charAt(0) - 'A') * 26 + format.charAt(1) - 'A';
            PLACES[country] = places(format.substring(2));
        }
    }

    private IbanFormats() {}

    private static byte[] places(String structure) {
        var places = new StringBuilder();
        int count = 0;
        for (char c : structure.toCharArray()) {
            if (c >= '0' && c <= '9') {
                count = count * 10 + c - '0';
            } else {
                places.repeat(c, count);
                count = 0;
            }
        }
        return places.toString().getBytes(StandardCharsets.US_ASCII);
    }

    /** How many characters follow the check digits of this country's numbers; 0 if there is no such country. */
    static int length(int firstLetter, int secondLetter) {
        byte[] places = PLACES[firstLetter * 26 + secondLetter];
        return places == null ? 0 : places.length;
    }

    /** Whether an upper-case letter or a digit may stand at this place after the check digits. */
    static boolean fits(int firstLetter, int secondLetter, int place, int c) {
        byte[] places = PLACES[firstLetter * 26 + secondLetter];
        boolean isDigit = c >= '0' && c <= '9';
        return switch (places[place]) {
            case 'n' -> isDigit;
            case 'a' -> !isDigit;
            default -> true;
        };
    }
}
