package dev.sluice.acceptance;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;

/**
 * A thousand invented personal values of every kind that the firewall knows, each once, so that a trace of any of them tells
 * which one got through. Always the same ones, with right check digits.
 */
final class Canaries {
    private static final int EACH = 40;
    private static final String LOWER = "abcdefghijklmnopqrstuvwxyz";
    private static final String ALPHANUMERIC = LOWER + LOWER.toUpperCase(java.util.Locale.ROOT) + "0123456789";

    private final Random random = new Random(20261122);
    private final List<Canary> all = new ArrayList<>();

    /**
     * One planted value.
     *
     * @param key a property that names it
     * @param text a sentence that it stands in
     * @param traces what would betray it
     */
    record Canary(String kind, String key, String value, String text, List<String> traces) {}

    static List<Canary> all() {
        var canaries = new Canaries();
        canaries.plant();
        return List.copyOf(canaries.all);
    }

    private void plant() {
        plant("email", "email", "written by % yesterday", () -> word(9) + "@" + word(6) + ".example.org");
        plant("phone", "phone", "call % back", () -> "+49 151 " + digits(8));
        plant("credit_card", "card_number", "paid with %", () -> grouped(luhn("4" + digits(14))));
        plant("iban", "iban", "refund to %", this::iban);
        plant(
                "us_ssn",
                "ssn",
                "social security number %",
                () -> range(101, 650) + "-" + range(11, 98) + "-" + range(1001, 9998));
        plant(
                "ip",
                "client_ip",
                "request from % failed",
                () -> "81." + range(10, 250) + "." + range(10, 250) + "." + range(10, 250));
        plant("person_name", "full_name", "Customer name: %", () -> capitalised(7) + " " + capitalised(8));
        plant(
                "street_address",
                "street_address",
                "Ship to: %",
                () -> range(100, 999) + " " + capitalised(7) + " Street, Springfield, IL 62701");
        plant("username", "username", "", () -> word(8) + range(100, 999));
        plant("password", "password", "password: %", () -> capitalised(5) + "#" + range(1000, 9999) + word(3));
        plant("github", "api_key", "leaked %", () -> "ghp_" + letters(36));
        plant("stripe", "secret_key", "using %", () -> "sk_live_" + letters(32));
        plant("jwt", "id_token", "got %", this::jwt);
        plant("bearer", "authorization", "Authorization: Bearer %", () -> letters(36));
        plant("query_secret", "access_token", "https://shop.test/cb?access_token=%&a=1", () -> letters(30));
        plant("cookie", "session_cookie", "Cookie: sessionid=%; theme=dark", () -> letters(32));
        plant("url_password", "database_password", "postgres://app:%@db.internal/shop", () -> letters(18));
        plant("user_path", "", "ENOENT: no such file, open '/home/%/notes.txt'", () -> word(9));
        plant("mac", "mac_address", "device % paired", this::mac);
        plant("imei", "imei", "IMEI %", () -> luhn("35" + digits(12)));
        plant("eth", "wallet_address", "wallet %", () -> "0x" + hex(40));
        plant("es_dni", "dni", "DNI %", this::dni);
        plant("passport", "passport_number", "passport number %", () -> "C" + digits(8));
        plant("click_id", "gclid", "https://shop.test/?gclid=%", () -> letters(40));
        plant("gps", "latitude", "", () -> "4" + range(1, 9) + "." + digits(6));
    }

    private void plant(String kind, String key, String text, Supplier<String> values) {
        for (int i = 0; i < EACH; i++) {
            String value = values.get();
            List<String> traces = new ArrayList<>(List.of(kind.equals("email") ? value.substring(0, 9) : value));
            String compact = value.replace(" ", "").replace("-", "").replace(":", "");
            if (compact.length() >= 12 && !compact.equals(value)) {
                traces.add(compact);
            }
            all.add(new Canary(kind, key, value, text.replace("%", value), traces));
        }
    }

    private String iban() {
        String bban = digits(18);
        int check = 98
                - new java.math.BigInteger(bban + "131400")
                        .mod(java.math.BigInteger.valueOf(97))
                        .intValue();
        return "DE" + (check < 10 ? "0" : "") + check + bban;
    }

    private String dni() {
        String number = "4" + digits(7);
        return number + "TRWAGMYFPDXBNJZSQVHLCKE".charAt(Integer.parseInt(number) % 23);
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
