package dev.sluice.acceptance;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.scrub.policy.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Random;
import java.util.function.Supplier;

/**
 * More than a thousand invented personal values of every kind that the firewall knows, each once, so that a trace of any of them tells
 * which one got through. Always the same ones, with right check digits.
 */
final class Canaries {
    private static final int EACH = 16;
    /** National identifiers: label of the kind, a sentence with a percent sign for the value, values with right check digits. */
    private static final String NATIONAL = "/national-canaries.tsv";

    private static final String LOWER = "abcdefghijklmnopqrstuvwxyz";
    private static final String ALPHANUMERIC = LOWER + LOWER.toUpperCase(Locale.ROOT) + "0123456789";

    private final Random random = new Random(20261122);
    private final List<Canary> all = new ArrayList<>();

    /**
     * One planted value.
     *
     * @param key a property that names it
     * @param text a sentence that it stands in
     * @param traces what would betray it
     */
    record Canary(Kind kind, String key, String value, String text, List<String> traces) {}

    static List<Canary> all() {
        var canaries = new Canaries();
        canaries.plant();
        canaries.plantNational();
        return List.copyOf(canaries.all);
    }

    private void plant() {
        plant(Kind.EMAIL, "email", "written by % yesterday", () -> word(9) + "@" + word(6) + ".example.org");
        plant(Kind.PHONE, "phone", "call % back", () -> "+49 151 " + digits(8));
        plant(Kind.CREDIT_CARD, "card_number", "paid with %", () -> grouped(luhn("4" + digits(14))));
        plant(Kind.IBAN, "iban", "refund to %", this::iban);
        plant(
                Kind.IP,
                "client_ip",
                "request from % failed",
                () -> "81." + range(10, 250) + "." + range(10, 250) + "." + range(10, 250));
        plant(Kind.PERSON_NAME, "full_name", "Customer name: %", () -> capitalised(7) + " " + capitalised(8));
        plant(
                Kind.STREET_ADDRESS,
                "street_address",
                "Ship to: %",
                () -> range(100, 999) + " " + capitalised(7) + " Street, Springfield, IL 62701");
        plant(Kind.USERNAME, "username", "", () -> word(8) + range(100, 999));
        plant(Kind.PASSWORD, "password", "password: %", () -> capitalised(5) + "#" + range(1000, 9999) + word(3));
        plant(Kind.API_KEY, "api_key", "leaked %", () -> "ghp_" + letters(36));
        plant(Kind.API_KEY, "secret_key", "using %", () -> "sk_live_" + letters(32));
        plant(Kind.JWT, "id_token", "got %", this::jwt);
        plant(Kind.BEARER_TOKEN, "authorization", "Authorization: Bearer %", () -> letters(36));
        plant(Kind.QUERY_SECRET, "access_token", "https://shop.test/cb?access_token=%&a=1", () -> letters(30));
        plant(Kind.SESSION_COOKIE, "session_cookie", "Cookie: sessionid=%; theme=dark", () -> letters(32));
        plant(Kind.URL_PASSWORD, "database_password", "postgres://app:%@db.internal/shop", () -> letters(18));
        plant(Kind.USER_PATH, "", "ENOENT: no such file, open '/home/%/notes.txt'", () -> word(9));
        plant(Kind.MAC, "mac_address", "device % paired", this::mac);
        plant(Kind.IMEI, "imei", "IMEI %", () -> luhn("35" + digits(12)));
        plant(Kind.CRYPTO_ADDRESS, "wallet_address", "wallet %", () -> "0x" + hex(40));
        plant(Kind.PASSPORT, "passport_number", "passport number %", () -> "C" + digits(8));
        plant(Kind.AD_CLICK_ID, "gclid", "https://shop.test/?gclid=%", () -> letters(40));
        plant(Kind.DATE_OF_BIRTH, "date_of_birth", "born on %", this::birth);
        plant(Kind.BANK_ACCOUNT, "account_number", "account number %", () -> "7" + digits(9));
        plant(Kind.DRIVING_LICENCE, "driving_licence", "driving licence %", () -> "B" + digits(12));
        plant(Kind.NATIONAL_ID, "national_id", "", () -> "AB-" + digits(8));
        plant(Kind.VIN, "vin", "VIN %", this::vin);
        plant(Kind.AD_DEVICE_ID, "idfa", "", this::uuid);
        plant(Kind.DEVICE_ID, "android_id", "", () -> hex(15) + "7");
        plant(Kind.BASIC_AUTH, "", "Authorization: Basic %", () -> base64("user:" + letters(16)));
        plant(Kind.KEYED_SECRET, "client_secret", "client_secret=%", () -> letters(28));
        plant(
                Kind.PRIVATE_KEY,
                "private_key",
                "-----BEGIN RSA PRIVATE KEY-----\n%\n-----END RSA PRIVATE KEY-----",
                () -> letters(64));
        plant(Kind.GPS, "latitude", "", () -> "4" + range(1, 9) + "." + digits(6));
    }

