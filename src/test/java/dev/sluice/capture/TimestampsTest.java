package dev.sluice.capture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testsupport.Seeds;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Objects;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimestampsTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "2026-11-22T16:36:50.714Z         | 2026-11-22T16:36:50.714Z",
                "2026-11-22T16:36:50Z             | 2026-11-22T16:36:50Z",
                "2026-11-22T16:36:50.123456+00:00 | 2026-11-22T16:36:50.123456Z",
                "2026-11-22T18:06:50.5+01:30      | 2026-11-22T16:36:50.5Z",
                "2026-11-22T16:36:50-0800         | 2026-11-23T00:36:50Z",
                "2026-11-22T16:36:50+03           | 2026-11-22T13:36:50Z",
                "2026-11-22 16:36:50              | 2026-11-22T16:36:50Z",
                "2026-11-22 16:36:50.25 UTC       | 2026-11-22T16:36:50.25Z",
                "2026-11-22 16:36:50 +0200        | 2026-11-22T14:36:50Z",
                "2026-11-22T16:36                 | 2026-11-22T16:36:00Z",
                "2026-11-22                       | 2026-11-22T00:00:00Z",
                "2026/11/22 16:36:50              | 2026-11-22T16:36:50Z",
                "2026/1/2                         | 2026-01-02T00:00:00Z",
                "11/22/2026                       | 2026-11-22T00:00:00Z",
                "11/22/2026 16:36:50              | 2026-11-22T16:36:50Z",
                "Sun, 22 Nov 2026 16:36:50 +0000  | 2026-11-22T16:36:50Z",
                "Sun, 22 Nov 2026 16:36:50 GMT    | 2026-11-22T16:36:50Z",
                "22 Nov 2026 16:36:50 -0500       | 2026-11-22T21:36:50Z",
                "Nov 22, 2026                     | 2026-11-22T00:00:00Z",
                "November 22, 2026 16:36:50       | 2026-11-22T16:36:50Z",
                "Sun Nov 22 2026 17:36:50 GMT+0100 (Central European Standard Time) | 2026-11-22T16:36:50Z",
                "1795365410                       | 2026-11-22T16:36:50Z",
                "1795365410.714                   | 2026-11-22T16:36:50.714Z",
                "1795365410714                    | 2026-11-22T16:36:50.714Z",
                "1795365410714123                 | 2026-11-22T16:36:50.714123Z",
                "1795365410714123456              | 2026-11-22T16:36:50.714123456Z",
                "-1.5                             | 1969-12-31T23:59:58.5Z",
                "2024-02-29T00:00:00Z             | 2024-02-29T00:00:00Z",
                "2016-12-31T23:59:60Z             | 2017-01-01T00:00:00Z",
                "+012026-11-22T16:36:50Z          | +12026-11-22T16:36:50Z",
                "-000001-01-01T00:00:00Z          | -0001-01-01T00:00:00Z",
            })
    void a_known_form_is_read(String text, String instant) {
        ParsedTime time = read(text);

        assertThat(Instant.ofEpochSecond(time.second(), time.nano())).isEqualTo(Instant.parse(instant));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "yesterday",
                "2026-13-01",
                "2026-02-29",
                "2025-11-31T00:00:00Z",
                "2026-11-22T24:01:00Z",
                "2026-11-22T16:60:00Z",
                "2026-11-22T16:36:50+",
                "2026-11-22T16:36:50 EST5",
                "2026-11-22T",
                "2026-11-22Tx",
                "2026-",
                "11-22-2026",
                "1/2/26",
                "12:30:00",
                "1.2.3",
                "--1",
                "+",
                "999999999999999999999",
                "Sun, 22 Nov",
                "22 Xyz 2026",
                "2026-11-22T16:36:50Zjunk",
                "\u0000\u0000"
            })
    void anything_else_is_no_time(String text) {
        assertThat(parse(text)).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-22T16:36:50.714Z,true",
        "2026-11-22T16:36:50Z,true",
        "2026-11-22T16:36:50.714+01:00,true",
        "2026-11-22T16:36:50.123456+00:00,true",
        "2026-11-22T16:36:50,false",
        "2026-11-22 16:36:50Z,false",
        "2026-11-22T16:36:50+0100,false",
        "2026-11-22T16:36Z,false",
        "2026-11-2T16:36:50Z,false",
        "2026-11-22T16:36:50z,false",
        "2026-11-22,false",
        "1795365410714,false"
    })
    void only_rfc_3339_is_exact(String text, boolean exact) {
        assertThat(read(text).isExact()).isEqualTo(exact);
    }

    @Test
    void digits_of_the_fraction_are_counted() {
        assertThat(read("2026-11-22T16:36:50.123456Z").digits()).isEqualTo(6);
        assertThat(read("2026-11-22T16:36:50Z").digits()).isZero();
    }

    @Property(seed = Seeds.SUITE)
    void whatever_java_writes_is_read(
            @ForAll @LongRange(min = -62_167_219_200L, max = 253_402_300_799L) long second,
            @ForAll @IntRange(max = 999_999_999) int nano,
            @ForAll @IntRange(min = -64_800, max = 64_800) int offset) {
        ZoneOffset zone = ZoneOffset.ofTotalSeconds(offset / 60 * 60);
        OffsetDateTime written = Instant.ofEpochSecond(second, nano).atOffset(zone);
        if (written.getYear() < 0 || written.getYear() > 9999) {
            return;
        }

        ParsedTime time = read(written.toString());

        assertThat(Instant.ofEpochSecond(time.second(), time.nano())).isEqualTo(written.toInstant());
    }

    @Property(seed = Seeds.SUITE)
    void what_is_written_is_read_as_the_same_instant(
            @ForAll @LongRange(min = -62_167_219_200L, max = 253_402_300_799L) long second,
            @ForAll @IntRange(max = 999_999_999) int nano) {
        String text = new String(Calendar.text(second, nano, 9), StandardCharsets.US_ASCII);

        assertThat(Instant.parse(text)).isEqualTo(Instant.ofEpochSecond(second, nano));
    }

    @Property(seed = Seeds.SUITE)
    void no_text_makes_the_reader_fail(@ForAll String text) {
        parse(text);
        parse("2026-" + text);
        parse("Nov " + text);
    }

    private static ParsedTime read(String text) {
        return Objects.requireNonNull(parse(text), "no time");
    }

    private static @Nullable ParsedTime parse(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return Timestamps.of(bytes, 0, bytes.length);
    }
}
