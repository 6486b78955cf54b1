package dev.sluice.scrub.detect;

import dev.sluice.json.Hex;
import dev.sluice.scrub.policy.Kind;
import dev.sluice.scrub.text.Ascii;
import dev.sluice.scrub.text.Match;
import dev.sluice.scrub.text.Text;

/**
 * Addresses of cryptocurrencies: Bitcoin's in base 58 and bech32 (and those that have taken over its forms), Ethereum's, with
 * the checksum of EIP-55 where upper and lower case are mixed, and Monero's. Belongs to one thread.
 */
final class WalletDetector {
    private static final int SHORTEST = 26;
    private static final int LONGEST_BITCOIN = 35;
    private static final int SHORTEST_BECH32 = 42;
    private static final int LONGEST_BECH32 = 90;
    private static final int ETHEREUM = 42;
    private static final int SHORTEST_MONERO = 95;
    private static final int LONGEST_MONERO = 106;

    private final Base58 base58 = new Base58();
    private final Keccak keccak = new Keccak();
    private final byte[] lower = new byte[ETHEREUM];

    /** Looks at the word {@code [start, end)}. */
    boolean at(Text text, int start, int end, Match match) {
        int length = end - start;
        if (length < SHORTEST || length > LONGEST_MONERO) {
            return false;
        }
        return isAddress(text.bytes, start, end, length) && match.is(start, end, Kind.CRYPTO_ADDRESS);
    }

    private boolean isAddress(byte[] b, int start, int end, int length) {
        int first = b[start];
        if (length == ETHEREUM && first == '0' && (b[start + 1] | 0x20) == 'x') {
            return isEthereum(b, start + 2, end);
        }
        if (length <= LONGEST_BITCOIN) {
            return "13LMDTXA9".indexOf(first) >= 0
                    && Base58.isWritten(b, start, end)
                    && base58.isBitcoin(b, start, end);
        }
        if (length >= SHORTEST_MONERO && (first == '4' || first == '8')) {
            return Base58.isWritten(b, start, end) && base58.isMonero(b, start, end);
        }
        return length >= SHORTEST_BECH32 && length <= LONGEST_BECH32 && isSegregatedWitness(b, start, end);
    }

    private static boolean isSegregatedWitness(byte[] b, int start, int end) {
        int separator = Ascii.startsWith(b, start, end, "bc1")
                ? start + 2
                : Ascii.startsWith(b, start, end, "ltc1") ? start + 3 : -1;
        return separator > 0
                && (b[start] & 0x20) == (b[start + 1] & 0x20)
                && Bech32.isAddress(b, start, separator, end);
    }

    /** All of one case is an address without its checksum; mixed, each letter is upper where the hash has a high digit. */
    private boolean isEthereum(byte[] b, int start, int end) {
        boolean hasUpper = false;
        boolean hasLower = false;
        for (int i = start; i < end; i++) {
            if (Hex.digit(b[i]) < 0) {
                return false;
            }
            hasUpper |= b[i] >= 'A' && b[i] <= 'F';
            hasLower |= b[i] >= 'a';
            lower[i - start] = Ascii.isDigit(b[i]) ? b[i] : (byte) (b[i] | 0x20);
        }
        if (!hasUpper || !hasLower) {
            return hasUpper || hasLower || !isUniform(b, start, end);
        }
        keccak.hash(lower, end - start);
        for (int i = start; i < end; i++) {
            int digit = keccak.at(i - start >>> 1) >>> ((i - start & 1) == 0 ? 4 : 0) & 0xf;
            if (Ascii.isLetter(b[i]) && (digit >= 8) != (b[i] < 'a')) {
                return false;
            }
        }
        return true;
    }

    /** The zero address is nobody's. */
    private static boolean isUniform(byte[] b, int start, int end) {
        for (int i = start + 1; i < end; i++) {
            if (b[i] != b[start]) {
                return false;
            }
        }
        return true;
    }
}
