package dev.sluice.capture;

import static dev.sluice.capture.Bodies.base64;
import static dev.sluice.capture.Bodies.gzip;
import static dev.sluice.capture.Bodies.recorded;
import static dev.sluice.capture.Bodies.urlencoded;
import static dev.sluice.capture.Bodies.utf8;
import static dev.sluice.capture.Bodies.zlib;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sluice.testsupport.Seeds;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class BodyDecoderTest {
    private static final String FORM = "application/x-www-form-urlencoded";
    private static final String SINGLE =
            "{\"event\":\"a é ☃ \\ud83d \\u0000?>~\",\"properties\":{\"token\":\"phc_x\"}}";
    private static final String ARRAY = "[" + SINGLE + "," + SINGLE + "]";
    private static final String BATCH = "{\"api_key\":\"phc_x\",\"batch\":" + ARRAY + "}";

    private final BodyDecoder decoder = new BodyDecoder(8 << 20);

    record Form(String name, String json, WireBody wire) {
        @Override
        public String toString() {
            return name + " " + json.charAt(0) + json.length();
        }
    }

    static Stream<Form> forms() {
        return Stream.of(SINGLE, ARRAY, BATCH).flatMap(json -> {
            byte[] plain = utf8(json);
            byte[] zipped = gzip(plain);
            byte[] encoded = base64(plain);
            byte[] encodedZip = base64(zipped);
            return Stream.of(
                    post("plain", json, plain, null, null, null),
                    post("plain as text", json, plain, "text/plain", null, null),
                    post("plain said to be a form, as curl does", json, plain, FORM, null, null),
                    post("plain with an unknown hint", json, plain, null, null, "compression=snappy"),
                    post("byte order mark", json, utf8("\ufeff" + json), null, null, null),
                    post("gzip by its first bytes", json, zipped, "text/plain", null, null),
                    post("gzip-js", json, zipped, "text/plain", null, "compression=gzip-js"),
                    post("gzip in capitals", json, zipped, "text/plain", null, "compression=GZIP"),
                    post("gzip by header", json, zipped, "application/json", "gzip", null),
                    post("gzip by header in capitals", json, zipped, "application/json", "GZip", null),
                    post(
                            "gzip by header and hint, as go",
                            json,
                            zipped,
                            "application/json",
                            "gzip",
                            "compression=gzip"),
                    post("gzip with a wrong hint", json, zipped, "text/plain", null, "compression=base64"),
                    post("gzip in two members", json, twoMembers(plain), "text/plain", null, null),
                    post("gzip twice", json, gzip(zipped), "text/plain", "gzip, gzip", null),
                    post("deflate by header", json, zlib(plain), "application/json", "deflate", null),
                    post("deflate, then gzip", json, gzip(zlib(plain)), "application/json", "deflate, gzip", null),
                    post("identity", json, plain, "application/json", "identity", null),
                    post("base64 with hint", json, encoded, "text/plain", null, "compression=base64"),
                    post("base64 with b64", json, encoded, "text/plain", null, "compression=b64"),
                    post("base64 without hint", json, encoded, "text/plain", null, null),
                    post("base64 of gzip", json, encodedZip, "text/plain", null, null),
                    post("form with JSON", json, form(plain, ""), FORM, null, null),
                    post("form with base64 and query hint", json, form(encoded, ""), FORM, null, "compression=base64"),
                    post("form with base64 and field", json, form(encoded, "&compression=base64"), FORM, null, null),
                    post("form with base64 and no hint", json, form(encoded, ""), FORM, null, null),
                    post("form with unescaped plus", json, concat(utf8("data="), encoded), FORM, null, null),
                    post("form with base64 of gzip", json, form(encodedZip, "&compression=gzip-js"), FORM, null, null),
                    post("form with gzip", json, form(zipped, ""), FORM, null, null),
                    post("form with a charset", json, form(encoded, ""), FORM + "; charset=UTF-8", null, null),
                    post("form as text", json, form(encoded, ""), "text/plain", null, null),
                    post(
                            "form behind other fields",
                            json,
                            concat(utf8("ver=1&_=2&"), form(encoded, "")),
                            FORM,
                            null,
                            null),
                    get("query with JSON", json, urlencoded(plain), ""),
                    get("query with base64", json, urlencoded(encoded), ""),
                    get("query with unescaped base64", json, new String(encoded, StandardCharsets.US_ASCII), ""),
                    get("query with base64 and hint", json, urlencoded(encoded), "&compression=base64"),
                    get("query with gzip", json, urlencoded(zipped), ""),
                    get("query with base64 of gzip", json, urlencoded(encodedZip), "&compression=gzip-js"));
        });
    }

    @ParameterizedTest
    @MethodSource("forms")
    void every_form_becomes_the_same_text(Form form) throws Exception {
        assertThat(text(form.wire())).isEqualTo(form.json());
    }

    @Test
    void the_query_goes_before_the_body() throws Exception {
        WireBody both = new WireBody(utf8("[]"), null, null, "data=" + urlencoded(utf8(SINGLE)), true);

        assertThat(text(both)).isEqualTo(SINGLE);
    }

    @Test
    void base64_in_base64_is_decoded_on_the_old_addresses_only() throws Exception {
        byte[] twice = base64(base64(utf8(SINGLE)));

        assertThat(text(new WireBody(twice, null, null, null, true))).isEqualTo(SINGLE);
        assertThat(text(new WireBody(twice, null, null, null, false)))
                .isEqualTo(new String(base64(utf8(SINGLE)), StandardCharsets.US_ASCII));
    }

    @ParameterizedTest
    @ValueSource(strings = {"258-jslz64-e-form_lz64.body", "277-jslite3-e-form_lz64.body"})
    void lz64_of_real_sdks_is_decoded(String name) throws Exception {
        String text = text(new WireBody(recorded(name), FORM, null, "ip=1", true));

        assertThat(text).startsWith("{").endsWith("}").contains("phc_testgatewaytoken");
    }

    @Test
    void lz64_without_a_form_is_decoded_by_its_hint() throws Exception {
        byte[] form = recorded("277-jslite3-e-form_lz64.body");
        byte[] data = Objects.requireNonNull(new FormFields(form, 0, form.length).bytes("data"));

        assertThat(text(new WireBody(data, "text/plain", null, "compression=lz64", true)))
                .isEqualTo(text(new WireBody(form, FORM, null, null, true)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"258-jslz64-e-form_lz64.body", "277-jslite3-e-form_lz64.body"})
    void cut_off_lz64_is_refused(String name) {
        byte[] body = recorded(name);
        String whole = new String(body, StandardCharsets.US_ASCII);
        int end = whole.contains("%3D") ? whole.indexOf("%3D") : whole.indexOf("&compression");
        byte[] cut = utf8(whole.substring(0, end / 2) + "&compression=lz64");

        assertThat(refusal(new WireBody(cut, FORM, null, null, true)).refusal()).isEqualTo(Refusal.MALFORMED_BODY);
    }

    @Test
    void an_empty_body_is_refused() {
        assertThat(refusal(post("", "", new byte[0], null, null, null).wire()).refusal())
                .isEqualTo(Refusal.EMPTY_BODY);
        assertThat(refusal(post("", "", utf8("data="), FORM, null, null).wire()).refusal())
                .isEqualTo(Refusal.EMPTY_BODY);
        assertThat(refusal(post("", "", utf8("ip=1&_=2"), FORM, null, null).wire())
                        .refusal())
                .isEqualTo(Refusal.EMPTY_BODY);
    }

    @Test
    void what_is_said_to_be_gzip_must_be_gzip() {
        CaptureException why = refusal(
                post("", "", utf8(SINGLE), "application/json", "gzip", null).wire());

        assertThat(why.refusal()).isEqualTo(Refusal.MALFORMED_BODY);
        assertThat(why.sentence()).contains("gzip").contains("byte 0");
    }

    @Test
    void gzip_cut_off_at_any_byte_is_refused() {
        byte[] zipped = gzip(utf8(BATCH));
        for (int length = 3; length < zipped.length; length++) {
            byte[] cut = Arrays.copyOf(zipped, length);

            CaptureException why =
                    refusal(post("", "", cut, "text/plain", null, null).wire());

            assertThat(why.refusal()).as("cut at %d", length).isEqualTo(Refusal.MALFORMED_BODY);
            assertThat(why.sentence()).contains("gzip");
        }
    }

    @Test
    void a_wrong_checksum_is_refused() {
        byte[] zipped = gzip(utf8(BATCH));
        zipped[zipped.length - 6] ^= 1;

        assertThat(refusal(post("", "", zipped, null, null, null).wire()).sentence())
                .contains("checksum");
    }

    @Test
    void bombs_are_refused_before_they_go_off() {
        byte[] overLimit = gzip(new byte[9 << 20]);
        byte[] overRatio = gzip(new byte[4 << 20]);

        assertThat(refusal(post("", "", overLimit, null, null, null).wire()).refusal())
                .isEqualTo(Refusal.BODY_TOO_LARGE);
        assertThat(refusal(post("", "", overRatio, null, null, null).wire()).refusal())
                .isEqualTo(Refusal.BODY_TOO_LARGE);
        assertThat(refusal(post("", "", zlib(new byte[4 << 20]), null, "deflate", null)
                                .wire())
                        .refusal())
                .isEqualTo(Refusal.BODY_TOO_LARGE);
        assertThat(refusal(post("", "", gzip(overRatio), null, "gzip, gzip", null)
                                .wire())
                        .refusal())
                .isEqualTo(Refusal.BODY_TOO_LARGE);
    }

    @Test
    void a_small_body_may_compress_as_well_as_it_likes() throws Exception {
        String json = "[" + "0,".repeat(300_000) + "0]";

        assertThat(text(post("", "", gzip(utf8(json)), null, null, null).wire()))
                .isEqualTo(json);
    }

    @Test
    void invalid_utf_8_is_refused_with_its_place() {
        byte[] body = utf8("{\"event\":\"x\"}");
        body[10] = (byte) 0xff;

        CaptureException why = refusal(post("", "", body, null, null, null).wire());

        assertThat(why.refusal()).isEqualTo(Refusal.MALFORMED_BODY);
        assertThat(why.sentence()).contains("UTF-8").contains("byte 10 ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"br", "zstd", "gzip, br"})
    void encodings_without_a_decoder_are_named(String encoding) {
        CaptureException why =
                refusal(post("", "", gzip(utf8(SINGLE)), null, encoding, null).wire());

        assertThat(why.refusal()).isEqualTo(Refusal.UNSUPPORTED_ENCODING);
        assertThat(why.sentence()).contains("br and zstd");
    }

    @Test
    void one_decoder_is_good_for_many_bodies() throws Exception {
        for (int i = 0; i < 3; i++) {
            for (Form form : forms().toList()) {
                assertThat(text(form.wire())).as(form.name()).isEqualTo(form.json());
            }
        }
    }

    @Property(seed = Seeds.SUITE)
    void no_bytes_make_it_fail_otherwise(@ForAll byte[] body, @ForAll boolean isForm, @ForAll boolean isLz64) {
        byte[] start = isLz64 ? utf8("data=") : new byte[0];
        WireBody wire =
                new WireBody(concat(start, body), isForm ? FORM : null, null, isLz64 ? "compression=lz64" : null, true);
        try {
            decoder.decode(wire);
        } catch (CaptureException e) {
            assertThat(e.status()).isBetween(400, 413);
        }
    }

    private String text(WireBody wire) throws CaptureException {
        return new String(decoder.decode(wire).toByteArray(), StandardCharsets.UTF_8);
    }

    private CaptureException refusal(WireBody wire) {
        return catchThrowableOfType(CaptureException.class, () -> decoder.decode(wire));
    }

    private static Form post(
            String name,
            String json,
            byte[] body,
            @Nullable String contentType,
            @Nullable String encoding,
            @Nullable String query) {
        return new Form(name, json, new WireBody(body, contentType, encoding, query, true));
    }

    private static Form get(String name, String json, String data, String more) {
        return new Form(name, json, new WireBody(new byte[0], null, null, "_=1&data=" + data + more, true));
    }

    private static byte[] form(byte[] data, String more) {
        return utf8("data=" + urlencoded(data) + more);
    }

    private static byte[] twoMembers(byte[] plain) {
        int half = plain.length / 2;
        return concat(gzip(Arrays.copyOf(plain, half)), gzip(Arrays.copyOfRange(plain, half, plain.length)));
    }

    private static byte[] concat(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }
}