    private void plant(Kind kind, String key, String text, Supplier<String> values) {
        for (int i = 0; i < EACH; i++) {
            plant(kind, key, text, values.get());
        }
    }

    private void plant(Kind kind, String key, String text, String value) {
        List<String> traces = new ArrayList<>(List.of(kind == Kind.EMAIL ? value.substring(0, 9) : value));
        String compact = value.replace(" ", "").replace("-", "").replace(":", "");
        if (compact.length() >= 12 && !compact.equals(value)) {
            traces.add(compact);
        }
        all.add(new Canary(kind, key, value, text.replace("%", value), traces));
    }

    private void plantNational() {
        try (InputStream in = Objects.requireNonNull(Canaries.class.getResourceAsStream(NATIONAL))) {
            new String(in.readAllBytes(), UTF_8).lines().forEach(line -> {
                String[] fields = line.split("\t", -1);
                Kind kind = Kind.valueOf(fields[0].toUpperCase(Locale.ROOT));
                for (int i = 2; i < fields.length; i++) {
                    plant(kind, "national_id", fields[1], fields[i]);
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String birth() {
        return range(1941, 1969) + "-" + two(range(1, 12)) + "-" + two(range(1, 28));
    }

    private static String two(int number) {
        return number < 10 ? "0" + number : Integer.toString(number);
    }

    private String uuid() {
        return hex(8) + "-" + hex(4) + "-4" + hex(3) + "-9" + hex(3) + "-" + hex(12);
    }

    /** ISO 3779; the ninth character is the check digit. */
    private String vin() {
        String letters = "ABCDEFGHJKLMNPRSTUVWXYZ";
        String values = "12345678123457923456789";
        String vin = "1HGC" + digits(4) + "0" + "A" + digits(7);
        int[] weights = {8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2};
        int sum = 0;
        for (int i = 0; i < vin.length(); i++) {
            char c = vin.charAt(i);
            sum += weights[i] * (Character.isDigit(c) ? c : values.charAt(letters.indexOf(c))) - weights[i] * '0';
        }
        return vin.substring(0, 8) + (sum % 11 == 10 ? "X" : sum % 11) + vin.substring(9);
    }

    private String iban() {
        String bban = digits(18);
        int check = 98
                - new java.math.BigInteger(bban + "131400")
                        .mod(java.math.BigInteger.valueOf(97))
                        .intValue();
        return "DE" + (check < 10 ? "0" : "") + check + bban;
    }

    private String jwt() {
        String head = base64("{\"alg\":\"HS256\",\"typ\":\"JWT\"}");
        return head + "." + base64("{\"sub\":\"" + digits(10) + "\"}") + "." + letters(43);
    }

    private String mac() {
        StringBuilder mac = new StringBuilder("3c");
        for (int i = 0; i < 5; i++) {
            mac.append(':').append(hex(2));
        }
        return mac.toString();
    }

    private static String base64(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(UTF_8));
    }

    private static String luhn(String digits) {
        int sum = 0;
        for (int i = 0; i < digits.length(); i++) {
            int digit = digits.charAt(digits.length() - 1 - i) - '0';
            int weighted = i % 2 == 0 ? digit * 2 : digit;
            sum += weighted > 9 ? weighted - 9 : weighted;
        }
        return digits + (10 - sum % 10) % 10;
    }

    private static String grouped(String card) {
        return card.substring(0, 4) + " " + card.substring(4, 8) + " " + card.substring(8, 12) + " "
                + card.substring(12);
    }

    private String word(int length) {
        return of(LOWER, length);
    }

    private String capitalised(int length) {
        String word = word(length);
        return Character.toUpperCase(word.charAt(0)) + word.substring(1);
    }

    private String letters(int length) {
        return of(ALPHANUMERIC, length - 1) + "7";
    }

    private String digits(int length) {
        return of("0123456789", length);
    }

    private String hex(int length) {
        return of("0123456789abcdef", length);
    }

    private String of(String alphabet, int length) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.append(alphabet.charAt(random.nextInt(alphabet.length())));
        }
        return text.toString();
    }

    private int range(int from, int to) {
        return random.nextInt(from, to + 1);
    }
}
