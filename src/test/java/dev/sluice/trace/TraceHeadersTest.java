package dev.sluice.trace;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TraceHeadersTest {
    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
    private static final String SPAN = "b7ad6b7169203331";

    @ParameterizedTest
    @CsvSource({
        "0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-1, true",
        "0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-0, false",
        "0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331, true",
    })
    void the_header_of_sentrys_sdks_is_read(String header, boolean isSampled) {
        TraceContext context = Objects.requireNonNull(sentry(header));

        assertThat(context.traceId()).isEqualTo(TRACE);
        assertThat(context.spanId()).isEqualTo(SPAN);
        assertThat(context.sampled()).isEqualTo(isSampled);
    }

    @ParameterizedTest
    @CsvSource({
        "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01, true",
        "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00, false",
        "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-03, true",
        "cc-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-what-comes-later, true",
    })
    void the_header_of_w3c_is_read(String header, boolean isSampled) {
        TraceContext context =
                Objects.requireNonNull(TraceHeaders.of(null, header, () -> null).context());

        assertThat(context.traceId()).isEqualTo(TRACE);
        assertThat(context.sampled()).isEqualTo(isSampled);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "-",
                "0af7651916cd43dd8448eb211c80319c",
                "0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-",
                "0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-2",
                "0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-10",
                "0af7651916cd43dd8448eb211c80319c-b7ad6b716920333-1",
                "0AF7651916CD43DD8448EB211C80319C-B7AD6B7169203331-1",
                "00000000000000000000000000000000-b7ad6b7169203331-1",
                "0af7651916cd43dd8448eb211c80319c-0000000000000000-1",
                "0af7651916cd43dd8448eb211c80319c b7ad6b7169203331 1",
                "alice@example.comdd8448eb211c803-b7ad6b7169203331-1",
                "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-",
                "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-1",
                "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-0x",
                "ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
                "0x-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
                "cc-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01.x",
            })
    void what_is_not_of_the_exact_form_is_as_good_as_absent(String header) {
        assertThat(TraceHeaders.of(header, header, () -> "sentry-org_id=1")).isEqualTo(TraceHeaders.NONE);
    }

    @Test
    void where_both_are_there_sentrys_counts_and_a_bad_one_does_not_hide_the_other() {
        String other = "00-11111111111111111111111111111111-2222222222222222-00";

        assertThat(TraceHeaders.of(TRACE + '-' + SPAN, other, () -> null).context())
                .isEqualTo(sentry(TRACE + '-' + SPAN));
        assertThat(TraceHeaders.of("nonsense", other, () -> null).context())
                .isEqualTo(new TraceContext(0x1111111111111111L, 0x1111111111111111L, 0x2222222222222222L, false));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "sentry-org_id=42 | 42",
                "sentry-environment=production,sentry-org_id=42,sentry-sampled=true | 42",
                "other=1 , sentry-org_id = 42 ; property=1, x=2 | 42",
                "sentry-org_id=42x | 0",
                "sentry-org_id= | 0",
                "sentry-org_id | 0",
                "sentry-org_id=9999999999999999999 | 0",
                "not-sentry-org_id=42 | 0",
                "sentry-org_idea=42 | 0",
                ",,, | 0",
            })
    void of_the_baggage_only_the_organisation_is_read(String baggage, long organisation) {
        assertThat(TraceHeaders.of(TRACE + '-' + SPAN, null, () -> baggage).organisation())
                .isEqualTo(organisation);
    }

    @Test
    void baggage_beyond_the_limit_of_w3c_is_not_read() {
        String baggage = "x=" + "y".repeat(8192) + ",sentry-org_id=42";

        assertThat(TraceHeaders.of(TRACE + '-' + SPAN, null, () -> baggage).organisation())
                .isZero();
    }

    @Property(tries = 2000)
    void no_header_makes_it_throw(@ForAll String one, @ForAll String other, @ForAll String baggage) {
        assertThat(TraceHeaders.of(one, other, () -> baggage)).isNotNull();
        assertThat(TraceHeaders.of(TRACE + '-' + SPAN, null, () -> "sentry-org_id=" + baggage))
                .isNotNull();
    }

    @Property(tries = 300)
    void what_is_written_is_read_again(
            @ForAll long high, @ForAll long low, @ForAll long span, @ForAll boolean sampled) {
        TraceContext context = TraceContext.orNull(high, low, span, sampled);
        if (context != null) {
            assertThat(sentry(TraceHeaders.sentryTrace(context))).isEqualTo(context);
            assertThat(TraceHeaders.of(null, TraceHeaders.traceparent(context), () -> null)
                            .context())
                    .isEqualTo(context);
        }
    }

    private static @Nullable TraceContext sentry(String header) {
        return TraceHeaders.of(header, null, () -> null).context();
    }
}
