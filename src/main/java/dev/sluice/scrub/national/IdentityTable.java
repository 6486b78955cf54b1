package dev.sluice.scrub.national;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** All identifiers, by the number of characters they are written with. */
final class IdentityTable {
    /** One way to write an identifier; {@code number} is the identifier's place in {@link #ALL}. */
    @SuppressWarnings("ArrayRecordComponent") // Never compared.
    record Form(byte[] pattern, int number, Identifier identifier) {
        /** Whether the bytes from {@code i} on are written like this, in any case. */
        boolean fits(byte[] b, int i) {
            for (int j = 0; j < pattern.length; j++) {
                if (!fits(pattern[j], b[i + j])) {
                    return false;
                }
            }
            return true;
        }

        /** Whether there are no letters that must be there. */
        boolean isLikeHex() {
            return pattern[0] < 'a';
        }

        private static boolean fits(byte pattern, byte b) {
            boolean digit = b >= '0' && b <= '9';
            boolean letter = (b | 0x20) >= 'a' && (b | 0x20) <= 'z' && b > 0;
            return switch (pattern) {
                case '9' -> digit;
                case 'A' -> letter;
                case 'X' -> digit || letter;
                case '_' -> b == ' ';
                default -> letter ? (b | 0x20) == pattern : b == pattern;
            };
        }
    }

    static final int LONGEST = 31;

    static final List<Identifier> ALL = Stream.of(
                    AmericanIds.ALL,
                    SouthernEuropeanIds.ALL,
                    CentralEuropeanIds.ALL,
                    NorthernEuropeanIds.ALL,
                    EasternEuropeanIds.ALL,
                    AsianIds.ALL,
                    Documents.ALL)
            .flatMap(List::stream)
            .toList();

    /** By the number of letters and digits. */
    static final Form[][] NAMED = new Form[LONGEST + 1][];
    /** By the number of bytes. */
    static final Form[][] ALONE = new Form[LONGEST + 1][];

    static final Form[][] WHOLE = new Form[LONGEST + 1][];

    static {
        for (int length = 0; length <= LONGEST; length++) {
            List<Form> named = new ArrayList<>();
            List<Form> alone = new ArrayList<>();
            List<Form> whole = new ArrayList<>();
            for (int number = 0; number < ALL.size(); number++) {
                Identifier identifier = ALL.get(number);
                add(named, identifier.shapes(), length, number);
                add(alone, identifier.alone(), length, number);
                add(whole, identifier.whole(), length, number);
            }
            NAMED[length] = named.toArray(Form[]::new);
            ALONE[length] = alone.toArray(Form[]::new);
            WHOLE[length] = whole.toArray(Form[]::new);
        }
    }

    private IdentityTable() {}

    private static void add(List<Form> forms, List<String> patterns, int length, int number) {
        for (String pattern : patterns) {
            if (pattern.length() == length) {
                forms.add(new Form(pattern.getBytes(StandardCharsets.US_ASCII), number, ALL.get(number)));
            }
        }
    }
}
