package dev.sluice.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SentryDsnTest {

    @ParameterizedTest
    @CsvSource({
        "https://key@o4504.ingest.sentry.io/7, 4504",
        "https://key@o4504.ingest.de.sentry.io/7, 4504",
        "https://key@sentry.example.com/7, 0",
        "https://key@o4504.example.com/7, 0",
        "https://key@o.ingest.sentry.io/7, 0",
        "https://key@o4504x.ingest.sentry.io/7, 0",
        "https://key@o99999999999999999999.ingest.sentry.io/7, 0",
        "http://key@127.0.0.1:9000/path/7, 0",
    })
    void the_organisation_is_in_the_host_of_sentrys_own_service(String dsn, long organisation) {
        assertThat(SentryDsn.parse(dsn)).map(SentryDsn::organisation).contains(organisation);
    }
}
