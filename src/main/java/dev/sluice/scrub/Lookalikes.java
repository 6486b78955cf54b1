package dev.sluice.scrub;

/** Characters that people read as ASCII ones, or do not see at all. */
final class Lookalikes {
    /** Answer for characters that take no room: zero-width spaces and joiners, soft hyphen, byte order mark. */
    static final int INVISIBLE = -2;

    private static final String CYRILLIC = "аеосрхіу";
    private static final String LATIN = "aeocpxiy";

    private Lookalikes() {}

    static int fold(int c) {
        if (c >= 0xff01 && c <= 0xff5e) {
            return c - 0xff01 + '!';
        }
        switch (c) {
            case 0xad, 0x200b, 0x200c, 0x200d, 0x200e, 0x200f, 0x2060, 0xfeff -> {
                return INVISIBLE;
            }
            case 0xa0, 0x2007, 0x2009, 0x202f, 0x3000 -> {
                return ' ';
            }
            case 0x2010, 0x2011, 0x2012, 0x2013, 0x2212 -> {
                return '-';
            }
            default -> {
                // The rest is decided below.
            }
        }
        if (c >= 0x430 && c <= 0x456) {
            int index = CYRILLIC.indexOf(c);
            return index < 0 ? c : LATIN.charAt(index);
        }
        if (c >= 0x660 && Character.getType(c) == Character.DECIMAL_DIGIT_NUMBER) {
            return '0' + Character.digit(c, 10);
        }
        return c;
    }
}
