package dev.sluice.scrub.detect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testsupport.Seeds;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;

class Base58Test {
    private static final String ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";

    private final Base58 base58 = new Base58();

    @Property(seed = Seeds.SUITE)
    void every_address_with_its_checksum_is_one(@ForAll @Size(20) byte[] hash) throws Exception {
        byte[] address = address(hash);

        assertThat(base58.isBitcoin(address, 0, address.length)).isTrue();
    }

    @Property(seed = Seeds.SUITE)
    void with_another_character_it_is_none(@ForAll @Size(20) byte[] hash, @ForAll byte place) throws Exception {
        byte[] address = address(hash);
        int i = 1 + Math.floorMod(place, address.length - 1);
        address[i] = (byte) (address[i] == 'x' ? 'y' : 'x');

        assertThat(base58.isBitcoin(address, 0, address.length)).isFalse();
    }

    /** Written the slow way, with the version of a script's address in front. */
    private static byte[] address(byte[] hash) throws Exception {
        byte[] payload = new byte[25];
        payload[0] = 5;
        System.arraycopy(hash, 0, payload, 1, 20);
        MessageDigest sha = MessageDigest.getInstance("SHA-256");
        byte[] checksum = sha.digest(sha.digest(Arrays.copyOf(payload, 21)));
        System.arraycopy(checksum, 0, payload, 21, 4);
        var text = new StringBuilder();
        BigInteger[] left = {new BigInteger(1, payload)};
        while (left[0].signum() > 0) {
            left = left[0].divideAndRemainder(BigInteger.valueOf(58));
            text.insert(0, ALPHABET.charAt(left[1].intValue()));
        }
        return text.toString().getBytes(StandardCharsets.US_ASCII);
    }
}
